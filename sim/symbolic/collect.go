package symbolic

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"vnetproof/sim/pipeline"
)

// end ends a beam.
func (s *search) end(b beam, outcome pipeline.Outcome, ending pipeline.Ending, cause *pipeline.Cause) {
	if b.packets.IsEmpty() || s.err != nil {
		return
	}
	f := Flow{
		Source: s.from, Packets: b.packets, Outcome: outcome, Ending: ending, Arrived: b.isAnswer(),
		Certain: b.doubts == nil, Cause: cause, Gaps: b.gaps(),
	}
	if b.isAnswer() {
		f.Destination = b.opener.place
		f.Seen = b.opener.header.src.image(b.packets.Sources())
		f.Forward, f.Return = path(nil, b.opener.steps), path(nil, b.steps)
	} else {
		f.Forward = path(nil, b.steps)
	}
	s.collected.add(f)
}

// endUnknown ends a beam that came to something that is not modelled.
func (s *search) endUnknown(b beam, cause *pipeline.Cause) {
	var gaps []*pipeline.Gap
	if cause != nil && cause.Gap != nil {
		gaps = append(gaps, cause.Gap)
	}
	s.end(b.doubt([]choice{{gaps: gaps}}), pipeline.InconclusiveOutcome, pipeline.NotModelled, cause)
}

// collector gathers flows and joins those that differ in packets only.
type collector struct {
	p      *pipeline.Pipeline
	source int
	flows  []collected
	byKey  map[string]int
}

type collected struct {
	Flow
	source int // index in the question
}

func newCollector(p *pipeline.Pipeline) *collector {
	return &collector{p: p, byKey: map[string]int{}}
}

// startSource says from which source of the question the next flows come.
func (c *collector) startSource(i int) { c.source = i }

func (c *collector) add(f Flow) {
	key := c.key(&f)
	if i, ok := c.byKey[key]; ok {
		same := &c.flows[i].Flow
		same.Packets = same.Packets.Union(f.Packets)
		same.Seen = same.Seen.Union(f.Seen)
		return
	}
	c.byKey[key] = len(c.flows)
	f.Assumptions = c.assumptions(&f)
	c.flows = append(c.flows, collected{f, c.source})
}

// key is equal for flows that differ in Packets and Seen only. Of a NoOrigin
// end the cause is the place's, which the path tells.
func (c *collector) key(f *Flow) string {
	key := []byte{byte(f.Outcome), byte(f.Ending), 0}
	if f.Certain {
		key[2] = 1
	}
	key = binary.LittleEndian.AppendUint32(key, uint32(c.source))
	key = binary.LittleEndian.AppendUint32(key, uint32(f.Destination))
	if f.Ending != pipeline.NoOrigin {
		key = fmt.Appendf(key, "%p", f.Cause)
	}
	for _, g := range f.Gaps {
		key = fmt.Appendf(key, "%p", g)
	}
	key = appendPath(key, f.Forward)
	return string(appendPath(key, f.Return))
}

func appendPath(key []byte, steps []pipeline.Step) []byte {
	key = binary.LittleEndian.AppendUint32(key, uint32(len(steps)))
	for _, at := range steps {
		key = fmt.Appendf(key, "%v", at)
	}
	return key
}

// assumptions returns those of both ends, of the path and of what stopped it.
func (c *collector) assumptions(f *Flow) []*pipeline.Assumption {
	out := appendNew(nil, c.p.Places[f.Source.Place].Assumptions...)
	out = appendNew(out, c.p.Places[f.Destination].Assumptions...)
	for _, steps := range [][]pipeline.Step{f.Forward, f.Return} {
		for _, at := range steps {
			if cause := c.p.CauseOf(at); cause != nil {
				out = appendNew(out, cause.Assumptions...)
			}
		}
	}
	if f.Cause != nil {
		out = appendNew(out, f.Cause.Assumptions...)
	}
	return out
}

// answer returns the flows in order.
func (c *collector) answer() *Answer {
	slices.SortStableFunc(c.flows, func(a, b collected) int {
		return cmp.Or(cmp.Compare(a.source, b.source),
			slices.CompareFunc(a.Forward, b.Forward, compareSteps),
			slices.CompareFunc(a.Return, b.Return, compareSteps),
			cmp.Compare(a.Outcome, b.Outcome))
	})
	flows := make([]Flow, len(c.flows))
	for i := range c.flows {
		flows[i] = c.flows[i].Flow
	}
	return &Answer{Flows: flows}
}

func compareSteps(a, b pipeline.Step) int {
	return cmp.Or(cmp.Compare(a.Table, b.Table), compareBool(a.Known, b.Known), compareBool(a.Refused, b.Refused),
		cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Way, b.Way))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
