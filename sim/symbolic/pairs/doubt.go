package pairs

import (
	"encoding/binary"
	"slices"

	"vnetproof/sim/pipeline"
)

// choiceID is a number of uncertain entries of a body that may decide before
// one that does; 0: none.
type choiceID int32

// choices interns lists of entries.
type choices struct {
	list  [][]int32
	known map[string]choiceID
}

func newChoices() choices { return choices{list: [][]int32{nil}, known: map[string]choiceID{"": 0}} }

// add returns a list with one entry more.
func (c *choices) add(id choiceID, entry int32) choiceID {
	return c.intern(append(slices.Clone(c.list[id]), entry))
}

func (c *choices) intern(list []int32) choiceID {
	var key []byte
	for _, n := range list {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	id, ok := c.known[string(key)]
	if !ok {
		id = choiceID(len(c.list))
		c.list = append(c.list, list)
		c.known[string(key)] = id
	}
	return id
}

// unsure is services about which uncertain entries may decide, or a later one.
type unsure struct {
	choice choiceID
	spans  []uint32
}

// settleUnsure lets the next entry take its part of what uncertain ones may take.
func (w *worker) settleUnsure(f *form, entry int32, service []uint32) {
	kept := w.unsure[:0:0]
	var more []unsure
	for _, u := range w.unsure {
		met := meetSpans(nil, u.spans, service)
		if len(met) == 0 {
			kept = append(kept, u)
			continue
		}
		if f.body.Entries[entry].Uncertain {
			more = append(more, unsure{w.choices.add(u.choice, entry), met})
		} else {
			w.giveUnsure(f, u.choice, entry, met)
		}
		if rest := lessSpans(nil, u.spans, service); len(rest) > 0 {
			kept = append(kept, unsure{u.choice, rest})
		}
	}
	w.unsure = append(kept, more...)
}

// giveUnsure gives services to each exit that some entry of a choice, or the
// last one, names: if all name one, they take it by the last.
func (w *worker) giveUnsure(f *form, choice choiceID, last int32, spans []uint32) {
	list := w.choices.list[choice]
	exit := func(n int32) uint16 { return f.body.Entries[n].Exit }
	seen := []uint16{}
	for _, n := range append(slices.Clone(list), last) {
		if !slices.Contains(seen, exit(n)) {
			seen = append(seen, exit(n))
		}
	}
	if len(seen) == 1 {
		w.give(f, last, 0, spans)
		return
	}
	seen = seen[:0]
	for i, n := range list {
		if !slices.Contains(seen, exit(n)) {
			seen = append(seen, exit(n))
			w.give(f, n, w.choices.intern(slices.Clone(list[:i+1])), spans)
		}
	}
	if !slices.Contains(seen, exit(last)) {
		w.give(f, last, choice, spans)
	}
}

// doubtID is a set of gaps for which something is uncertain; 0: none, it is certain.
type doubtID int32

// doubts interns sets of gaps.
type doubts struct {
	number map[*pipeline.Gap]int32
	gaps   []*pipeline.Gap
	list   [][]int32 // of each set: its gaps by number, sorted
	known  map[string]doubtID
	joined map[[2]doubtID]doubtID
	at     map[doubtAt]doubtID
}

// doubtAt is a choice between the entries of a table.
type doubtAt struct {
	table  pipeline.TableID
	choice choiceID
}

func newDoubts() doubts {
	return doubts{number: map[*pipeline.Gap]int32{}, list: [][]int32{nil}, known: map[string]doubtID{},
		joined: map[[2]doubtID]doubtID{}, at: map[doubtAt]doubtID{}}
}

// of returns the set of some gaps, which is not that of none.
func (d *doubts) of(gaps []*pipeline.Gap) doubtID {
	var set []int32
	for _, g := range gaps {
		n, ok := d.number[g]
		if !ok {
			n = int32(len(d.gaps))
			d.number[g], d.gaps = n, append(d.gaps, g)
		}
		set = append(set, n)
	}
	return d.intern(set)
}

func (d *doubts) intern(set []int32) doubtID {
	slices.Sort(set)
	set = slices.Compact(set)
	var key []byte
	for _, n := range set {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	id, ok := d.known[string(key)]
	if !ok {
		id = doubtID(len(d.list))
		d.list = append(d.list, set)
		d.known[string(key)] = id
	}
	return id
}

// join returns what is uncertain for both.
func (d *doubts) join(a, b doubtID) doubtID {
	if a == 0 || a == b {
		return b
	}
	if b == 0 {
		return a
	}
	key := [2]doubtID{min(a, b), max(a, b)}
	id, ok := d.joined[key]
	if !ok {
		id = d.intern(slices.Concat(d.list[a], d.list[b]))
		d.joined[key] = id
	}
	return id
}

// doubtOf returns the gaps of a choice at a table.
func (w *worker) doubtOf(t *pipeline.Table, choice choiceID) doubtID {
	key := doubtAt{t.ID, choice}
	id, ok := w.doubts.at[key]
	if !ok {
		var gaps []*pipeline.Gap
		for _, n := range w.choices.list[choice] {
			gaps = append(gaps, t.Causes.At(int(n)).Gap)
		}
		id = w.doubts.of(gaps)
		w.doubts.at[key] = id
	}
	return id
}

// why returns the gaps of a doubt.
func (d *doubts) why(id doubtID) []*pipeline.Gap {
	var out []*pipeline.Gap
	for _, n := range d.list[id] {
		out = append(out, d.gaps[n])
	}
	return out
}
