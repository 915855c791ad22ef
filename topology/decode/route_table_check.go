package decode

import (
	"fmt"
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// Limits of a route table (RT-28, RT-12).
const (
	maxRoutes    = 400
	maxTagRoutes = 25
)

// checkRouteTable looks at the routes of a table together.
//
// RT-28: 400 routes a table, 25 of them for service tags.
func (d *Decoder) checkRouteTable(t *topology.RouteTable) {
	if n := len(t.Routes); n > maxRoutes {
		d.warn(t.Routes[maxRoutes].Pos, "too-many-routes", "", "%s has %d routes; Azure takes %d", label(&t.Resource), n, maxRoutes)
	}
	taken := map[netip.Prefix]*topology.Route{}
	tags := 0
	for _, r := range t.Routes {
		if r.Tag != "" {
			tags++
		}
		p, ok := r.AddressPrefix.Get()
		if !ok {
			continue
		}
		if first := taken[p]; first != nil {
			d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "duplicate-route", Pos: r.AddressPrefix.Pos,
				Width:   widthAt(r.AddressPrefix.Pos, p.String()),
				Message: fmt.Sprintf("%s: the table already has a route for %s, %s", label(&r.Resource), p, first.Name),
				Hint:    "keep one of the two", Related: []source.Related{{Pos: first.AddressPrefix.Pos, Message: first.Name + " is here"}}})
		}
		taken[p] = r
	}
	if tags > maxTagRoutes {
		d.warn(t.Pos, "too-many-routes", "", "%s has %d routes for service tags; Azure takes %d", label(&t.Resource), tags, maxTagRoutes)
	}
}
