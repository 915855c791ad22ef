package walk

import (
	"vnetproof/sim/pipeline"
)

// spot is where one branch stands: what is on its way, and how it came here.
// The lists share their tails between branches and are never changed.
type spot struct {
	table  pipeline.TableID
	header Header
	steps  *step // of the packet that is on its way, last first
	doubts *doubt
	trail  *record
	// Of an answer that is on its way:
	opener  *arrival
	known   *knownState      // states that knew it
	endedAt pipeline.PlaceID // where it ended, if it did
}

// step is a decision, with what a hop tells about it.
type step struct {
	prev          *step
	count         int // steps up to this one
	at            pipeline.Step
	before, after Header
	action        pipeline.ActionKind
	uncertain     bool
}

// doubt is an uncertain entry that was taken or passed over.
type doubt struct {
	prev *doubt
	gaps []*pipeline.Gap
}

// record is what a state remembers of the opener.
type record struct {
	prev          *record
	state         *pipeline.State
	before, after Header
}

// arrival is where and how the opener arrived.
type arrival struct {
	place  pipeline.PlaceID
	header Header
	steps  *step
}

type knownState struct {
	prev *knownState
	id   pipeline.StateID
}

// step adds a decision to the way of s.
func (s spot) step(at pipeline.Step, after Header, action pipeline.ActionKind, uncertain bool) spot {
	n := &step{prev: s.steps, count: 1, at: at, before: s.header, after: after, action: action, uncertain: uncertain}
	if s.steps != nil {
		n.count = s.steps.count + 1
	}
	s.steps, s.header = n, after
	return s
}

// doubt adds the reasons why s may not exist, one for each of choices but a sure one.
func (s spot) doubt(choices []choice) spot {
	for _, c := range choices {
		if !c.sure {
			s.doubts = &doubt{s.doubts, c.gaps}
		}
	}
	return s
}

// remember puts s on the trail: it left a table of that state with header after.
func (s spot) remember(state *pipeline.State, after Header) spot {
	if state != nil && state.Remember && s.opener == nil {
		s.trail = &record{s.trail, state, s.header, after}
	}
	return s
}

// recall returns the last record of that state that knows the answer s.
func (s spot) recall(id pipeline.StateID) *record {
	for r := s.trail; r != nil; r = r.prev {
		if r.state.ID == id && r.after.reverse().equal(s.header) {
			return r
		}
	}
	return nil
}

// halfOpen returns the first strict state on the trail that did not know the
// answer, if TCP breaks there.
func (s spot) halfOpen() *pipeline.State {
	var first *pipeline.State
	for r := s.trail; r != nil; r = r.prev {
		if r.state.Strict && !s.knewAt(r.state.ID) {
			first = r.state
		}
	}
	return first
}

func (s spot) knewAt(id pipeline.StateID) bool {
	for k := s.known; k != nil; k = k.prev {
		if k.id == id {
			return true
		}
	}
	return false
}

// looped tells whether s was at its table before with the same header, or
// passed too many; since is the step before the loop.
func (s spot) looped() (since *step, looped bool) {
	if s.steps != nil && s.steps.count >= pipeline.MaxTables {
		return nil, true
	}
	for n := s.steps; n != nil; n = n.prev {
		if n.at.Table == s.table && n.before.equal(s.header) {
			return n.prev, true
		}
	}
	return nil, false
}
