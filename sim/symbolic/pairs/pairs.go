package pairs

import (
	"context"
	"runtime"
	"sync"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// Engine answers questions about one pipeline. What it works out it keeps for
// the next one. It is safe for concurrent use.
type Engine struct {
	*engine
	approaches func() *symbolic.Approaches

	mu   sync.Mutex
	idle []*worker
}

// New returns an Engine.
func New(p *pipeline.Pipeline) *Engine {
	return &Engine{engine: newEngine(p, runtime.GOMAXPROCS(0)),
		approaches: sync.OnceValue(func() *symbolic.Approaches { return symbolic.NewApproaches(p) })}
}

// take returns a worker that nobody uses.
func (e *Engine) take() *worker {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := len(e.idle) - 1
	if n < 0 {
		return newWorker(e.engine)
	}
	w := e.idle[n]
	e.idle = e.idle[:n]
	return w
}

func (e *Engine) giveBack(w *worker) {
	e.mu.Lock()
	defer e.mu.Unlock()
	w.ctx, w.asked = nil, nil
	e.idle = append(e.idle, w)
}

// Options say what to prove, and with how much work.
type Options struct {
	// From are the sources; nil: every place that can open flows, with its addresses.
	From []pipeline.Source
	// To are the destinations as sent; nil: all.
	To *packet.AddrSet
	// Services are those asked about; nil: all.
	Services *packetset.ServiceSet
	// Budget bounds the work of a source, counted in what is painted, met and
	// left as if nothing were kept; 0 is DefaultBudget.
	Budget int
	// Cores is how many sources are followed at once; 0: as many as there are.
	Cores int
}

// DefaultBudget is the bound of Options that name none.
const DefaultBudget = 1 << 24

// Result counts what was done.
type Result struct {
	Sources, Tiles int
	// Left is how many sources left something to symbolic, Flows what that found.
	Left, Flows int
	// Work is what was painted, met and left. It depends on the number of cores
	// and on what was asked before.
	Work int
	// Sets is how many sets of services are interned.
	Sets int
}

func (r *Result) add(o *Result) {
	r.Sources += o.Sources
	r.Tiles += o.Tiles
	r.Left += o.Left
	r.Flows += o.Flows
	r.Work += o.Work
	r.Sets += o.Sets
}

// Each tells the row of every source: each of them once, from one goroutine a
// core, in order within a goroutine. It ends with the first error of tell, or of ctx.
func (e *Engine) Each(ctx context.Context, o Options, tell func(core int, r *Row) error) (*Result, error) {
	return e.rows(ctx, o, func(w *worker, core int, r *Row) error {
		if err := w.follow(r); err != nil {
			return err
		}
		return tell(core, r)
	})
}

// Each is that of a new Engine.
func Each(ctx context.Context, p *pipeline.Pipeline, o Options, tell func(core int, r *Row) error) (*Result, error) {
	return New(p).Each(ctx, o, tell)
}

// part is how many sources a core takes at a time.
const part = 32

// rows makes the rows of all sources, with all that they leave.
func (e *Engine) rows(ctx context.Context, o Options, tell func(w *worker, core int, r *Row) error) (*Result, error) {
	if o.From == nil {
		o.From = Sources(e.p)
	}
	if o.Budget == 0 {
		o.Budget = DefaultBudget
	}
	if o.Cores == 0 {
		o.Cores = runtime.GOMAXPROCS(0)
	}
	if len(o.From) > 8*part {
		e.shape(o.Cores)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a := e.newAsked(&o)
	all, next := &Result{}, make(chan [2]int)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for core := range min(o.Cores, (len(o.From)+part-1)/part) {
		wait.Go(func() {
			w := e.take()
			w.hear(ctx, a, o.Budget)
			for r := range next {
				for i := r[0]; i < r[1] && ctx.Err() == nil; i++ {
					row := w.source(i, o.From[i])
					if ctx.Err() != nil {
						break // given up half way
					}
					if err := tell(w, core, row); err != nil {
						cancel(err)
					}
				}
			}
			w.done.Sets = w.sets.len()
			mu.Lock()
			all.add(&w.done)
			mu.Unlock()
			e.giveBack(w)
		})
	}
	for i := 0; i < len(o.From) && ctx.Err() == nil; i += part {
		next <- [2]int{i, min(len(o.From), i+part)}
	}
	close(next)
	wait.Wait()
	return all, context.Cause(ctx)
}

// Sources returns every place that can open flows, with its addresses.
func Sources(p *pipeline.Pipeline) []pipeline.Source {
	var list []pipeline.Source
	for i := range p.Places[1:] {
		if place := &p.Places[i+1]; place.Origin != 0 && !place.Addresses.IsEmpty() {
			list = append(list, pipeline.Source{Place: place.ID, Addresses: place.Addresses})
		}
	}
	return list
}
