package pairs

import "vnetproof/sim/pipeline"

// decided is by which profile a table decided last, and about sources of which
// class. Most sources are of the class of the one before: for those, nothing
// else of a table need be looked at, which spares the memory.
type decided struct {
	span
	by *profile
}

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
