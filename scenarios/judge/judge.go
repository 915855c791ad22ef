package judge

import (
	"context"
	"slices"

	"vnetproof/scenarios/suite"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// Judge decides statements about one compiled design. It is safe for
// concurrent use if the functions are.
type Judge struct {
	Design   *topology.Design
	Pipeline *pipeline.Pipeline
	Names    *endpoint.Names
	// Reach asks the symbolic engine.
	Reach func(context.Context, symbolic.Question) (*symbolic.Answer, error)
	// Trace walks one packet, to show it and to check the symbolic engine.
	Trace func(pipeline.PlaceID, packet.Packet) (*walk.Trace, error)
	// Budget bounds the work for each source; 0: that of the engine.
	Budget int
}

// Case is a statement whose ends are found in the design.
type Case struct {
	*suite.Scenario
	// Pairs are the sources with what the destination means to them.
	Pairs []endpoint.Pair
	// Hops are what each selector of via means.
	Hops [][]pipeline.NodeID
}

// Decide returns the decision on a case. An error is one of the engines, or
// their disagreement: never something about the design.
func (j *Judge) Decide(ctx context.Context, c Case) (*Decision, error) {
	t := &trial{judge: j, ctx: ctx, Case: c, byKey: map[string]*fault{}, decision: &Decision{Verdict: Proved}}
	if err := t.hear(); err != nil {
		return nil, err
	}
	t.unresolved()
	if !t.hasPairs() {
		t.decision.Empty = true
		return t.decision, nil
	}
	t.count()
	for _, e := range t.exchanges {
		if err := t.decide(e); err != nil {
			return nil, err
		}
	}
	return t.close()
}

// trial is one case while it is decided.
type trial struct {
	judge *Judge
	ctx   context.Context
	Case
	exchanges []*exchange
	decision  *Decision
	faults    []*fault
	byKey     map[string]*fault
	// possible tells whether any packet may arrive at all.
	possible bool
	// overrun says that a question took more work than is allowed.
	overrun bool
	// unknown are gaps of the statement itself, before any packet.
	unknown []*pipeline.Gap
	// doubtful are the pieces that make the statement inconclusive.
	doubtful []piece
}

// hasPairs tells whether any source has a destination.
func (t *trial) hasPairs() bool {
	if slices.ContainsFunc(t.Pairs, func(p endpoint.Pair) bool { return p.Unresolved != nil }) {
		return true
	}
	for _, e := range t.exchanges {
		for _, s := range e.from {
			if slices.ContainsFunc(e.to, func(g pipeline.Target) bool { return t.judge.isPair(s.Place, g.Place) }) {
				return true
			}
		}
	}
	return false
}

// decide judges what one exchange says.
func (t *trial) decide(e *exchange) error {
	switch t.Expect {
	case suite.Isolated:
		t.isolated(e, e.asked)
	case suite.Reachable:
		t.reachable(e)
	case suite.Only:
		t.reachable(e)
		t.isolated(e, e.beside)
	case suite.Via:
		t.via(e)
	case suite.NotVia:
		t.notVia(e)
	case suite.Some:
		// judged over all exchanges together, by close
	}
	if t.Symmetric {
		t.symmetric(e)
	}
	return nil
}

// rule takes a verdict of one part into the whole.
func (t *trial) rule(v Verdict) { t.decision.Verdict = t.decision.Verdict.and(v) }
