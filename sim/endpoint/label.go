package endpoint

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// labelled returns the hosts and sites of a resource group, subscription,
// region or resource tag.
func (r *Resolver) labelled(s Selector, t Term) (meaning, Errors) {
	var values []string
	m := r.everyPlace(func(p *pipeline.Place) bool {
		if !isHost(p) && p.Kind != pipeline.SiteNode {
			return false
		}
		labels := r.labels(t, p)
		for _, l := range labels {
			if t.Kind == ResourceGroup {
				l = topology.ID(l).Name()
			}
			values = append(values, l)
		}
		return slices.ContainsFunc(labels, func(l string) bool { return matchLabel(t, l) })
	})
	if len(m) > 0 {
		return m, nil
	}
	slices.Sort(values)
	what := fmt.Sprintf("no host is in %s %s", t.Kind.what(), quote(t.Name))
	if t.Kind == Tag {
		what = fmt.Sprintf("no host bears the tag %s=%s", t.Key, t.Name)
	}
	return nil, Errors{none(s, t, what, nearest(t.Name, slices.Compact(values)))}
}

func matchLabel(t Term, label string) bool {
	if t.Kind == Tag {
		return globMatch(t.Name, label)
	}
	return matchParts(strings.Split(t.Name, "/"), strings.Split(label, "/"))
}

// labels returns the values that a place has of the kind: by its own resource
// and its machine; of planned hosts by their VNet. The tags of a VNet hold for
// all that is in it.
func (r *Resolver) labels(t Term, p *pipeline.Place) []string {
	var out []string
	for _, n := range r.owners(p, t.Kind == Tag) {
		base := n.Base()
		switch t.Kind {
		case ResourceGroup:
			if group := base.ID.ResourceGroup(); group != "" {
				out = append(out, base.ID.Subscription()+"/"+group)
			}
		case Subscription:
			out = append(out, base.ID.Subscription())
		case Region:
			out = append(out, base.Location)
		case Tag:
			if value, ok := base.Tag(t.Key); ok {
				out = append(out, value)
			}
		}
	}
	return slices.DeleteFunc(out, func(l string) bool { return l == "" })
}

// owners returns the resources whose labels a place bears.
func (r *Resolver) owners(p *pipeline.Place, network bool) []topology.Node {
	var out []topology.Node
	add := func(n topology.Node) {
		if n != nil {
			out = append(out, n)
		}
	}
	node := r.design.ByID(p.Resource)
	add(node)
	if nic, ok := node.(*topology.NetworkInterface); ok {
		add(nic.Owner)
	}
	if s, ok := r.design.ByID(p.Subnet).(*topology.Subnet); ok && (network || p.Kind == pipeline.PlannedNode) {
		add(s.VirtualNetwork)
	}
	return out
}
