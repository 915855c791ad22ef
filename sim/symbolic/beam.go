package symbolic

import (
	"slices"

	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// beam is a set of packets that came the same way to the same table. The lists
// share their tails between beams and are never changed.
type beam struct {
	packets packetset.Set // as sent
	header  header        // what became of them
	table   pipeline.TableID
	steps   *step // of the packets on their way, last first
	doubts  *doubt
	trail   *record
	// Of answers on their way:
	opener *arrival
	known  *knownState
}

// isAnswer tells whether the packets on their way are answers.
func (b *beam) isAnswer() bool { return b.opener != nil }

type step struct {
	prev   *step
	count  int
	at     pipeline.Step
	before header
}

// doubt is why a beam may not exist.
type doubt struct {
	prev *doubt
	gaps []*pipeline.Gap
}

type record struct {
	prev          *record
	state         *pipeline.State
	before, after header
}

type arrival struct {
	place  pipeline.PlaceID
	header header
	steps  *step
}

type knownState struct {
	prev *knownState
	id   pipeline.StateID
}

// with returns b with other packets.
func (b beam) with(packets packetset.Set) beam {
	b.packets = packets
	return b
}

// step adds a decision, after which the header is h.
func (b beam) step(at pipeline.Step, h header) beam {
	n := &step{prev: b.steps, count: 1, at: at, before: b.header}
	if b.steps != nil {
		n.count = b.steps.count + 1
	}
	b.steps, b.header = n, h
	return b
}

// doubt adds the reasons of all choices but a sure one.
func (b beam) doubt(choices []choice) beam {
	for _, c := range choices {
		if !c.sure {
			b.doubts = &doubt{b.doubts, c.gaps}
		}
	}
	return b
}

// remember puts openers that leave a table of that state with header h on the trail.
func (b beam) remember(state *pipeline.State, h header) beam {
	if state != nil && state.Remember && !b.isAnswer() {
		b.trail = &record{b.trail, state, b.header, h}
	}
	return b
}

// halfOpen returns the first strict state on the trail that did not know the answers.
func (b *beam) halfOpen() *pipeline.State {
	var first *pipeline.State
	for r := b.trail; r != nil; r = r.prev {
		if r.state.Strict && !b.knownBy(r.state.ID) {
			first = r.state
		}
	}
	return first
}

func (b *beam) knownBy(id pipeline.StateID) bool {
	for k := b.known; k != nil; k = k.prev {
		if k.id == id {
			return true
		}
	}
	return false
}

// gaps returns the reasons why b may not exist, in the order met.
func (b *beam) gaps() []*pipeline.Gap {
	var lists [][]*pipeline.Gap
	for d := b.doubts; d != nil; d = d.prev {
		lists = append(lists, d.gaps)
	}
	var out []*pipeline.Gap
	for _, gaps := range slices.Backward(lists) {
		out = appendNew(out, gaps...)
	}
	return out
}

// path returns the decisions after since up to last, in order.
func path(since, last *step) []pipeline.Step {
	var out []pipeline.Step
	for n := last; n != since; n = n.prev {
		out = append(out, n.at)
	}
	slices.Reverse(out)
	return out
}

// appendNew adds the items that list does not have yet.
func appendNew[T comparable](list []T, items ...T) []T {
	for _, item := range items {
		if !slices.Contains(list, item) {
			list = append(list, item)
		}
	}
	return list
}
