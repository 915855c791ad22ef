package judge

import (
	"slices"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// some: at least one packet is delivered. It is judged over all exchanges.
func (t *trial) some() {
	var pieces []piece
	possible := false
	for _, e := range t.exchanges {
		for _, s := range e.from {
			w := weigh(e.pieces[s.Place], delivers)
			if !w.sure.IsEmpty() {
				t.decision.Verdict, t.unknown = Proved, nil
				return
			}
			possible = possible || !w.possible.IsEmpty()
			pieces = append(pieces, e.pieces[s.Place]...)
		}
	}
	if possible || t.overrun || len(t.unknown) > 0 {
		t.rule(Inconclusive)
		t.doubt(pieces, delivers)
		return
	}
	t.rule(Refuted)
	if near := t.nearest(pieces); len(near) > 0 {
		t.accuseMissing(near)
		return
	}
	for _, e := range t.exchanges {
		for _, s := range e.from {
			t.unaddressed(e, s)
		}
	}
	for _, p := range t.Pairs {
		if p.Unresolved != nil {
			t.accuseName(p)
		}
	}
	if len(t.faults) == 0 {
		t.accuseMissing(pieces)
	}
}

// nearest returns what of pieces came near a target: was addressed to it,
// arrived there unanswered, or was stopped at its own filters, as what a load
// balancer or firewall translated may be.
func (t *trial) nearest(pieces []piece) []piece {
	var near []piece
	for _, p := range pieces {
		if p.at == 0 && !t.comesTo(p) {
			p.packets = p.packets.Intersect(t.demandedOf(p.of, p.flow.Source))
		}
		if !p.packets.IsEmpty() {
			near = append(near, p)
		}
	}
	return near
}

// comesTo tells whether a packet is judged at a target's own node, or at a load
// balancer that a target stands behind.
func (t *trial) comesTo(p piece) bool {
	nodes := map[pipeline.NodeID]bool{}
	for _, s := range p.flow.Forward {
		nodes[t.judge.Pipeline.Tables[s.Table].Node] = true
	}
	return slices.ContainsFunc(p.of.to, func(g pipeline.Target) bool {
		place := &t.judge.Pipeline.Places[g.Place]
		if nodes[place.Node] {
			return true
		}
		for n := range nodes {
			if t.judge.isBehind(place.Resource, t.judge.Pipeline.Nodes[n].Resource) {
				return true
			}
		}
		return false
	})
}

// isBehind tells whether a NIC is in a pool of a load balancer.
func (j *Judge) isBehind(nic, balancer topology.ID) bool {
	lb, ok := j.Design.ByID(balancer).(*topology.LoadBalancer)
	return ok && slices.ContainsFunc(lb.Pools, func(pool *topology.BackendPool) bool {
		return slices.ContainsFunc(pool.Members, func(ip *topology.IPConfiguration) bool { return ip.NIC != nil && ip.NIC.ID.Equal(nic) })
	})
}

func (t *trial) accuseMissing(pieces []piece) {
	for _, p := range pieces {
		t.accuse(p, accusation{t.missingKind(p), t.stopped(p)})
	}
}
