package pairs

import "vnetproof/sim/pipeline"

// remarks numbers the assumptions of a pipeline, so that an answer can tell on
// which of them it rests.
type remarks struct {
	list   []*pipeline.Assumption
	number map[*pipeline.Assumption]int32
	// ofBody tells of bodies which entries rest on any, at some table; nil: none.
	ofBody [][]bool
}

func newRemarks(p *pipeline.Pipeline) remarks {
	r := remarks{number: map[*pipeline.Assumption]int32{}, ofBody: make([][]bool, len(p.Bodies))}
	looked := map[*pipeline.CauseList]bool{}
	for i := range p.Tables {
		t := &p.Tables[i]
		if t.State != nil && t.State.Cause != nil {
			r.add(t.State.Cause.Assumptions)
		}
		if t.Causes == nil || len(t.Causes.Assumptions()) == 0 || looked[t.Causes] {
			continue
		}
		looked[t.Causes] = true
		r.table(t)
	}
	for i := range p.Places {
		r.add(p.Places[i].Assumptions)
	}
	return r
}

// table notes which entries of a table rest on assumptions.
func (r *remarks) table(t *pipeline.Table) {
	if r.ofBody[t.Body.ID] == nil {
		r.ofBody[t.Body.ID] = make([]bool, len(t.Body.Entries))
	}
	for i := range t.Body.Entries {
		if c := t.Causes.At(i); c != nil && len(c.Assumptions) > 0 {
			r.add(c.Assumptions)
			r.ofBody[t.Body.ID][i] = true
		}
	}
}

// remarked returns what decided at an entry, if any entry of its table rests on
// assumptions; most causes need not be made.
func remarked(t *pipeline.Table, entry int32) *pipeline.Cause {
	if t.Causes == nil || len(t.Causes.Assumptions()) == 0 {
		return nil
	}
	return t.Causes.At(int(entry))
}

// isAssumed tells whether what decided rests on assumptions.
func isAssumed(c *pipeline.Cause) bool { return c != nil && len(c.Assumptions) > 0 }

func (r *remarks) add(list []*pipeline.Assumption) {
	for _, a := range list {
		if _, ok := r.number[a]; !ok {
			r.number[a] = int32(len(r.list))
			r.list = append(r.list, a)
		}
	}
}

// noted are the assumptions that what one source sends rests on.
type noted struct {
	of    *remarks
	stamp []int32 // of each: the round in which it was last noted
	round int32
	list  []*pipeline.Assumption
}

func (n *noted) start() {
	if n.stamp == nil {
		n.stamp = make([]int32, len(n.of.list))
	}
	n.round++
	n.list = nil
}

// note adds those that are not noted yet.
func (n *noted) note(list []*pipeline.Assumption) {
	for _, a := range list {
		n.noteNumber(n.of.number[a])
	}
}

func (n *noted) noteNumber(i int32) {
	if n.stamp[i] != n.round {
		n.stamp[i] = n.round
		n.list = append(n.list, n.of.list[i])
	}
}

// cause notes those of a cause.
func (n *noted) cause(c *pipeline.Cause) {
	if isAssumed(c) {
		n.note(c.Assumptions)
	}
}
