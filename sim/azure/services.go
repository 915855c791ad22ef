package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// serviceMatch is what a rule says of protocol and ports, as far as it is known.
type serviceMatch struct {
	sure, maybe []packet.Service
	gap         *pipeline.Gap
	assumption  *pipeline.Assumption // that sure rests on
}

func (m serviceMatch) all() []packet.Service {
	return append(m.sure[:len(m.sure):len(m.sure)], m.maybe...)
}

// assume adds the match's assumption to a cause.
func (m serviceMatch) assume(cause *pipeline.Cause, _ packet.Service) *pipeline.Cause {
	if m.assumption == nil {
		return cause
	}
	with := *cause
	with.Assumptions = append(with.Assumptions[:len(with.Assumptions):len(with.Assumptions)], m.assumption)
	return &with
}

// ruleService returns the protocols and ports of a security rule.
//
// NSG-4: "*" with a list of ports matches what has ports only.
// NSG-22: source ports count.
func ruleService(r *topology.SecurityRule) serviceMatch {
	src, srcGap := portField(r.SourcePorts, r, "sourcePortRange")
	dst, dstGap := portField(r.DestinationPorts, r, "destinationPortRange")
	gap := firstGap(srcGap, dstGap)
	protocols := ruleProtocols(r.Protocol.Or(topology.AnyProtocol))
	if u := r.Protocol.Unknown(); u != nil {
		gap = firstGap(gap, unknownGap(u, r.ID, "protocol", "which protocol rule "+r.Name+" names", r.Protocol.Pos))
	}
	if gap != nil {
		any := packet.NewService(protocols, packet.AllPorts(), packet.AllPorts())
		return serviceMatch{maybe: []packet.Service{any}, gap: gap}
	}
	if r.Protocol.Or(topology.AnyProtocol) == topology.ICMP && !(src.IsAll() && dst.IsAll()) {
		return icmpPorts(r, protocols)
	}
	m := serviceMatch{sure: []packet.Service{packet.NewService(protocols, src, dst)}}
	if r.Protocol.Or(topology.AnyProtocol) == topology.AnyProtocol && !(src.IsAll() && dst.IsAll()) {
		m.assumption = &pipeline.Assumption{Pos: r.Pos, Rules: rules("NSG-4"),
			Text: "rule " + r.Name + " has protocol * and a list of ports: taken as TCP and UDP only"}
	}
	return m
}

// icmpPorts is a rule on ICMP with ports.
//
// NSG-5: ICMP rules cover all types and have no ports; what a port does there is contested.
func icmpPorts(r *topology.SecurityRule, protocols packet.ProtocolSet) serviceMatch {
	return serviceMatch{
		maybe: []packet.Service{packet.NewService(protocols, packet.AllPorts(), packet.AllPorts())},
		gap: &pipeline.Gap{Resource: r.ID, Property: "destinationPortRange", Pos: r.DestinationPorts.Pos, Rules: rules("NSG-5"),
			Why: "what ports on ICMP rule " + r.Name + " do (one report says they act as the ICMP type)"},
	}
}

// portField returns the ports of a field; absent is all.
func portField(p topology.Property[[]topology.PortTerm], r *topology.SecurityRule, name string) (packet.PortSet, *pipeline.Gap) {
	if u := p.Unknown(); u != nil {
		return packet.AllPorts(), unknownGap(u, r.ID, name, "which ports rule "+r.Name+" names", p.Pos)
	}
	terms, ok := p.Get()
	if !ok {
		return packet.AllPorts(), nil
	}
	ranges := make([]packet.PortRange, len(terms))
	for i, t := range terms {
		ranges[i] = packet.PortRange{Lo: t.Low, Hi: t.High}
	}
	return packet.PortSetOf(ranges...), nil
}

// ruleProtocols returns the protocols of a rule's protocol field.
//
// NSG-3: Tcp, Udp, Icmp, Esp, Ah or any. V6-1: there is no ICMPv6 in NSG rules, so only "*" matches it.
func ruleProtocols(p topology.RuleProtocol) packet.ProtocolSet {
	switch p {
	case topology.TCP:
		return packet.Of(packet.TCP)
	case topology.UDP:
		return packet.Of(packet.UDP)
	case topology.ICMP:
		return packet.Of(packet.ICMP)
	case topology.ESP:
		return packet.Of(packet.ESP)
	case topology.AH:
		return packet.Of(packet.AH)
	}
	return packet.AllProtocols()
}
