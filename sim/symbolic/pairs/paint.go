package pairs

// cut is the services that take an exit.
type cut struct {
	exit int32
	set  setID
}

// leave is the exit of packets that an uncertain entry may take.
const leave int32 = -1

// profile is what a body does with packets of one row of sources: for each
// class of destinations the services that take each exit.
type profile struct {
	starts []uint32
	cells  [][]cut
}

// profileOf returns the profile of a row; rows of wide bodies are not kept,
// but for the last ones.
func (w *worker) profileOf(f *form, row int32) *profile {
	if f.wide {
		return w.wideProfile(f, row)
	}
	kept := w.profiles[f.body.ID]
	if kept == nil {
		kept = make([]*profile, len(f.src.rows))
		w.profiles[f.body.ID] = kept
	}
	if kept[row] == nil {
		kept[row] = w.paint(f, row)
	}
	return kept[row]
}

// wideRow is a row of a wide body that was made for a source.
type wideRow struct {
	form *form
	row  int32
	made *profile
}

const wideKept = 64

func (w *worker) wideProfile(f *form, row int32) *profile {
	for i := range w.wide {
		if w.wide[i].form == f && w.wide[i].row == row {
			return w.wide[i].made
		}
	}
	p := w.paint(f, row)
	if len(w.wide) < wideKept {
		w.wide = append(w.wide, wideRow{f, row, p})
	} else {
		w.wide[w.nextWide%wideKept] = wideRow{f, row, p}
		w.nextWide++
	}
	return p
}

// paint makes a profile: the entries of the row, in order, over the classes of
// destinations that they tell apart.
func (w *worker) paint(f *form, row int32) *profile {
	w.entries = f.src.entries(w.entries[:0], row)
	entries := w.entries
	d := newDimension(len(entries), func(i int) int32 { return int32(f.body.Entries[entries[i]].Dst) }, w.e.spans)
	w.work += len(d.starts) + len(entries)
	painted := make([][]cut, len(d.rows))
	var list []int32
	for r := range d.rows {
		list = d.entries(list[:0], int32(r))
		painted[r] = w.settle(f, entries, list)
	}
	p := &profile{}
	for c, start := range d.starts {
		cell := painted[d.row[c]]
		if n := len(p.cells); n == 0 || !sameCuts(p.cells[n-1], cell) {
			p.starts, p.cells = append(p.starts, start), append(p.cells, cell)
		}
	}
	return p
}

func sameCuts(a, b []cut) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// settle lets entries share the services out, the first match first.
func (w *worker) settle(f *form, entries, list []int32) []cut {
	left := append(w.open[:0], w.e.all...)
	spare := w.spare
	taken := w.taken[:0]
	for _, i := range list {
		e := &f.body.Entries[entries[i]]
		w.work++
		exit := int32(e.Exit)
		if e.Uncertain {
			exit = leave
		}
		k := 0
		for k < len(taken) && taken[k].exit != exit {
			k++
		}
		if k == len(taken) {
			if len(taken) < cap(taken) {
				taken = taken[:k+1]
				taken[k].exit, taken[k].spans = exit, taken[k].spans[:0]
			} else {
				taken = append(taken, share{exit: exit})
			}
		}
		if e.Service == 0 {
			taken[k].spans = joined(taken[k].spans, left)
			left = left[:0]
			break
		}
		service := w.sets.spans[w.service[e.Service]]
		w.metBuf = meetSpans(w.metBuf[:0], left, service)
		if len(w.metBuf) == 0 {
			continue
		}
		taken[k].spans = joined(taken[k].spans, w.metBuf)
		spare = lessSpans(spare[:0], left, service)
		left, spare = spare, left
		if len(left) == 0 {
			break
		}
	}
	w.open, w.spare, w.taken = left, spare, taken
	out := make([]cut, 0, len(taken))
	for k := range taken {
		if len(taken[k].spans) > 0 {
			out = append(out, cut{taken[k].exit, w.sets.intern(taken[k].spans)})
		}
	}
	return out
}

// share is what of the services takes an exit, while entries share them out.
type share struct {
	exit  int32
	spans []uint32
}

// joined returns both lists as one.
func joined(a, b []uint32) []uint32 {
	if len(a) == 0 {
		return append(a, b...)
	}
	return joinSpans(make([]uint32, 0, len(a)+len(b)), a, b)
}
