package azure

import (
	"cmp"
	"strings"

	"vnetproof/sim/pipeline"
)

// learnedRoute is what decides between routes of one prefix that gateways and
// route servers learned.
type learnedRoute struct {
	from       origin
	hops       int // of the AS path
	preference preference
}

// origin is by whom a route was learned.
type origin uint8

const (
	_ origin = iota
	fromExpressRoute
	fromVPN
	fromAppliance
)

func originOf(g *gateway) origin {
	if g.isExpressRoute() {
		return fromExpressRoute
	}
	return fromVPN
}

// preference is what a VNet's route server prefers.
type preference struct {
	value string        // as Azure spells it; "": ExpressRoute
	gap   *pipeline.Gap // why it is not known
}

// preferenceOf returns the routing preference that holds in a VNet.
//
// GW-8: ExpressRoute, unless a route server that passes routes between branches
// says otherwise ("Routing preference" of Azure Route Server).
func (c *compiler) preferenceOf(v *vnet) preference {
	for _, rs := range c.routeServersOf(v) {
		if !rs.AllowBranchToBranch.Or(false) {
			continue
		}
		if u := rs.RoutingPreference.Unknown(); u != nil {
			return preference{gap: unknownGap(u, rs.ID, "hubRoutingPreference", "which routes route server "+rs.Name+" prefers", rs.RoutingPreference.Pos, "GW-8")}
		}
		return preference{value: rs.RoutingPreference.Or("")}
	}
	return preference{}
}

// compareLearned orders learned routes of one prefix, the preferred first: by
// their origin, VPN and appliances being one, then by the AS path; with
// preference ASPath by that alone.
func compareLearned(a, b *learnedRoute) int {
	if a == nil || b == nil {
		return 0
	}
	hops := cmp.Compare(a.hops, b.hops)
	switch strings.ToLower(a.preference.value) {
	case "aspath":
		return hops
	case "vpngateway":
		return cmp.Or(holdsFirst(b.from == fromExpressRoute, a.from == fromExpressRoute), hops)
	}
	return cmp.Or(holdsFirst(a.from == fromExpressRoute, b.from == fromExpressRoute), hops)
}

// doubtAgainst makes a route uncertain where nothing that is told decides between
// it and a learned one from elsewhere.
func (r *EffectiveRoute) doubtAgainst(o *EffectiveRoute) {
	if r.Gap == nil && r.rivals(o) && !o.removed && o.State != Invalid {
		r.Gap = r.undecided(o)
	}
}

// rivals tells whether two routes of one prefix were learned from different origins.
func (r *EffectiveRoute) rivals(o *EffectiveRoute) bool {
	return r.learned != nil && o.learned != nil && r.learned.from != o.learned.from && r.equals(o)
}

// undecided is why it is not known which of two rivals is taken; nil if it is.
func (r *EffectiveRoute) undecided(o *EffectiveRoute) *pipeline.Gap {
	if gap := r.learned.preference.gap; gap != nil {
		return gap
	}
	if compareLearned(r.learned, o.learned) != 0 {
		return nil
	}
	return &pipeline.Gap{Resource: r.Resource, Property: "asPath", Pos: r.Pos, Rules: rules("GW-8"),
		Why:    "which of two routes to " + r.Prefix.String() + " with equally long AS paths is taken, that of " + r.Resource.Name() + " or that of " + o.Resource.Name(),
		Supply: "asPath: [...] of both, as learned, in learnedRoutes of a facts file"}
}
