package sim

import (
	"context"

	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
)

// Follow finds what becomes of packets that a place sends. Nothing is walked:
// see Replay. An error is symbolic.ErrBudget or that of ctx.
func (s *Simulation) Follow(ctx context.Context, from pipeline.Source, packets packetset.Set, budget int) (*symbolic.Answer, error) {
	return symbolic.Follow(ctx, s.Pipeline, from, packets, budget)
}

// Replay walks one packet of a flow and returns the walk. An error is a
// *Disagreement, or symbolic.ErrBudget where a walk settles nothing.
func (s *Simulation) Replay(f *symbolic.Flow) (*walk.Trace, error) {
	r := &replay{p: s.Pipeline, traces: map[start]*walk.Trace{}}
	if err := r.flow(f); err != nil {
		return nil, err
	}
	witness, _ := f.Packets.Pick()
	return r.trace(f.Source.Place, witness), nil
}
