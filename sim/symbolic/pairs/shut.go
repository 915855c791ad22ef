package pairs

import "vnetproof/sim/pipeline"

// shutRanges are the sources of which a body lets nothing pass at tables where
// the same exits end: as wide as they are, in order.
type shutRanges struct {
	ends uint64 // exits, one bit each
	list []span
}

// shutAt returns the sources of which a table lets nothing pass, as the order
// of its entries shows.
func (f *form) shutAt(t *pipeline.Table) []span {
	ends := endsOf(t)
	known := f.shut.Load()
	if known == nil || known.ends != ends {
		known = &shutRanges{ends, f.shutBy(ends)}
		f.shut.CompareAndSwap(nil, known)
	}
	return known.list
}

func (f *form) shutBy(ends uint64) []span {
	n := int32(len(f.body.Entries))
	always := stop{f, ends, n, n}
	for _, i := range f.src.always {
		if always.add(i); always.all <= i || always.opens <= i {
			break
		}
	}
	isShut := make([]bool, f.src.rows())
	for row := range isShut {
		isShut[row] = always.shuts(int32(row))
	}
	var list []span
	for c, row := range f.src.row {
		if !isShut[row] {
			continue
		}
		if c > 0 && isShut[f.src.row[c-1]] {
			list[len(list)-1].hi = lastOf(f.src.starts, c)
		} else {
			list = append(list, span{f.src.starts[c], lastOf(f.src.starts, c)})
		}
	}
	return list
}

// stop is the first entry that stops all there is, and the first that does not
// stop what it holds for.
type stop struct {
	f          *form
	ends       uint64
	all, opens int32
}

// add takes an entry into account.
func (s *stop) add(entry int32) {
	e := &s.f.body.Entries[entry]
	switch {
	case e.Uncertain || s.ends>>e.Exit&1 == 0:
		s.opens = min(s.opens, entry)
	case e.Service == 0 && e.Dst == 0:
		s.all = min(s.all, entry)
	}
}

// shuts tells whether nothing passes of what the sources of a row send.
func (s stop) shuts(row int32) bool {
	for _, set := range s.f.src.holding(row) {
		for _, i := range s.f.src.bearing(set) {
			s.add(i)
		}
	}
	return s.all < s.opens
}
