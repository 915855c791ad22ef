package endpoint

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// reachesServer tells whether a question of the host at a NIC or in a subnet
// gets through to a DNS server.
//
// DNS-4: filters and routes must let it. Who answers at the address is not
// asked here: servers need not be in the design, and what a resolver's inbound
// endpoint or a firewall's proxy holds is no host.
func (r *Resolver) reachesServer(from topology.ID, server netip.Addr) (bool, *pipeline.Gap) {
	place, known := r.hosts[from.Key()]
	if !known {
		return true, nil
	}
	src, ok := r.p.Places[place].Addresses.OfFamily(packet.FamilyOf(server)).Lowest()
	if !ok {
		return false, nil
	}
	question := packet.Packet{Src: src, Dst: server, Protocol: packet.UDP, SrcPort: 49152, DstPort: 53}
	tr := walk.Walk(r.p, place, question)
	switch {
	case tr.Verdict == pipeline.InconclusiveOutcome && len(tr.Gaps) > 0:
		return false, tr.Gaps[0]
	case tr.Verdict == pipeline.Denied:
		return false, nil
	case tr.Verdict == pipeline.Dropped && tr.DecidedBy != nil:
		return !stopsQuestions[tr.DecidedBy.Kind], nil
	}
	return true, nil
}

// stopsQuestions are the kinds of causes that drop a packet on its way, not at its end.
var stopsQuestions = map[pipeline.CauseKind]bool{
	pipeline.RouteCause: true, pipeline.PeeringCause: true, pipeline.GatewayCause: true, pipeline.Asymmetry: true,
}
