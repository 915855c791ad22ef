package symbolic

import (
	"context"

	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// Follow finds what becomes of packets that a place sends, whatever their
// destination. It returns ErrBudget, or the error of ctx when it is done; a
// budget of 0 is DefaultBudget.
func Follow(ctx context.Context, p *pipeline.Pipeline, from pipeline.Source, packets packetset.Set, budget int) (*Answer, error) {
	s := &search{ctx: ctx, p: p, budget: budget, collected: newCollector(p), from: from}
	if s.budget == 0 {
		s.budget = DefaultBudget
	}
	if !packets.IsEmpty() {
		s.start(beam{packets: packets}, from.Place)
	}
	if s.err != nil {
		return nil, s.err
	}
	return s.collected.answer(), nil
}
