package pairs

import (
	"slices"
	"sync"
	"sync/atomic"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// engine is what all sources share: it is safe for concurrent use.
type engine struct {
	p        *pipeline.Pipeline
	line     *line
	all      []uint32 // all places of the line
	atoms    []uint32
	base     [][]uint32 // the places of each of the pipeline's services
	addrSets [][]span
	forms    []atomic.Pointer[form] // made when first looked at
	owned    []owner
	homes    []pipeline.StateID // of each place: the first state that its packets meet
	remarks  remarks
	// byDestination tells of each body whether nothing but the destination decides.
	byDestination []bool
	courses       []atomic.Pointer[course] // of each table, made when first looked at
}

// spans returns the IPv4 addresses of a set.
func (e *engine) spans(id int32) []span { return e.addrSets[id] }

func newEngine(p *pipeline.Pipeline, cores int) *engine {
	e := &engine{p: p, line: newLine(p.Services), forms: make([]atomic.Pointer[form], len(p.Bodies)), remarks: newRemarks(p)}
	e.addrSets = make([][]span, len(p.AddrSets))
	inParallel(len(p.AddrSets), cores, func(i int) { e.addrSets[i] = spansOf(p.AddrSets[i]) })
	e.byDestination = make([]bool, len(p.Bodies))
	for i, b := range p.Bodies {
		e.byDestination[i] = !slices.ContainsFunc(b.Entries, func(e pipeline.Entry) bool { return e.Src != 0 || e.Service != 0 })
	}
	e.courses = make([]atomic.Pointer[course], len(p.Tables))
	e.layServices()
	e.own()
	return e
}

// form returns the form of a body.
func (e *engine) form(b *pipeline.Body) *form {
	f := e.forms[b.ID].Load()
	if f == nil {
		f = newForm(b, e.addrSets, e.remarks.ofBody[b.ID])
		if !e.forms[b.ID].CompareAndSwap(nil, f) {
			f = e.forms[b.ID].Load()
		}
	}
	return f
}

// shape makes the forms of all bodies, for questions that will look at most.
func (e *engine) shape(cores int) {
	inParallel(len(e.p.Bodies), cores, func(i int) { e.form(e.p.Bodies[i]) })
}

// layServices lays the services of all entries out, and finds where one starts or ends.
func (e *engine) layServices() {
	e.all = e.line.spans(nil, packet.AnyService())
	e.atoms = []uint32{0}
	for _, s := range e.p.Services {
		spans := e.line.spans(nil, s)
		e.base = append(e.base, spans)
		for _, at := range spans {
			if at < e.line.end() {
				e.atoms = append(e.atoms, at)
			}
		}
	}
	slices.Sort(e.atoms)
	e.atoms = slices.Compact(e.atoms)
}

// newSets returns the services with the pipeline's interned, equally in each worker.
func (e *engine) newSets() (*services, []setID) {
	s := newServices(e.all, e.atoms)
	ids := make([]setID, len(e.base))
	for i, spans := range e.base {
		ids[i] = s.intern(spans)
	}
	return s, ids
}

// owner is a range of addresses and the place that bears them; 0 where there are several.
type owner struct {
	span
	place pipeline.PlaceID
}

// own finds who bears which address, and the home of each place.
func (e *engine) own() {
	e.homes = make([]pipeline.StateID, len(e.p.Places))
	for i := 1; i < len(e.p.Places); i++ {
		place := &e.p.Places[i]
		if place.Origin == 0 {
			continue
		}
		e.homes[i] = e.homeOf(place)
		for _, s := range spansOf(place.Addresses) {
			e.owned = append(e.owned, owner{s, place.ID})
		}
	}
	slices.SortFunc(e.owned, func(a, b owner) int {
		switch {
		case a.lo < b.lo:
			return -1
		case a.lo > b.lo:
			return 1
		}
		return 0
	})
	e.owned = apart(e.owned)
}

// apart returns ranges that do not overlap; what several places bear has none.
func apart(list []owner) []owner {
	var out []owner
	for _, o := range list {
		n := len(out) - 1
		if n < 0 || out[n].hi < o.lo {
			out = append(out, o)
			continue
		}
		// One range for all that overlap: whose it is cannot be told.
		out[n].place = 0
		out[n].hi = max(out[n].hi, o.hi)
	}
	return out
}

// homeOf returns the first state on a place's own way out.
func (e *engine) homeOf(place *pipeline.Place) pipeline.StateID {
	t := &e.p.Tables[place.Origin]
	for range pipeline.MaxTables {
		if t.State != nil {
			return t.State.ID
		}
		next := pipeline.TableID(0)
		for _, a := range t.Exits {
			if a.Kind == pipeline.Goto && a.Rewrite == nil {
				if next != 0 && next != a.Next {
					return 0
				}
				next = a.Next
			}
		}
		if next == 0 {
			return 0
		}
		t = &e.p.Tables[next]
	}
	return 0
}

// ownedFrom returns the first owned range that ends at or after lo.
func (e *engine) ownedFrom(lo uint32) int {
	i, _ := slices.BinarySearchFunc(e.owned, lo, func(o owner, at uint32) int {
		if o.hi < at {
			return -1
		}
		return 1
	})
	return i
}

// inParallel calls do for 0 to n-1, in chunks on several cores.
func inParallel(n, cores int, do func(i int)) {
	const chunk = 64
	if cores < 2 || n < 2*chunk {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range cores {
		wait.Go(func() {
			for {
				from := int(next.Add(chunk)) - chunk
				if from >= n {
					return
				}
				for i := from; i < min(n, from+chunk); i++ {
					do(i)
				}
			}
		})
	}
	wait.Wait()
}
