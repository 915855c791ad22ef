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

// checkZoneLinks refuses a VNet that sees two zones of one name.
//
// DNS-5: a zone name is linked once per VNet. One of them may register (DNS-6).
func (d *Decoder) checkZoneLinks() {
	type seen struct{ zone, network string }
	taken := map[seen]*topology.DNSZoneLink{}
	registers := map[string]*topology.DNSZoneLink{}
	for _, z := range d.design.PrivateDNSZones {
		for _, l := range z.Links {
			if l.VirtualNetwork.ID == "" {
				continue
			}
			network := l.VirtualNetwork.ID.Key()
			at := seen{topology.ID(z.Name).Key(), network}
			if first := taken[at]; first != nil {
				d.wrong(l.VirtualNetwork.Pos, "", "duplicate-zone-link", "link one zone of each name", "%s: virtual network %s is already linked to a zone %s, by %s",
					label(&l.Resource), l.VirtualNetwork.ID.Path(), z.Name, first.Name)
			}
			taken[at] = l
			if !l.RegistrationEnabled.Or(false) {
				continue
			}
			if first := registers[network]; first != nil {
				d.warn(l.RegistrationEnabled.Pos, "two-registration-zones", "a network registers in one zone", "%s: virtual network %s already registers in another zone",
					label(&l.Resource), l.VirtualNetwork.ID.Path())
			}
			registers[network] = l
		}
	}
}

// checkHubs looks at what a VNet may not have beside a virtual hub.
//
// VWAN-9: a VNet connects to one hub, and has then no gateway of its own.
func (d *Decoder) checkHubs() {
	taken := map[string]*topology.HubConnection{}
	for _, h := range d.design.VirtualHubs {
		for _, c := range h.Connections {
			if c.RemoteVNet.ID == "" {
				continue
			}
			if first := taken[c.RemoteVNet.ID.Key()]; first != nil {
				d.wrong(c.RemoteVNet.Pos, "", "two-hubs", "a network connects to one hub", "%s: virtual network %s is already connected, by %s",
					label(&c.Resource), c.RemoteVNet.ID.Path(), first.ID.Path())
			}
			taken[c.RemoteVNet.ID.Key()] = c
		}
	}
	for _, g := range d.design.VirtualNetworkGateways {
		if v := gatewayNetwork(g); v != nil && taken[v.ID.Key()] != nil {
			d.warn(g.Pos, "gateway-beside-hub", "the hub's gateways serve it", "%s: its virtual network %s is connected to a virtual hub", label(&g.Resource), v.Name)
		}
	}
}
