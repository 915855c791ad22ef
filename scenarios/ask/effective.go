package ask

import (
	"fmt"
	"strings"

	"vnetproof/sim/azure"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// Routes are the effective routes of a NIC or subnet.
type Routes struct {
	Endpoint string // as asked
	Subnet   topology.ID
	Name     string // of the subnet: "web/frontend"
	Routes   []*azure.EffectiveRoute
}

// Gaps are why some of the routes are not known.
func (r *Routes) Gaps() []*pipeline.Gap {
	var out []*pipeline.Gap
	for _, x := range r.Routes {
		if x.Gap != nil {
			out = append(out, x.Gap)
		}
	}
	return distinctGaps(out)
}

// Assumptions are those that the routes rest on.
func (r *Routes) Assumptions() []*pipeline.Assumption {
	var out []*pipeline.Assumption
	for _, x := range r.Routes {
		out = append(out, x.Assumptions...)
	}
	return unique(out)
}

// Rules are the effective security rules of a NIC or subnet.
type Rules struct {
	Endpoint string
	ID       topology.ID
	Name     string
	Rules    []*azure.EffectiveRule
}

// Gaps are why it is not known what some of the rules match.
func (r *Rules) Gaps() []*pipeline.Gap {
	var out []*pipeline.Gap
	for _, x := range r.Rules {
		if x.Gap != nil {
			out = append(out, x.Gap)
		}
	}
	return distinctGaps(out)
}

// distinctGaps keeps the first of gaps that say the same.
func distinctGaps(list []*pipeline.Gap) []*pipeline.Gap {
	type key struct {
		resource, property, why string
		pos                     source.Pos
	}
	seen := map[key]bool{}
	var out []*pipeline.Gap
	for _, g := range list {
		k := key{g.Resource.Key(), g.Property, g.Why, g.Pos}
		if !seen[k] {
			seen[k] = true
			out = append(out, g)
		}
	}
	return out
}

// unique keeps the first of equal pointers.
func unique[T comparable](list []T) []T {
	seen := map[T]bool{}
	var out []T
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// Routes returns the effective routes of a NIC or subnet.
func (d *Desk) Routes(text string) (*Routes, error) {
	w, id, err := d.attached(text)
	if err != nil {
		return nil, err
	}
	subnet := w.subnetOf(id)
	return &Routes{Endpoint: text, Subnet: subnet, Name: w.names.Subnet(subnet), Routes: w.Routes(id)}, nil
}

// Rules returns the effective security rules of a NIC or subnet.
func (d *Desk) Rules(text string) (*Rules, error) {
	w, id, err := d.attached(text)
	if err != nil {
		return nil, err
	}
	return &Rules{Endpoint: text, ID: id, Name: w.names.Subnet(id), Rules: w.Network.EffectiveRules(id)}, nil
}

// subnetOf returns the subnet of a NIC or what else has a place, or the ID itself.
func (w *world) subnetOf(id topology.ID) topology.ID {
	if place, ok := w.Network.Place(id); ok {
		if s := w.Pipeline.Places[place].Subnet; s != "" {
			return s
		}
	}
	return id
}

// attached finds the one NIC or subnet that a selector names.
func (d *Desk) attached(text string) (*world, topology.ID, error) {
	q := &question{}
	s := q.selector(text)
	if err := q.err(); err != nil {
		return nil, "", err
	}
	w, err := d.compile(s)
	if err != nil {
		return nil, "", err
	}
	named, err := w.Resources(s)
	if err != nil {
		return nil, "", err
	}
	if len(named) != 1 {
		return nil, "", fmt.Errorf("%q names %d resources; name one NIC, machine or subnet: %s", text, len(named), list(named))
	}
	id, ok := w.attachment(named[0])
	if !ok {
		return nil, "", fmt.Errorf("%q is neither a NIC, a machine nor a subnet, so it has no routes or rules of its own", text)
	}
	return w, id, nil
}

// attachment is the NIC or subnet of a resource: of a machine its primary NIC.
func (w *world) attachment(n topology.Node) (topology.ID, bool) {
	switch n := n.(type) {
	case *topology.Subnet, *topology.NetworkInterface:
		return n.Base().ID, true
	case *topology.VirtualMachine:
		if len(n.NICs) > 0 {
			return n.NICs[0].ID, true
		}
	case *topology.ScaleSet:
		if len(n.NICs) > 0 {
			return n.NICs[0].ID, true
		}
	default:
		subnet := w.subnetOf(n.Base().ID)
		return subnet, subnet != n.Base().ID
	}
	return "", false
}

// list names at most five resources.
func list(nodes []topology.Node) string {
	var names []string
	for i, n := range nodes {
		if i == 5 {
			names = append(names, "…")
			break
		}
		names = append(names, n.Base().Name)
	}
	return strings.Join(names, ", ")
}
