package pairs

import "vnetproof/sim/pipeline"

// course is where a table that looks at destinations only sends packets: for
// each class of destinations a hop, past tables that only pass on.
type course struct {
	starts []uint32
	hops   []hop
}

// hop is what becomes of packets to one class of destinations.
type hop struct {
	kind hopKind
	// passed is how many tables are passed on the way to the one that it leads to.
	passed uint8
	to     int32 // a table, an exit or an entry
}

type hopKind uint8

const (
	ends  hopKind = iota // nothing goes on
	forks                // uncertain entries may send it several ways
	tells                // an entry that rests on assumptions lets it take an exit
	takes                // it takes an exit that does more than lead to a table
	rides                // it comes to a table that has a course, too
	meets                // it comes to another table
)

// courseOf returns the course of a table; nil where it looks at more than destinations.
func (e *engine) courseOf(id pipeline.TableID) *course {
	c := e.courses[id].Load()
	if c == nil && e.byDestination[e.p.Tables[id].Body.ID] {
		e.courses[id].CompareAndSwap(nil, e.newCourse(&e.p.Tables[id]))
		c = e.courses[id].Load()
	}
	return c
}

func (e *engine) newCourse(t *pipeline.Table) *course {
	f := e.form(t.Body)
	c := &course{}
	for k, start := range f.dst.starts {
		h := e.hopOf(t, f, f.first(&f.dst, f.dst.row[k]))
		if n := len(c.hops); n == 0 || c.hops[n-1] != h {
			c.starts, c.hops = append(c.starts, start), append(c.hops, h)
		}
	}
	return c
}

// hopOf returns what becomes of packets that match an entry of a table.
func (e *engine) hopOf(t *pipeline.Table, f *form, entry int32) hop {
	exit := f.exitOf(entry)
	switch {
	case exit == leave:
		return hop{kind: forks}
	case isAssumed(remarked(t, entry)):
		return hop{kind: tells, to: entry}
	case isEnd(&t.Exits[exit]):
		return hop{kind: ends}
	case !leadsOn(t, &t.Exits[exit]):
		return hop{kind: takes, to: exit}
	}
	return e.past(t.Exits[exit].Next)
}

// past returns what becomes of packets that come to a table.
func (e *engine) past(id pipeline.TableID) hop {
	for passed := uint8(0); ; passed++ {
		t := &e.p.Tables[id]
		if !e.byDestination[t.Body.ID] {
			return hop{meets, passed, int32(id)}
		}
		if t.Body.Entries[0].Dst != 0 || passed == maxDepth {
			return hop{rides, passed, int32(id)}
		}
		exit := e.form(t.Body).exitOf(0)
		if exit == leave || isAssumed(remarked(t, 0)) || !leadsOn(t, &t.Exits[exit]) {
			return hop{rides, passed, int32(id)}
		}
		id = t.Exits[exit].Next
	}
}

// leadsOn tells whether an exit does nothing but lead to another table.
func leadsOn(t *pipeline.Table, a *pipeline.Action) bool {
	return a.Kind == pipeline.Goto && a.Rewrite == nil && (t.State == nil || !t.State.Remember)
}

// journey is packets on their way along courses.
type journey struct {
	sources []span
	met     trail
	// those that come to one table, or take one exit of one, and wait for more
	front  []run
	table  pipeline.TableID
	exit   int32 // -1: they come to the table
	passed int
}

// route lets a table decide that looks at destinations only.
func (w *worker) route(t *pipeline.Table, c *course, sources []span, front []run, met trail) {
	buf := w.frame(1)
	j := &journey{sources: sources, met: met, front: buf.outs[0]}
	for _, r := range front {
		w.ride(t, c, r, 0, j)
	}
	w.arrived(j)
	buf.outs[0] = j.front
}

// ride lets packets take courses until something else decides; passed is how
// many tables they have passed.
func (w *worker) ride(t *pipeline.Table, c *course, r run, passed int, j *journey) {
	if w.depth+passed >= maxDepth {
		w.leaveRun(j.sources, r)
		return
	}
	for k := classOf(c.starts, r.lo); k < len(c.starts) && c.starts[k] <= r.hi; k++ {
		w.spent++
		h := c.hops[k]
		part := run{max(r.lo, c.starts[k]), min(r.hi, lastOf(c.starts, k)), r.set, r.doubt}
		if h.kind == ends || h.kind == meets && w.shuts(pipeline.TableID(h.to), j.sources) {
			if r.doubt != 0 {
				w.fail(j.sources, part)
			}
			continue
		}
		switch h.kind {
		case forks:
			w.fork(t, part, passed, j)
		case rides:
			next := pipeline.TableID(h.to)
			w.ride(&w.e.p.Tables[next], w.e.courseOf(next), part, passed+int(h.passed)+1, j)
		case meets:
			w.join(j, pipeline.TableID(h.to), -1, passed+int(h.passed), part)
		case takes:
			w.join(j, t.ID, h.to, passed, part)
		case tells:
			w.noted.cause(remarked(t, h.to))
			if exit := int32(t.Body.Entries[h.to].Exit); !isEnd(&t.Exits[exit]) {
				w.join(j, t.ID, exit, passed, part)
			} else if r.doubt != 0 {
				w.fail(j.sources, part)
			}
		}
	}
}

// fork lets packets go each way that uncertain entries may send them.
func (w *worker) fork(t *pipeline.Table, r run, passed int, j *journey) {
	f := w.e.form(t.Body)
	w.stack = append(w.stack, t.ID)
	w.depth += passed + 1
	w.judgeBy(t, w.profileOf(t, f, f.src.row[0]), j.sources, []run{r}, j.met)
	w.depth -= passed + 1
	w.stack = w.stack[:len(w.stack)-1]
}

// join adds packets to those that wait, if they come to the same.
func (w *worker) join(j *journey, table pipeline.TableID, exit int32, passed int, r run) {
	if table != j.table || exit != j.exit {
		w.arrived(j)
		j.table, j.exit = table, exit
	}
	j.passed = max(j.passed, passed)
	j.front = append(j.front, r)
}

// arrived lets those that wait go on.
func (w *worker) arrived(j *journey) {
	if len(j.front) == 0 {
		return
	}
	w.depth += j.passed
	if j.exit < 0 {
		w.visit(j.table, j.sources, j.front, j.met)
	} else {
		w.act(&w.e.p.Tables[j.table], j.exit, j.sources, j.front, j.met)
	}
	w.depth -= j.passed
	j.front, j.passed = j.front[:0], 0
}
