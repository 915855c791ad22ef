package pairs

import (
	"slices"

	"vnetproof/sim/pipeline"
)

// cut is the services that take an exit.
type cut struct {
	exit  int32
	entry int32    // which entry lets them, if it rests on assumptions; else -1
	doubt choiceID // by which entries they only may; 0: they do
	set   setID
}

// leave is the exit of answers that an uncertain entry may take.
const leave int32 = -1

// profile is what a body does with packets of one row of sources: for each
// class of destinations the services that take each exit.
type profile struct {
	starts []uint32
	cells  []cell
	cuts   []cut
	// ends are the exits that end, one bit each. What takes them is left out,
	// unless it rests on assumptions.
	ends uint64
	// cost is what making it took; over says that it was given up.
	cost int
	over bool
}

// cell is which cuts are those of a class.
type cell struct{ from, past int32 }

func (p *profile) cut(class int) []cut { return p.cuts[p.cells[class].from:p.cells[class].past] }

// profileOf returns the profile of a row at a table; rows of wide bodies are
// not kept, but for the last ones.
func (w *worker) profileOf(t *pipeline.Table, f *form, row int32) *profile {
	ends := endsOf(t)
	if f.wide {
		return w.wideProfile(f, row, ends)
	}
	kept := w.profiles[f.body.ID]
	if kept == nil {
		kept = make([]*profile, f.src.rows())
		w.profiles[f.body.ID] = kept
	}
	if kept[row] == nil || kept[row].ends != ends {
		p := w.paint(f, row, ends)
		kept[row] = &profile{w.starts.keep(p.starts), w.cells.keep(p.cells), w.cuts.keep(p.cuts), ends, p.cost, p.over}
	}
	return kept[row]
}

// wideRow is a row of a wide body that was made for a source.
type wideRow struct {
	form *form
	row  int32
	made profile
}

const wideKept = 64

// wideProfile returns the profile of a row of a wide body. It is valid until
// the next ones are asked for.
func (w *worker) wideProfile(f *form, row int32, ends uint64) *profile {
	for i := range w.wide {
		if w.wide[i].form == f && w.wide[i].row == row && w.wide[i].made.ends == ends {
			return &w.wide[i].made
		}
	}
	p := w.paint(f, row, ends)
	if len(w.wide) < wideKept {
		w.wide = append(w.wide, wideRow{})
		w.nextWide = len(w.wide) - 1
	} else {
		w.nextWide = (w.nextWide + 1) % wideKept
	}
	to := &w.wide[w.nextWide]
	m := &to.made
	*to = wideRow{f, row, profile{append(m.starts[:0], p.starts...), append(m.cells[:0], p.cells...), append(m.cuts[:0], p.cuts...), ends, p.cost, p.over}}
	return m
}

// paint makes a profile: the entries of the row, in order, over the classes of
// destinations that they tell apart. It is valid until the next one is made.
func (w *worker) paint(f *form, row int32, ends uint64) *profile {
	w.entries = f.src.entries(w.entries[:0], row)
	entries := w.entries
	d := w.sweeper.sweep(len(entries), func(i int) int32 { return int32(f.body.Entries[entries[i]].Dst) }, w.e.spans)
	p := &w.painted
	*p = profile{p.starts[:0], p.cells[:0], p.cuts[:0], ends, len(d.starts) + len(entries), false}
	w.rowCells = w.rowCells[:0]
	for r := range d.rows() {
		w.list = d.entries(w.list[:0], int32(r))
		from := int32(len(p.cuts))
		w.settle(f, entries, w.list, p)
		if p.over {
			return p
		}
		w.rowCells = append(w.rowCells, cell{from, int32(len(p.cuts))})
	}
	w.work += p.cost
	for c, start := range d.starts {
		at := w.rowCells[d.row[c]]
		if n := len(p.cells) - 1; n < 0 || !slices.Equal(p.cut(n), p.cuts[at.from:at.past]) {
			p.starts, p.cells = append(p.starts, start), append(p.cells, at)
		}
	}
	return p
}

// settle lets entries share the services out, the first match first.
func (w *worker) settle(f *form, entries, list []int32, p *profile) {
	left, spare := append(w.open[:0], w.e.all...), w.spare
	w.taken, w.unsure = w.taken[:0], w.unsure[:0]
	for _, i := range list {
		n := entries[i]
		e := &f.body.Entries[n]
		if p.cost += 1 + len(left)/16 + len(w.unsure); p.cost > w.budget {
			p.over = true
			break
		}
		if e.Service == 0 && !e.Uncertain && len(w.unsure) == 0 {
			w.give(f, n, 0, left)
			left = left[:0]
			break
		}
		service := w.e.all
		if e.Service != 0 {
			service = w.sets.spans(w.service[e.Service])
		}
		if len(w.unsure) > 0 {
			w.settleUnsure(f, n, service)
		}
		w.metBuf = meetSpans(w.metBuf[:0], left, service)
		if len(w.metBuf) == 0 && (len(left) > 0 || len(w.unsure) > 0) {
			continue
		}
		switch {
		case len(w.metBuf) == 0:
		case e.Uncertain:
			w.unsure = append(w.unsure, unsure{w.choices.add(0, n), slices.Clone(w.metBuf)})
		default:
			w.give(f, n, 0, w.metBuf)
		}
		spare = lessSpans(spare[:0], left, service)
		left, spare = spare, left
		if len(left) == 0 && len(w.unsure) == 0 {
			break
		}
	}
	w.open, w.spare = left, spare
	for k := range w.taken {
		if s := &w.taken[k]; len(s.spans) > 0 && (s.entry >= 0 || s.doubt != 0 || p.ends>>s.exit&1 == 0) {
			p.cuts = append(p.cuts, cut{s.exit, s.entry, s.doubt, w.sets.intern(s.spans)})
		}
	}
}

// share is what of the services takes an exit, while entries share them out.
type share struct {
	exit, entry int32
	doubt       choiceID
	spans       []uint32
}

// give adds services to the share of an entry.
func (w *worker) give(f *form, entry int32, doubt choiceID, spans []uint32) {
	exit := int32(f.body.Entries[entry].Exit)
	if f.remarked == nil || !f.remarked[entry] {
		entry = -1
	}
	k := 0
	for k < len(w.taken) && (w.taken[k].exit != exit || w.taken[k].entry != entry || w.taken[k].doubt != doubt) {
		k++
	}
	if k == len(w.taken) {
		if len(w.taken) < cap(w.taken) {
			w.taken = w.taken[:k+1]
		} else {
			w.taken = append(w.taken, share{})
		}
		w.taken[k].exit, w.taken[k].entry, w.taken[k].doubt, w.taken[k].spans = exit, entry, doubt, w.taken[k].spans[:0]
	}
	w.joinInto(&w.taken[k], spans)
}

// joinInto joins services to a share, in place.
func (w *worker) joinInto(s *share, spans []uint32) {
	if n := len(s.spans); n == 0 || s.spans[n-1] < spans[0] {
		s.spans = append(s.spans, spans...)
		return
	}
	w.joinBuf = joinSpans(w.joinBuf[:0], s.spans, spans)
	s.spans, w.joinBuf = w.joinBuf, s.spans
}
