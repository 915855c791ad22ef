package matrix

import (
	"context"
	"runtime"
	"sync"

	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
)

// Build makes the matrix of a design. Progress, if not nil, is told how many
// rows are done; it may be called from several goroutines, one at a time. Budget
// bounds the work for what one place sends; 0: that of the engine.
func Build(ctx context.Context, s *sim.Simulation, names *endpoint.Names, by By, budget int, progress func(done, total int)) (*Matrix, error) {
	b := &builder{s: s, groups: groups(s, names, by), budget: budget, progress: progress}
	b.index()
	b.makers = make([]maker, len(b.groups))
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
	makers   []maker
	rows     []row
	words    []words // of each core
	budget   int
	progress func(done, total int)
	mu       sync.Mutex
	done     int
}

// maker guards the making of one row; its sources may come from several cores.
type maker struct {
	mu   sync.Mutex
	row  *rowMaker
	left int // sources that have not come
}

// membership is a group that a place is in, and by which target.
type membership struct {
	group           int
	inside, outside pipeline.Target
}

// row is what one group may send to each to which it may send anything, in order.
type row struct {
	to          []int
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
	var from []pipeline.Source
	var of []int
	for i, g := range b.groups {
		b.makers[i].left = len(g.sources)
		for _, s := range g.sources {
			from, of = append(from, s), append(of, i)
		}
		if len(g.sources) == 0 {
			b.step()
		}
	}
	if len(from) == 0 {
		return nil
	}
	cores := runtime.GOMAXPROCS(0)
	for range cores {
		b.words = append(b.words, words{})
	}
	_, err := b.s.ReachAll(ctx, pairs.Options{From: from, Cores: cores, Budget: b.budget}, func(core int, r *pairs.Row) error {
		b.take(of[r.Index], core, r)
		return nil
	})
	return err
}

func (b *builder) step() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.progress != nil {
		b.progress(b.done, len(b.groups))
	}
}

// take adds what one source of a group sends to the group's row.
func (b *builder) take(i, core int, from *pairs.Row) {
	m := &b.makers[i]
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.row == nil {
		m.row = &rowMaker{b: b, from: b.groups[i], cells: map[int]*cell{}}
	}
	m.row.source(core, from)
	if m.left--; m.left == 0 {
		b.rows[i] = m.row.finish()
		m.row = nil
		b.step()
	}
}
