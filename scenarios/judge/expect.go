package judge

import (
	"slices"

	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/suite"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// isolated: no packet with one of the services arrives.
func (t *trial) isolated(e *exchange, services packetset.ServiceSet) {
	limit := packetset.Of(packet.AllOf(e.family), packet.AllOf(e.family), services)
	for _, s := range e.from {
		t.condemn(within(e.pieces[s.Place], limit), arrives, func(p piece) accusation {
			return accusation{finding.Leak, t.judge.Pipeline.LetThrough(p.flow.Forward)}
		})
	}
}

// via: whatever arrives passes the hops in order.
func (t *trial) via(e *exchange) {
	bypasses := func(p piece) side {
		if arrives(p) == no || t.passed(p.flow.Forward, p.flow) == len(t.Hops) {
			return no
		}
		return arrives(p)
	}
	for _, s := range e.from {
		t.noteArrivals(e.pieces[s.Place])
		t.condemn(e.pieces[s.Place], bypasses, func(p piece) accusation {
			return accusation{finding.Bypass, t.ledPast(p.flow)}
		})
	}
}

// notVia: whatever arrives passes none of the hops.
func (t *trial) notVia(e *exchange) {
	detours := func(p piece) side {
		if arrives(p) == no || t.trespass(p.flow.Forward, p.flow) < 0 {
			if arrives(p) == either {
				return either // it may yet pass them
			}
			return no
		}
		return arrives(p)
	}
	for _, s := range e.from {
		t.noteArrivals(e.pieces[s.Place])
		t.condemn(e.pieces[s.Place], detours, func(p piece) accusation {
			return accusation{finding.Detour, t.ledInto(p.flow)}
		})
	}
}

func (t *trial) noteArrivals(pieces []piece) {
	t.possible = t.possible || slices.ContainsFunc(pieces, func(p piece) bool { return arrives(p) != no })
}

// reachable: every packet of the traffic from what is there to each address of
// what is there is delivered.
func (t *trial) reachable(e *exchange) {
	for _, s := range t.judge.demandedSources(e.from) {
		demanded := t.demandedOf(e, s)
		t.unaddressed(e, s)
		t.condemn(within(e.pieces[s.Place], demanded), fails, func(p piece) accusation {
			return accusation{t.missingKind(p), t.stopped(p)}
		})
	}
}

// missingKind tells a broken answer apart where symmetry is demanded.
func (t *trial) missingKind(p piece) finding.Kind {
	if t.Symmetric && p.flow.Cause != nil && p.flow.Cause.Kind == pipeline.Asymmetry {
		return finding.Asymmetry
	}
	return finding.Missing
}

// stopped returns what kept a piece from being delivered: a packet that arrives
// elsewhere was stopped by nothing, but it is not there.
func (t *trial) stopped(p piece) *pipeline.Cause {
	if p.flow.Cause != nil || !p.flow.Arrived {
		return p.flow.Cause
	}
	place := &t.judge.Pipeline.Places[p.flow.Destination]
	c := &pipeline.Cause{Kind: pipeline.NoHost, Name: t.judge.Names.Place(place.ID), Resource: place.Resource,
		Pos: t.judge.Design.Where(place.Resource), Reason: "it arrives at " + t.judge.Names.Place(place.ID) + " instead"}
	if place.Kind == pipeline.PlannedNode {
		c.Reason = "nothing in " + t.judge.Names.Subnet(place.Subnet) + " holds the address"
	}
	return c
}

// demandedOf returns the packets that must be delivered from a source: to the
// addresses of all targets but itself.
func (t *trial) demandedOf(e *exchange, s pipeline.Source) packetset.Set {
	to := e.demandedAll
	isItself := func(g pipeline.Target) bool { return !t.judge.isPair(s.Place, g.Place) }
	if slices.ContainsFunc(e.demanded, isItself) {
		to = addressed(slices.DeleteFunc(slices.Clone(e.demanded), isItself))
	}
	return packetset.Of(s.Addresses, to, e.asked)
}

// isPair tells whether packets from one place to another are asked about.
func (j *Judge) isPair(from, to pipeline.PlaceID) bool {
	return from != to || j.kind(from) == pipeline.PlannedNode
}

// unaddressed reports targets that have no address to which a source could
// send: a host without public address of its own, asked from the internet.
func (t *trial) unaddressed(e *exchange, s pipeline.Source) {
	for _, g := range t.judge.demandedTargets(e.unaddressed) {
		if !t.judge.isPair(s.Place, g.Place) {
			continue
		}
		t.rule(Refuted)
		place := &t.judge.Pipeline.Places[g.Place]
		name := t.judge.Names.Place(g.Place)
		reason := name + " has no public address to which the internet could send"
		if f := t.judge.frontOf(place); f.clause != "" {
			reason = name + " has no public address of its own: " + f.clause
		}
		t.accuseEnds(s, g, packetset.Of(s.Addresses, place.Addresses, e.asked), accusation{finding.Missing, &pipeline.Cause{
			Kind: pipeline.PublicAddress, Name: name, Resource: place.Resource, Pos: t.judge.Design.Where(place.Resource),
			Reason: reason,
		}})
	}
}

// symmetric: of what is delivered the answer comes back through the same
// stateful hops, and by via's hops where via is asked.
func (t *trial) symmetric(e *exchange) {
	for _, s := range e.from {
		t.condemn(e.pieces[s.Place], t.isAsymmetric, func(p piece) accusation {
			return accusation{finding.Asymmetry, t.ledBack(p.flow)}
		})
	}
}

// isAsymmetric tells whether an answer comes back by other stateful hops. What
// a stateful hop broke for that reason counts; where delivery is demanded it is
// reported as missing already.
func (t *trial) isAsymmetric(p piece) side {
	demanded := t.Expect == suite.Reachable || t.Expect == suite.Only
	switch {
	case p.at == 0 || !t.judge.Pipeline.Places[p.at].Answers:
		return no
	case p.flow.Outcome == pipeline.InconclusiveOutcome:
		return either
	case p.flow.Outcome != pipeline.Delivered:
		if c := p.flow.Cause; !demanded && c != nil && c.Kind == pipeline.Asymmetry {
			return yes
		}
		return no
	case !slices.Equal(t.judge.stateful(p.flow.Forward), t.judge.stateful(p.flow.Return)), t.returnsElsewhere(p.flow):
		return yes
	}
	return no
}
