package sim

import (
	"context"
	"fmt"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
	"vnetproof/sim/walk"
)

// ReachAll finds what many sources send, each told once, from one goroutine a
// core. One packet of each flow that symbolic had to find, and of the first
// tile of each source, is walked before the row is told. An error is a
// *Disagreement, that of tell, or that of ctx.
func (s *Simulation) ReachAll(ctx context.Context, o pairs.Options, tell func(core int, r *pairs.Row) error) (*pairs.Result, error) {
	return s.engine().Each(ctx, o, func(core int, r *pairs.Row) error {
		if err := s.replayRow(r); err != nil {
			return err
		}
		return tell(core, r)
	})
}

func (s *Simulation) replayRow(r *pairs.Row) error {
	if len(r.Tiles) > 0 {
		if err := s.replayTile(r, &r.Tiles[0]); err != nil {
			return err
		}
	}
	replay := &replay{p: s.Pipeline, traces: map[start]*walk.Trace{}}
	for i := range r.Flows {
		if err := replay.flow(&r.Flows[i]); err != nil {
			return err
		}
	}
	return nil
}

// replayTile walks the packet that stands for a tile.
func (s *Simulation) replayTile(r *pairs.Row, t *pairs.Tile) error {
	witness, ok := r.Packets(t).Pick()
	if !ok {
		return fmt.Errorf("a tile holds no packet, which is a bug in vnetproof")
	}
	trace := walk.Walk(s.Pipeline, r.Source.Place, witness)
	if len(trace.Branches) == 1 {
		if b := &trace.Branches[0]; b.Certain && b.Arrived && b.To == t.Place && b.Outcome == pipeline.Delivered {
			return nil
		}
	}
	return fmt.Errorf("the engines disagree, which is a bug in vnetproof: %s from %s arrives at %s and is answered as a set, walked it is not",
		witness, s.Pipeline.Places[r.Source.Place].Resource, s.Pipeline.Places[t.Place].Resource)
}
