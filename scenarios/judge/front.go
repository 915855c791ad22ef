package judge

import (
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// front is what stands before a place without public address of its own: a
// clause that says so, and how a suite names it. Both are "" where nothing does.
type front struct{ clause, selector string }

// frontOf returns by what the internet reaches a place nonetheless.
func (j *Judge) frontOf(place *pipeline.Place) front {
	if pe, ok := j.Design.ByID(place.Resource).(*topology.PrivateEndpoint); ok {
		return endpointFront(pe)
	}
	if !place.Public.IsEmpty() {
		return front{"the internet reaches it by " + place.Public.String() + " only", j.balancersOf(place)}
	}
	for _, fw := range j.Design.AzureFirewalls {
		if r := j.translationTo(fw, place); r != nil {
			return translatedFront(fw, r)
		}
	}
	return front{}
}

func endpointFront(pe *topology.PrivateEndpoint) front {
	f := front{clause: "the internet does not reach private endpoints"}
	for _, con := range pe.Connections {
		if con.Service.ID != "" {
			f.selector = "paas:" + con.Service.ID.Name()
		}
	}
	return f
}

func translatedFront(fw *topology.AzureFirewall, r *topology.FirewallRule) front {
	by, list := "an address of firewall "+fw.Name, []string(nil)
	for _, t := range r.Destination.Or(nil) {
		if set, ok := prefixOf(t); ok {
			list = append(list, "ip:"+set)
			by = set + " of firewall " + fw.Name
		}
	}
	return front{"the internet reaches it by " + by + " only, as DNAT rule " + r.Name + " translates", strings.Join(list, " or ")}
}

// prefixOf returns the address that a term is, if it is one.
func prefixOf(t topology.AddressTerm) (string, bool) {
	if !t.Prefix.IsValid() || !t.Prefix.IsSingleIP() {
		return "", false
	}
	return packet.FromPrefixes(t.Prefix).String(), true
}

// balancersOf names the load balancers that a place stands behind, or its addresses.
func (j *Judge) balancersOf(place *pipeline.Place) string {
	var names []string
	for _, lb := range j.Design.LoadBalancers {
		if j.isBehind(place.Resource, lb.ID) && slices.ContainsFunc(lb.Frontends, func(f *topology.FrontendIPConfiguration) bool { return f.PublicIPAddress.IsSet() }) {
			names = append(names, "lb:"+lb.Name)
		}
	}
	if len(names) == 0 {
		return "ip:" + place.Public.String()
	}
	return strings.Join(names, " or ")
}

// translationTo returns the first DNAT rule of a firewall that leads to a place, or nil.
func (j *Judge) translationTo(fw *topology.AzureFirewall, place *pipeline.Place) *topology.FirewallRule {
	var seen []*topology.FirewallPolicy
	policy := fw.Policy.Target
	if policy == nil {
		policy = fw.Classic
	}
	for ; policy != nil && !slices.Contains(seen, policy); policy = policy.BasePolicy.Target {
		seen = append(seen, policy)
		for _, g := range policy.Groups {
			for _, col := range g.Collections {
				if i := slices.IndexFunc(col.Rules, func(r *topology.FirewallRule) bool { return leadsTo(r, place) }); i >= 0 {
					return col.Rules[i]
				}
			}
		}
	}
	return nil
}

func leadsTo(r *topology.FirewallRule, place *pipeline.Place) bool {
	a, ok := r.TranslatedAddress.Get()
	return ok && r.Kind == topology.DNATRule && place.Addresses.Contains(a)
}
