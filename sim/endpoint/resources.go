package endpoint

import (
	"slices"

	"vnetproof/topology"
)

// Resources returns the resources that a selector names, each once, in the
// order of its terms: a machine itself, not its interfaces. An error is of type
// Errors.
func (r *Resolver) Resources(s Selector) ([]topology.Node, error) {
	var out, excluded []topology.Node
	var errs Errors
	for _, t := range s.Terms {
		things, err := r.named(s, t)
		errs = append(errs, err...)
		for _, g := range things {
			if t.Exclude {
				excluded = append(excluded, g.node)
			} else if !slices.Contains(out, g.node) {
				out = append(out, g.node)
			}
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	out = slices.DeleteFunc(out, func(n topology.Node) bool { return slices.Contains(excluded, n) })
	if len(out) == 0 {
		return nil, Errors{{Text: s.Text, Width: len(s.Text), Message: quote(s.Text) + " names no resource", Empty: true}}
	}
	return out, nil
}
