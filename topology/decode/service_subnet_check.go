package decode

import (
	"slices"
	"strings"

	"vnetproof/topology"
)

// need is traffic that a service must get through the NSG of its subnet.
type need struct {
	direction topology.Direction
	far       string // service tag of the other side
	port      uint16
	why       string
}

// bastionNeeds and applicationGatewayNeeds are what these services cannot work
// without (NSG-17).
var bastionNeeds = []need{
	{topology.Inbound, "Internet", 443, "clients reach it"},
	{topology.Inbound, "GatewayManager", 443, "Azure controls it"},
	{topology.Inbound, "AzureLoadBalancer", 443, "Azure probes it"},
	{topology.Inbound, "VirtualNetwork", 8080, "its instances speak to each other"},
	{topology.Inbound, "VirtualNetwork", 5701, "its instances speak to each other"},
	{topology.Outbound, "VirtualNetwork", 22, "it reaches machines"},
	{topology.Outbound, "VirtualNetwork", 3389, "it reaches machines"},
	{topology.Outbound, "AzureCloud", 443, "it reaches Azure"},
	{topology.Outbound, "Internet", 80, "it checks certificates"},
}

var applicationGatewayNeeds = []need{
	{topology.Inbound, "GatewayManager", 65200, "Azure controls it"},
	{topology.Inbound, "AzureLoadBalancer", 65200, "Azure probes it"},
}

// checkServiceSubnets looks whether the NSGs of Bastion and application gateway
// subnets let through what these services need.
func (d *Decoder) checkServiceSubnets() {
	for _, b := range d.design.BastionHosts {
		d.checkNeeds(&b.Resource, b.Subnet.Target, bastionNeeds)
	}
	for _, g := range d.design.ApplicationGateways {
		if sku := g.SKUName.Or(""); !strings.HasSuffix(strings.ToLower(sku), "_v2") {
			continue
		}
		for _, r := range g.SubnetRefs {
			d.checkNeeds(&g.Resource, r.Target, applicationGatewayNeeds)
		}
	}
}

func (d *Decoder) checkNeeds(r *topology.Resource, s *topology.Subnet, needs []need) {
	if s == nil || s.NetworkSecurityGroup.Target == nil {
		return
	}
	g := s.NetworkSecurityGroup.Target
	if len(g.Incomplete) > 0 {
		return
	}
	rules := slices.Clone(g.SecurityRules)
	slices.SortStableFunc(rules, func(a, b *topology.SecurityRule) int { return a.Priority.Or(0) - b.Priority.Or(0) })
	for _, n := range needs {
		if !lets(rules, n) {
			d.warn(s.NetworkSecurityGroup.Pos, "service-blocked", "allow it: "+n.why, "%s: %s does not let %s %s on port %d through",
				label(r), label(&g.Resource), strings.ToLower(n.direction.String()), n.far, n.port)
		}
	}
}

// lets tells whether rules in order, and the default rules behind them, let
// a need through. Rules about single prefixes decide nothing here.
func lets(rules []*topology.SecurityRule, n need) bool {
	for _, r := range rules {
		far := r.Source
		if n.direction == topology.Outbound {
			far = r.Destination
		}
		if r.Direction.Or(0) == n.direction && isTCP(r) && hasPort(r, n.port) && covers(far.Or(nil), n.far) {
			return r.Access.Or(topology.Deny) == topology.Allow
		}
	}
	return n.direction == topology.Outbound || n.far == "VirtualNetwork" || n.far == "AzureLoadBalancer"
}

func isTCP(r *topology.SecurityRule) bool {
	p := r.Protocol.Or(topology.ProtocolUnset)
	return p == topology.TCP || p == topology.AnyProtocol
}

func hasPort(r *topology.SecurityRule, port uint16) bool {
	return slices.ContainsFunc(r.DestinationPorts.Or(nil), func(t topology.PortTerm) bool { return t.Low <= port && port <= t.High })
}

// covers tells whether terms hold all of a service tag. Internet holds the
// public tags.
func covers(terms []topology.AddressTerm, tag string) bool {
	public := tag != "VirtualNetwork" && tag != "AzureLoadBalancer"
	return slices.ContainsFunc(terms, func(t topology.AddressTerm) bool {
		return t.Any || t.Prefix.IsValid() && t.Prefix.Bits() == 0 || strings.EqualFold(t.Tag, tag) ||
			public && strings.EqualFold(t.Tag, "Internet")
	})
}
