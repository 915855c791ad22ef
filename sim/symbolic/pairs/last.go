package pairs

import (
	"cmp"
	"slices"

	"vnetproof/sim/pipeline"
)

// decided is by which profile a table decided last, and about which sources.
// Most are those of the source before: for them, nothing else of a table need
// be looked at, which spares the memory.
type decided struct {
	span
	by *profile
}

// shut is the profile of sources of which a table lets nothing pass.
var shut = &profile{}

// lastBy returns the profile of some sources, if it is that by which a table
// decided last.
func (w *worker) lastBy(id pipeline.TableID, sources []span) *profile {
	if l := &w.last[id]; l.by != nil && len(sources) == 1 && l.lo <= sources[0].lo && sources[0].hi <= l.hi {
		return l.by
	}
	return nil
}

// keepLast notes the profile of sources of one class. Those of wide bodies are
// not kept, so that they can be dropped.
func (w *worker) keepLast(id pipeline.TableID, f *form, sources []span, p *profile) {
	if f.wide || len(sources) != 1 {
		return
	}
	c := f.src.class(sources[0].lo)
	if last := lastOf(f.src.starts, c); sources[0].hi <= last {
		w.last[id] = decided{span{f.src.starts[c], last}, p}
	}
}

// shuts tells whether a table lets nothing pass of what some sources send, as
// the order of its entries shows: most filters do, of most sources.
func (w *worker) shuts(id pipeline.TableID, sources []span) bool {
	if p := w.lastBy(id, sources); p != nil {
		return p == shut
	}
	t := &w.e.p.Tables[id]
	if len(sources) != 1 || w.e.byDestination[t.Body.ID] {
		return false
	}
	f := w.e.form(t.Body)
	if f.remarked != nil {
		return false
	}
	list := f.shutAt(t)
	i, _ := slices.BinarySearchFunc(list, sources[0].hi, func(s span, hi uint32) int { return cmp.Compare(s.hi, hi) })
	if i == len(list) || list[i].lo > sources[0].lo {
		return false
	}
	w.last[id] = decided{list[i], shut}
	return true
}
