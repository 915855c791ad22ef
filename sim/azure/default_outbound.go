package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// defaultOutboundAPI is the first API version in which subnets are private
// unless they say otherwise.
const defaultOutboundAPI = "2026-04-01"

// defaultOutbound is Azure's implicit way to the internet.
//
// RT-19: for IPv4, in subnets that do not switch it off, for hosts without any explicit
// way; never for a Flexible scale set's instance, nor for a machine with a
// Standard public IP on any interface.
func (c *compiler) defaultOutbound(s *subnet) []outbound {
	allowed, assumed, gap := c.defaultOutboundOf(s)
	if gap != nil {
		return []outbound{{sources: s.space, table: c.unknownOutbound(s, gap)}}
	}
	if !allowed {
		return nil
	}
	sources := s.space.OfFamily(packet.IPv4)
	var list []outbound
	for _, n := range s.nics {
		gap := onlyForwarded(n)
		if gap != nil || c.noDefaultOutbound(n) {
			sources = sources.Subtract(n.addrs())
		}
		if gap != nil && !c.noDefaultOutbound(n) {
			list = append(list, outbound{sources: n.addrs().OfFamily(packet.IPv4), table: c.unknownOutbound(s, gap)})
		}
	}
	table, state := c.defaultOutboundTable(s, assumed)
	return append(list, outbound{sources: sources, table: table, state: state})
}

// onlyForwarded is why it is not known whether a host keeps default outbound
// access: inbound NAT rules of a public Standard load balancer lead to it, and it
// is in no pool. Nil for any other.
//
// RT-19: one page says that inbound NAT rules alone give no outbound NAT, and does
// not list them among what switches default outbound access off.
func onlyForwarded(n *nic) *pipeline.Gap {
	for _, ip := range n.res.IPConfigurations {
		for _, r := range ip.InboundNATRules {
			if r.Target == nil || r.Target.Frontend.Target == nil || !r.Target.Frontend.Target.PublicIPAddress.IsSet() {
				continue
			}
			if lb := r.Target.Frontend.Target.LoadBalancer; lb != nil && balancerSKU(lb) != topology.Basic {
				return &pipeline.Gap{Resource: n.res.ID, Property: "loadBalancerInboundNatRules", Pos: n.res.Pos, Rules: rules("RT-19", "LB-3"),
					Why:    "whether " + n.res.Name + ", which only inbound NAT rules of load balancer " + lb.Name + " lead to, keeps default outbound access",
					Supply: "a NAT gateway, an outbound rule or defaultOutboundAccess: false on its subnet"}
			}
		}
	}
	return nil
}

// defaultOutboundOf tells whether a subnet has default outbound access, and what that rests on.
func (c *compiler) defaultOutboundOf(s *subnet) (allowed bool, assumed *pipeline.Assumption, gap *pipeline.Gap) {
	p := s.res.DefaultOutboundAccess
	if u := p.Unknown(); u != nil {
		return false, nil, unknownGap(u, s.res.ID, "defaultOutboundAccess", "whether "+s.path()+" has default outbound access", p.Pos, "RT-19")
	}
	if v, ok := p.Get(); ok {
		return v, nil, nil
	}
	assumed = &pipeline.Assumption{Pos: s.res.Pos, Rules: rules("RT-19")}
	if v, ok := c.design.Facts.Platform.DefaultOutboundAccess.Get(); ok {
		assumed.Text, assumed.Pos = "default outbound access as the facts say", c.design.Facts.Platform.DefaultOutboundAccess.Pos
		return v, assumed, nil
	}
	if s.res.APIVersion >= defaultOutboundAPI {
		assumed.Text = "subnet " + s.path() + " is private: API version " + s.res.APIVersion + " makes new subnets so"
		return false, assumed, nil
	}
	assumed.Text = "subnet " + s.path() + " does not set defaultOutboundAccess: taken as allowed"
	return true, assumed, nil
}

// noDefaultOutbound tells whether a host never has default outbound access.
func (c *compiler) noDefaultOutbound(n *nic) bool {
	if c.noOutboundBehind(n) {
		return true
	}
	switch owner := n.res.Owner.(type) {
	case *topology.ScaleSet:
		return owner.Flexible
	case *topology.VirtualMachine:
		for _, r := range owner.NICs {
			if r.Target != nil && hasStandardIP(r.Target) {
				return true
			}
		}
		return false
	}
	return hasStandardIP(n.res)
}

func hasStandardIP(res *topology.NetworkInterface) bool {
	for _, ip := range res.IPConfigurations {
		if ip.PublicIPAddress.IsSet() && skuOf(ip.PublicIPAddress) != topology.Basic {
			return true
		}
	}
	return false
}

// defaultOutboundTable translates to an address that Azure owns: one stands for
// it in each VNet. RT-19: ICMP echo is not carried.
func (c *compiler) defaultOutboundTable(s *subnet, assumed *pipeline.Assumption) (pipeline.TableID, pipeline.StateID) {
	v := s.vnet
	cause := &pipeline.Cause{Kind: pipeline.PublicAddress, Name: "default outbound access", Resource: s.res.ID, Pos: s.res.Pos, Rules: rules("RT-19"),
		Reason: s.path() + " has default outbound access", Assumptions: assumptions(assumed)}
	n := sourceNAT{name: "default outbound access of " + s.path(), node: s.node, vnet: v, to: v.outboundAs, state: v.outboundState, cause: cause,
		refused: &pipeline.Cause{Kind: pipeline.PublicAddress, Name: "default outbound access", Resource: v.res.ID, Pos: v.res.Pos, Rules: rules("RT-19"),
			Reason: "default outbound access carries TCP and UDP flows and their answers only"},
		only: packet.NewService(packet.Ported(), packet.AllPorts(), packet.AllPorts()),
		gap: &pipeline.Gap{Resource: v.res.ID, Property: "defaultOutboundAccess", Pos: v.res.Pos, Rules: rules("RT-19"),
			Why: "which port default outbound access of " + v.res.Name + " chooses"}}
	if v.outboundState == 0 {
		a := c.public.standIn(standInKeys("default outbound", v.res.ID), false)
		v.outboundAs, v.outboundState = packet.FromAddrs(a), c.b.State()
		v.outboundAssumed = &pipeline.Assumption{Pos: v.res.Pos, Rules: rules("RT-19"),
			Text: "default outbound access of " + v.res.Name + " uses an address that Azure chooses: " + a.String() + " stands for it"}
		n.to, n.state = v.outboundAs, v.outboundState
		c.sourceNATIn(n)
	}
	cause.Assumptions = append(cause.Assumptions, v.outboundAssumed)
	return c.sourceNATOut(n), v.outboundState
}
