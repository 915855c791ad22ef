package judge

import (
	"errors"
	"slices"

	"vnetproof/scenarios/suite"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// exchange is one question to the symbolic engine: sources of one class, those
// inside or the internet, and packets of one family.
type exchange struct {
	family packet.Family
	from   []pipeline.Source
	to     []pipeline.Target
	// asked are the services that the statement names; beside those that a
	// virtual network carries besides.
	asked, beside packetset.ServiceSet
	// unaddressed are the targets that have no address of any family to send to.
	unaddressed []pipeline.Target
	pieces      map[pipeline.PlaceID][]piece // by source place
	assumed     []*pipeline.Assumption       // by what was left out of the pieces
	// demanded are the targets of which delivery is demanded, at all their
	// addresses; sent is by which addresses each place may be reached.
	demanded    []pipeline.Target
	demandedAll packet.AddrSet
	sent        map[pipeline.PlaceID]packet.AddrSet
	sentAll     packet.AddrSet
}

// piece is what of a flow has one place where it arrives.
type piece struct {
	of      *exchange
	flow    *symbolic.Flow
	packets packetset.Set
	at      pipeline.PlaceID // the target that the packets reach; zero: none
}

// hear asks the engine all that the statement needs.
func (t *trial) hear() error {
	is := func(kind pipeline.NodeKind) func(pipeline.Source) bool {
		return func(s pipeline.Source) bool { return t.judge.kind(s.Place) == kind }
	}
	for _, p := range t.Pairs {
		from, inside, outside := p.Sources, p.Inside, p.Outside
		if t.Expect == suite.Reachable || t.Expect == suite.Some {
			from, inside, outside = t.judge.demandedSources(from), t.judge.demandedTargets(inside), t.judge.demandedTargets(outside)
		}
		outer, inner := partition(from, is(pipeline.InternetNode))
		edge, inner := partition(inner, is(pipeline.FrontDoorNode))
		for _, f := range packet.Families() {
			for _, e := range []*exchange{t.newExchange(f, inner, inside), t.newExchange(f, outer, outside), t.newExchange(f, edge, pipeline.FromEdge(inside, outside))} {
				if e == nil {
					continue
				}
				if err := t.ask(e); err != nil {
					return err
				}
				t.exchanges = append(t.exchanges, e)
			}
		}
	}
	return nil
}

func partition[T any](list []T, in func(T) bool) (yes, no []T) {
	for _, v := range list {
		if in(v) {
			yes = append(yes, v)
		} else {
			no = append(no, v)
		}
	}
	return yes, no
}

func (j *Judge) kind(p pipeline.PlaceID) pipeline.NodeKind { return j.Pipeline.Places[p].Kind }

// newExchange limits both ends to a family; nil where one has nothing of it.
func (t *trial) newExchange(f packet.Family, from []pipeline.Source, to []pipeline.Target) *exchange {
	e := &exchange{family: f, asked: packetset.FromTraffic(t.Traffic, f), pieces: map[pipeline.PlaceID][]piece{}}
	e.beside = packetset.FromTraffic(packet.AnyTraffic(), f).Subtract(e.asked)
	for _, s := range from {
		if s.Addresses = s.Addresses.OfFamily(f); !s.Addresses.IsEmpty() {
			e.from = append(e.from, s)
		}
	}
	silent := !slices.ContainsFunc(to, func(g pipeline.Target) bool {
		return !g.Addressed.IsEmpty() || g.Sent.Overlaps(t.judge.Pipeline.Places[g.Place].Addresses)
	})
	served := slices.ContainsFunc(to, func(g pipeline.Target) bool {
		return t.judge.kind(g.Place) == pipeline.PaaSNode && !g.Addressed.IsEmpty()
	})
	for _, g := range to {
		place := &t.judge.Pipeline.Places[g.Place]
		has := place.Addresses.Union(place.Public).Union(g.Addressed).OfFamily(f)
		// A target by a front end's or translated address is one of several places
		// that may receive; it lacks an address only where all of them do.
		// A private endpoint is the way of those inside to a service that others
		// reach by its public endpoint.
		mute := place.Kind != pipeline.PaaSNode && !(served && place.Kind == pipeline.PrivateEndpointNode) && g.Addressed.IsEmpty() && (silent || g.Sent.Overlaps(place.Addresses))
		g.Sent, g.Addressed = g.Sent.OfFamily(f), g.Addressed.OfFamily(f)
		switch {
		case has.IsEmpty() || g.Sent.IsEmpty():
			continue
		case mute:
			e.unaddressed = append(e.unaddressed, g)
		}
		e.to = append(e.to, g)
	}
	if len(e.from) == 0 || len(e.to) == 0 {
		return nil
	}
	t.sum(e)
	return e
}

// sum adds up what the targets of an exchange are addressed by.
func (t *trial) sum(e *exchange) {
	e.demanded = t.judge.demandedTargets(e.to)
	e.demandedAll = addressed(e.demanded)
	e.sent = map[pipeline.PlaceID]packet.AddrSet{}
	var ranges []packet.AddrRange
	for _, g := range e.to {
		e.sent[g.Place] = e.sent[g.Place].Union(g.Sent)
		ranges = append(ranges, g.Sent.Ranges()...)
	}
	e.sentAll = packet.AddrSetOf(ranges...)
}

// addressed returns the addresses that a demand on targets ranges over.
func addressed(targets []pipeline.Target) packet.AddrSet {
	var ranges []packet.AddrRange
	for _, g := range targets {
		ranges = append(ranges, g.Addressed.Ranges()...)
	}
	return packet.AddrSetOf(ranges...)
}

// ask asks for the packets that the statement is decided by.
func (t *trial) ask(e *exchange) error {
	switch t.Expect {
	case suite.Reachable:
		return t.askFor(e, e.asked, t.failures())
	case suite.Only:
		if err := t.askFor(e, e.asked, t.failures()); err != nil {
			return err
		}
		return t.askFor(e, e.beside, symbolic.Arrivals)
	case suite.Some:
		// Only where nothing arrives does it matter what stops the packets.
		if err := t.askFor(e, e.asked, symbolic.Arrivals); err != nil || t.overrun || t.anyDelivered(e) {
			return err
		}
		clear(e.pieces)
		return t.askFor(e, e.asked, symbolic.Everything)
	}
	return t.askFor(e, e.asked, symbolic.Arrivals)
}

// failures is what to ask for where delivery is demanded: symmetry is judged
// by what is delivered, too.
func (t *trial) failures() symbolic.Wanted {
	if t.Symmetric {
		return symbolic.Everything
	}
	return symbolic.Failures
}

// anyDelivered tells whether anything is delivered for certain.
func (t *trial) anyDelivered(e *exchange) bool {
	return slices.ContainsFunc(e.from, func(s pipeline.Source) bool { return !weigh(e.pieces[s.Place], delivers).sure.IsEmpty() })
}

// askFor puts a question and sorts the flows of the answer.
func (t *trial) askFor(e *exchange, services packetset.ServiceSet, wanted symbolic.Wanted) error {
	answer, err := t.judge.Reach(t.ctx, symbolic.Question{From: e.from, To: e.to, Services: services, Wanted: wanted, Budget: t.judge.Budget})
	tooMuch := errors.Is(err, symbolic.ErrBudget)
	if tooMuch {
		answer, err = &symbolic.Answer{}, nil
	}
	if err != nil {
		return err
	}
	if tooMuch || len(answer.Overrun) > 0 {
		t.rule(Inconclusive)
		t.overrun = true
	}
	e.assumed = append(e.assumed, answer.Assumptions...)
	for i := range answer.Flows {
		f := &answer.Flows[i]
		e.pieces[f.Source.Place] = append(e.pieces[f.Source.Place], t.sort(e, f)...)
	}
	return nil
}

// sort cuts a flow into what reaches a target and what does not. What a place
// sends to itself is no part of any statement, but for planned hosts, of which
// one place has many.
func (t *trial) sort(e *exchange, f *symbolic.Flow) []piece {
	packets := f.Packets
	if t.judge.kind(f.Source.Place) != pipeline.PlannedNode {
		if f.Arrived && f.Destination == f.Source.Place {
			return nil
		}
		own := t.judge.Pipeline.Places[f.Source.Place].Addresses
		packets = packets.Subtract(packetset.FromMatch(nil, &own, nil))
	}
	var pieces []piece
	if to, ok := e.sent[f.Destination]; ok && f.Arrived {
		in, out := packets.SplitMatch(nil, &to, nil)
		pieces, packets = append(pieces, piece{e, f, in, f.Destination}), out
	}
	pieces = append(pieces, piece{of: e, flow: f, packets: packets})
	return slices.DeleteFunc(pieces, func(p piece) bool { return p.packets.IsEmpty() })
}
