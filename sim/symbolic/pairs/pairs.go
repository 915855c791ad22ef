package pairs

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// Options say what to prove, and with how much work.
type Options struct {
	// From are the sources; nil: every place that can open flows, with its addresses.
	From []pipeline.Source
	// Budget bounds the work of a source, counted in what is painted, met and
	// left; 0 is DefaultBudget.
	Budget int
	// Cores is how many sources are followed at once; 0: as many as there are.
	Cores int
}

// DefaultBudget is the bound of Options that name none.
const DefaultBudget = 1 << 26

// Row is what one source sends. It is valid while it is being told.
type Row struct {
	Source pipeline.Source
	Index  int // in Options.From
	// Tiles arrive for certain, and are answered where the place answers. They
	// share no packet with one another or with Flows.
	Tiles []Tile
	// Flows are the ends of what was left to symbolic.
	Flows []symbolic.Flow
	// Overrun says that the work exceeded the budget: Tiles and Flows lack packets.
	Overrun bool

	w *worker
}

// Tile is packets from each source to each destination, at a place.
type Tile struct {
	Place   pipeline.PlaceID
	sources []span
	run
}

// Services returns the services of a tile.
func (r *Row) Services(t *Tile) packetset.ServiceSet { return r.w.services(t.set) }

// Packets returns the packets of a tile.
func (r *Row) Packets(t *Tile) packetset.Set {
	return packetset.Of(t.Sources(), packet.AddrSetOf(t.Destinations()), r.Services(t))
}

// Number is equal for tiles with equal services, in rows that one core tells.
func (t *Tile) Number() int { return int(t.set) }

// Sources returns the sources of a tile.
func (t *Tile) Sources() packet.AddrSet { return addrSet(t.sources) }

// Destinations returns the destinations of a tile.
func (t *Tile) Destinations() packet.AddrRange { return addrRange(span{t.lo, t.hi}) }

// Result counts what was done.
type Result struct {
	Sources, Tiles int
	// Left is how many sources left something to symbolic, Flows what that found.
	Left, Flows int
	// Work is what was painted, met and left. It depends on the number of cores,
	// for each has tables of its own.
	Work int
	// Sets is how many sets of services were interned.
	Sets int
	// Seen tells of each table whether packets may have come to it.
	Seen []bool
}

// Each tells the row of every source: each of them once, from one goroutine a
// core, in order within a goroutine. It ends with the first error of tell, or of ctx.
func Each(ctx context.Context, p *pipeline.Pipeline, o Options, tell func(core int, r *Row) error) (*Result, error) {
	if o.From == nil {
		o.From = Sources(p)
	}
	if o.Budget == 0 {
		o.Budget = DefaultBudget
	}
	if o.Cores == 0 {
		o.Cores = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	e := newEngine(p, o.Cores)
	queue := make(chan [2]int)
	results := make([]Result, o.Cores)
	var wait sync.WaitGroup
	for core := range o.Cores {
		wait.Go(func() {
			w := newWorker(ctx, e, o.Budget)
			for part := range queue {
				for i := part[0]; i < part[1] && ctx.Err() == nil; i++ {
					if err := w.source(i, o.From[i], core, tell); err != nil {
						cancel(err)
					}
				}
			}
			results[core] = w.done
			results[core].Sets = len(w.sets.spans)
		})
	}
	const part = 32
	for i := 0; i < len(o.From) && ctx.Err() == nil; i += part {
		queue <- [2]int{i, min(len(o.From), i+part)}
	}
	close(queue)
	wait.Wait()
	return sum(results, len(p.Tables)), context.Cause(ctx)
}

func sum(list []Result, tables int) *Result {
	all := &Result{Seen: make([]bool, tables)}
	for _, r := range list {
		all.Sources += r.Sources
		all.Tiles += r.Tiles
		all.Left += r.Left
		all.Flows += r.Flows
		all.Work += r.Work
		all.Sets += r.Sets
		for i, seen := range r.Seen {
			all.Seen[i] = all.Seen[i] || seen
		}
	}
	return all
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

// worker follows sources, one after the other, with tables of its own.
type worker struct {
	ctx    context.Context
	e      *engine
	budget int
	done   Result

	sets     *services
	service  []setID // of each of the pipeline's services
	shown    []*packetset.ServiceSet
	profiles [][]*profile
	wide     []wideRow
	nextWide int
	trails   trails
	ways     waysBack
	backs    map[pipeline.TableID]*back
	doors    []*door
	known    memo

	// of the source being followed
	home   pipeline.StateID
	stack  []pipeline.TableID
	frames []*frame
	tiles  []Tile
	rest   []box
	work   int

	// buffers of paint
	entries             []int32
	open, spare, metBuf []uint32
	taken               []share
}

func newWorker(ctx context.Context, e *engine, budget int) *worker {
	w := &worker{ctx: ctx, e: e, budget: budget, profiles: make([][]*profile, len(e.p.Bodies)), trails: newTrails(), ways: newWaysBack(),
		backs: map[pipeline.TableID]*back{}, doors: make([]*door, len(e.p.Places))}
	w.sets, w.service = e.newSets()
	w.done.Seen = make([]bool, len(e.p.Tables))
	return w
}

// stop tells whether the source is given up.
func (w *worker) stop() bool { return w.work > w.budget || w.ctx.Err() != nil }

// source follows one source and tells its row.
func (w *worker) source(i int, from pipeline.Source, core int, tell func(core int, r *Row) error) error {
	w.home, w.work = w.e.homes[from.Place], 0
	w.stack, w.tiles, w.rest = w.stack[:0], w.tiles[:0], w.rest[:0]
	origin := w.e.p.Places[from.Place].Origin
	if list := spansOf(from.Addresses); len(list) > 0 && origin != 0 {
		w.visit(origin, list, []run{{0, ^uint32(0), everything}}, trail{})
	}
	row := &Row{Source: from, Index: i, Tiles: w.tiles, w: w}
	if err := w.follow(row); err != nil {
		return err
	}
	w.done.Sources++
	w.done.Tiles += len(row.Tiles)
	w.done.Work += w.work
	return tell(core, row)
}

// follow lets symbolic follow what is left.
func (w *worker) follow(r *Row) error {
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx)
	}
	if r.Overrun = w.work > w.budget; r.Overrun {
		return nil
	}
	left := w.left().Union(others(r.Source.Addresses))
	if left.IsEmpty() {
		return nil
	}
	w.done.Left++
	answer, err := symbolic.Follow(w.ctx, w.e.p, r.Source, left, 0)
	if errors.Is(err, symbolic.ErrBudget) {
		r.Overrun = true
		return nil
	}
	if err != nil {
		return err
	}
	w.done.Flows += len(answer.Flows)
	r.Flows = answer.Flows
	return nil
}

// deliver makes tiles of what arrived and is answered.
func (w *worker) deliver(id pipeline.PlaceID, sources []span, front []run) {
	for _, r := range front {
		w.work++
		w.tiles = append(w.tiles, Tile{id, sources, r})
	}
}
