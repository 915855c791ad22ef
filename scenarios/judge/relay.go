package judge

import (
	"slices"

	"vnetproof/scenarios/suite"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// noteRelays says of an isolated statement that holds which places receive from
// the source and open flows of their own to the destination.
func (t *trial) noteRelays() error {
	if t.Expect != suite.Isolated || t.decision.Verdict != Proved {
		return nil
	}
	for i := range t.judge.Pipeline.Places {
		place := &t.judge.Pipeline.Places[i]
		if !place.Relays || t.isEnd(place.ID) {
			continue
		}
		relays, err := t.relays(place)
		if err != nil {
			return err
		}
		if relays {
			t.decision.Notes = append(t.decision.Notes, "relayed by "+t.judge.Names.Place(place.ID))
		}
	}
	slices.Sort(t.decision.Notes)
	return nil
}

// isEnd tells whether a place is one that the statement names.
func (t *trial) isEnd(id pipeline.PlaceID) bool {
	return slices.ContainsFunc(t.Pairs, func(p endpoint.Pair) bool {
		return slices.ContainsFunc(p.Sources, func(s pipeline.Source) bool { return s.Place == id }) ||
			slices.ContainsFunc(p.Inside, func(g pipeline.Target) bool { return g.Place == id })
	})
}

// relays tells whether the sources may reach a relay, and it the targets.
func (t *trial) relays(place *pipeline.Place) (bool, error) {
	relay := []pipeline.Target{{Place: place.ID, Sent: packet.AllAddrs()}}
	for _, p := range t.Pairs {
		in, err := t.mayArrive(p.Sources, relay)
		if err != nil {
			return false, err
		}
		if !in {
			continue
		}
		out, err := t.mayArrive([]pipeline.Source{{Place: place.ID, Addresses: place.Addresses}}, p.Inside)
		if err != nil || out {
			return out, err
		}
	}
	return false, nil
}

// mayArrive tells whether any packet that a virtual network carries may arrive.
func (t *trial) mayArrive(from []pipeline.Source, to []pipeline.Target) (bool, error) {
	if len(from) == 0 || len(to) == 0 {
		return false, nil
	}
	services := packetset.FromTraffic(packet.AnyTraffic(), packet.IPv4).Union(packetset.FromTraffic(packet.AnyTraffic(), packet.IPv6))
	answer, err := t.judge.Reach(t.ctx, symbolic.Question{From: from, To: to, Services: services, Wanted: symbolic.Arrivals})
	if err != nil {
		return false, err
	}
	for i := range answer.Flows {
		f := &answer.Flows[i]
		if f.Arrived && slices.ContainsFunc(to, func(g pipeline.Target) bool {
			return g.Place == f.Destination && f.Packets.Destinations().Overlaps(g.Sent)
		}) {
			return true, nil
		}
	}
	return false, nil
}
