package decode

import (
	"fmt"

	"vnetproof/topology"
)

// checkFirewalls looks at where firewalls stand and at the order of their rules.
func (d *Decoder) checkFirewalls() {
	for _, f := range d.design.AzureFirewalls {
		for _, c := range f.IPConfigurations {
			if c.Subnet.IsSet() {
				d.checkPlace(&c.Resource, c.Subnet, "AzureFirewallSubnet")
			}
		}
		d.checkFirewallRoutes(f)
		if f.ManagementIP != nil {
			d.checkPlace(&f.ManagementIP.Resource, f.ManagementIP.Subnet, "AzureFirewallManagementSubnet")
		}
	}
	for _, p := range d.design.FirewallPolicies {
		d.checkPolicy(p)
	}
	for _, g := range d.design.IPGroups {
		d.checkIPGroup(g)
	}
}

// checkFirewallRoutes looks at the default route of a firewall's subnet.
//
// RT-17: it must lead to the internet, unless a management subnet takes the
// firewall's own traffic (forced tunneling).
func (d *Decoder) checkFirewallRoutes(f *topology.AzureFirewall) {
	if f.ManagementIP != nil || len(f.IPConfigurations) == 0 {
		return
	}
	s := f.IPConfigurations[0].Subnet.Target
	if s == nil || s.RouteTable.Target == nil {
		return
	}
	for _, r := range s.RouteTable.Target.Routes {
		p, known := r.AddressPrefix.Get()
		hop, told := r.NextHopType.Get()
		if known && told && p.Bits() == 0 && hop != topology.NextHopInternet {
			d.warn(r.AddressPrefix.Pos, "firewall-default-route", "lead it to the internet, or give the firewall a management subnet",
				"%s takes firewall %s off the internet, which it needs to be healthy", label(&r.Resource), f.Name)
		}
	}
}

// maxGroupPrefixes is how many prefixes an IP group takes.
const maxGroupPrefixes = 5000

// checkIPGroup looks at the size of an IP group.
//
// FW-13: 5,000 prefixes a group.
func (d *Decoder) checkIPGroup(g *topology.IPGroup) {
	if n := len(g.Addresses.Or(nil)); n > maxGroupPrefixes {
		d.warn(g.Addresses.Pos, "too-many-prefixes", "", "%s has %d prefixes; Azure takes %d", label(&g.Resource), n, maxGroupPrefixes)
	}
}

// checkPolicy refuses groups of a policy, and collections of a group, whose
// order is not told by their priorities.
func (d *Decoder) checkPolicy(p *topology.FirewallPolicy) {
	groups := map[int]string{}
	for _, g := range p.Groups {
		d.checkPriority(groups, label(&g.Resource), g.Name, g.Priority)
		collections := map[int]string{}
		for i, c := range g.Collections {
			if i > 0 && g.Collections[i-1].Pos == c.Pos {
				continue // one collection of two kinds
			}
			d.checkPriority(collections, fmt.Sprintf("%s: collection %s", label(&g.Resource), c.Name), c.Name, c.Priority)
		}
	}
	if base := p.BasePolicy.Target; base == p {
		d.wrong(p.BasePolicy.Pos, "", "self-reference", "name another policy", "%s is its own base policy", label(&p.Resource))
	}
}

func (d *Decoder) checkPriority(taken map[int]string, what, name string, priority topology.Property[int]) {
	v, ok := priority.Get()
	if !ok {
		return
	}
	if first, twice := taken[v]; twice {
		d.wrong(priority.Pos, fmt.Sprint(v), "duplicate-priority", "give each a priority of its own", "%s: priority %d is taken by %s", what, v, first)
		return
	}
	taken[v] = name
}
