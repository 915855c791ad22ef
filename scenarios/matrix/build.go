package matrix

import (
	"context"
	"runtime"
	"sync"

	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// Build makes the matrix of a design. Progress, if not nil, is told how many
// rows are done; it may be called from several goroutines, one at a time.
func Build(ctx context.Context, s *sim.Simulation, names *endpoint.Names, by By, progress func(done, total int)) (*Matrix, error) {
	b := &builder{s: s, groups: groups(s, names, by), progress: progress}
	b.index()
	b.rows = make([]row, len(b.groups))
	if err := b.all(ctx); err != nil {
		return nil, err
	}
	return b.matrix(by), nil
}

// builder is a matrix while it is made.
type builder struct {
	s        *sim.Simulation
	groups   []*group
	at       map[pipeline.PlaceID][]membership
	rows     []row
	progress func(done, total int)
	mu       sync.Mutex
	done     int
}

// membership is a group that a place is in, and by which target.
type membership struct {
	group           int
	inside, outside pipeline.Target
}

// row is what one group may send to each.
type row struct {
	sets        []Set
	gaps        []*pipeline.Gap
	assumptions []*pipeline.Assumption
}

func (b *builder) index() {
	b.at = map[pipeline.PlaceID][]membership{}
	for i, g := range b.groups {
		for k, t := range g.inside {
			b.at[t.Place] = append(b.at[t.Place], membership{i, t, g.outside[k]})
		}
	}
}

// all makes the rows on all cores.
func (b *builder) all(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range queue {
				if err := b.row(ctx, i); err != nil {
					cancel(err)
				}
				b.step()
			}
		})
	}
	for i := range b.groups {
		if ctx.Err() != nil {
			break
		}
		queue <- i
	}
	close(queue)
	wait.Wait()
	return context.Cause(ctx)
}

func (b *builder) step() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.progress != nil {
		b.progress(b.done, len(b.groups))
	}
}

// row asks what one group may send to all.
func (b *builder) row(ctx context.Context, i int) error {
	r := &rowMaker{b: b, from: b.groups[i], cells: make([]cell, len(b.groups))}
	outside := r.from.rank == 2
	for _, f := range packet.Families() {
		if err := r.ask(ctx, f, outside); err != nil {
			return err
		}
	}
	r.settle()
	for j := range r.cells {
		b.rows[i].sets = append(b.rows[i].sets, r.set(j, outside))
	}
	b.rows[i].gaps, b.rows[i].assumptions = r.gaps, r.assumptions
	return nil
}
