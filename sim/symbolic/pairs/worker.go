package pairs

import (
	"context"

	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// worker follows sources, one after the other, with tables of its own, which it
// keeps from one question to the next. What it answers does not depend on them.
type worker struct {
	ctx    context.Context
	e      *engine
	budget int
	asked  *asked
	done   Result

	sets     *services
	first    int     // number of the first of sets
	service  []setID // of each of the pipeline's services
	shown    []*packetset.ServiceSet
	profiles [][]*profile
	last     []decided // of each table
	wide     []wideRow
	nextWide int
	trails   trails
	ways     waysBack
	backs    map[pipeline.TableID]*back
	doors    []*door
	known    memo
	choices  choices
	doubts   doubts
	undone   map[undoneKey]*undone

	// of the question
	whole []run

	// of the source being followed
	home           pipeline.StateID
	stack          []pipeline.TableID
	depth          int // how many tables were passed
	frames         []*frame
	tiles          []Tile
	rest           []box
	failed         []box  // what may fail, of what is uncertain
	maybes         []Tile // what may arrive
	spent, charged int    // work for the budget, and what of it is for profiles
	noted          noted
	nat            *translation // of the packets being followed; nil: none

	// work is what was in fact painted and spliced.
	work int

	// memory of profiles that are kept
	starts arena[uint32]
	cells  arena[cell]
	cuts   arena[cut]

	// buffers of paint
	sweeper                      sweeper
	painted                      profile
	rowCells                     []cell
	entries, list                []int32
	open, spare, metBuf, joinBuf []uint32
	taken                        []share
	unsure                       []unsure
}

func newWorker(e *engine) *worker {
	w := &worker{e: e, undone: map[undoneKey]*undone{}, ways: newWaysBack(), trails: newTrails(), choices: newChoices(), doubts: newDoubts(), backs: map[pipeline.TableID]*back{}, doors: make([]*door, len(e.p.Places)), noted: noted{of: &e.remarks}}
	w.forget()
	return w
}

// mostSpans is how many ends of intervals a worker keeps before it forgets.
const mostSpans = 1 << 23

// forget drops the sets of services and all that is told by them.
func (w *worker) forget() {
	if w.sets != nil {
		w.first += w.sets.len()
	}
	w.sets, w.service = w.e.newSets()
	w.shown, w.profiles, w.wide, w.nextWide = nil, make([][]*profile, len(w.e.p.Bodies)), nil, 0
	w.last = make([]decided, len(w.e.p.Tables))
	if w.asked != nil {
		w.whole = w.asked.front(w)
	}
}

// hear takes a question.
func (w *worker) hear(ctx context.Context, a *asked, budget int) {
	w.ctx, w.asked, w.budget, w.done = ctx, a, budget, Result{}
	w.whole = a.front(w)
}

// stop tells whether the source is given up.
func (w *worker) stop() bool { return w.spent > w.budget || w.spent&255 == 0 && w.ctx.Err() != nil }

// source follows one source. The row is valid until the next one.
func (w *worker) source(i int, from pipeline.Source) *Row {
	if w.sets.size > mostSpans {
		w.forget()
	}
	w.home, w.spent, w.charged, w.work = w.e.homes[from.Place], 0, 0, 0
	w.stack, w.depth, w.tiles, w.rest = w.stack[:0], 0, w.tiles[:0], w.rest[:0]
	w.failed, w.maybes = w.failed[:0], w.maybes[:0]
	w.noted.start()
	origin := w.e.p.Places[from.Place].Origin
	if list := spansOf(from.Addresses); len(list) > 0 && origin != 0 {
		if w.asked.inexact {
			w.leave(list, w.whole)
		} else if len(w.whole) > 0 {
			w.noted.note(w.e.p.Places[from.Place].Assumptions)
			w.visit(origin, list, w.whole, trail{})
		}
	}
	maybes := w.weigh()
	w.done.Sources++
	w.done.Tiles += len(w.tiles)
	w.done.Work += w.work + w.spent - w.charged
	return &Row{Source: from, Index: i, Tiles: w.tiles, Maybes: maybes, Overrun: w.spent > w.budget, Assumptions: w.noted.list, w: w}
}

// deliver makes tiles of what arrived and is answered.
func (w *worker) deliver(id pipeline.PlaceID, sources []span, front []run) {
	w.noted.note(w.e.p.Places[id].Assumptions)
	for _, r := range front {
		w.spent++
		if t := (Tile{id, w.sent(sources), r}); r.doubt == 0 {
			w.tiles = append(w.tiles, t)
		} else {
			w.maybes = append(w.maybes, t)
		}
	}
}
