package diagram

import (
	"vnetproof/topology"
)

// peerings draws one line for each pair of VNets that are peered, in words
// where it is more or less than plain access in both directions.
func (s *scene) peerings() {
	done := map[*topology.Peering]bool{}
	for _, v := range s.design.VirtualNetworks {
		for _, p := range v.Peerings {
			if done[p] {
				continue
			}
			done[p], done[p.Other] = true, true
			if p.Other != nil && len(p.Remote.Target.Peerings) > len(v.Peerings) {
				p = p.Other // hubs stand above their spokes
			}
			s.peering(p)
		}
	}
}

func (s *scene) peering(p *topology.Peering) {
	remote := p.Remote.Target
	from, ok := s.middle[p.Local]
	if !ok {
		return
	}
	if remote == nil {
		away := s.plain(s.graph, "box", paperColor, s.faded(p.ID), "VNet "+p.Remote.ID.Name(), "not in the input")
		s.line(anchor{node: from.bottom}, anchor{node: away}, s.faded(p.ID), "peering").Attr("style", "dashed")
		return
	}
	to, ok := s.middle[remote]
	if !ok || remote == p.Local {
		return
	}
	faded := s.faded(p.ID) && s.faded(peerID(p))
	e := s.line(anchor{node: from.bottom}, anchor{node: to.top}, faded, peeringLines(p)...).Attr("penwidth", "2")
	if c := s.clusters[p.Local]; c != nil {
		e.Attr("ltail", c.GetID())
	}
	if c := s.clusters[remote]; c != nil {
		e.Attr("lhead", c.GetID())
	}
	if p.Other == nil || !open(p) || !open(p.Other) {
		e.Attr("style", "dashed")
		if !faded {
			e.Attr("color", brokenColor).Attr("fontcolor", brokenColor)
		}
	}
}

func peerID(p *topology.Peering) topology.ID {
	if p.Other == nil {
		return ""
	}
	return p.Other.ID
}

func open(p *topology.Peering) bool { return p.AllowVirtualNetworkAccess.Or(true) }

// peeringLines says what each side allows beyond plain access, or denies.
func peeringLines(p *topology.Peering) []string {
	lines := []string{"peering"}
	if p.Other == nil {
		lines = append(lines, p.Remote.Target.Name+" has no half of it")
	}
	for _, half := range []*topology.Peering{p, p.Other} {
		if half != nil {
			lines = append(lines, halfLines(half)...)
		}
	}
	return lines
}

func halfLines(p *topology.Peering) []string {
	var lines []string
	if !open(p) {
		lines = append(lines, p.Local.Name+" denies access")
	}
	if p.AllowForwardedTraffic.Or(false) {
		lines = append(lines, p.Local.Name+" takes forwarded traffic")
	}
	if p.UseRemoteGateways.Or(false) {
		lines = append(lines, p.Local.Name+" uses the remote gateway")
	}
	return lines
}
