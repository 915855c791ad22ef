package endpoint

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/topology/source"
)

// unknownName is the error of a name that nothing bears.
func (r *Resolver) unknownName(s Selector, t Term) *Error {
	kinds, what := []Kind{t.Kind}, "no "+t.Kind.what()
	if t.Kind == Bare {
		kinds, what = append(slices.Clone(bareKinds), Subnet), "nothing"
	}
	var names []string
	for _, k := range kinds {
		for _, name := range r.things.names(k) {
			if t.Kind == Bare {
				name = k.String() + ":" + name
			}
			names = append(names, name)
		}
	}
	message := fmt.Sprintf("the design has %s named %s", what, quote(t.Name))
	if isGlob(t.Name) {
		message = fmt.Sprintf("%s of the design matches %s", strings.TrimSpace(what), quote(t.Name))
	}
	return none(s, t, message, nearest(t.Name, names))
}

// nearest hints at the name that may be meant, or at those that there are.
func nearest(name string, names []string) string {
	bare := make([]string, len(names))
	for i, n := range names {
		bare[i] = n[strings.IndexByte(n, ':')+1:]
	}
	if near := source.Suggest(name, bare); near != "" {
		return "did you mean " + names[slices.Index(bare, near)] + "?"
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > 8:
		names = append(slices.Clone(names[:8]), fmt.Sprintf("and %d more", len(names)-8))
	}
	return "there are " + strings.Join(names, ", ")
}
