package diff

import (
	"fmt"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// level is how far packets get.
type level uint8

const (
	nowhere level = iota
	arrives       // and is not answered
	answers       // arrives, and the answer returns, where there is one
)

// fate is what becomes of packets, as far as users see it.
type fate struct {
	end   endID
	level level
	hops  string // between the ends, the same for paired nodes; of what arrives
	// unknown is set where packets came to something not modelled.
	unknown bool
}

// flow is a flow of one version and its fate.
type flow struct {
	*symbolic.Flow
	fate
	to packet.AddrSet // all destinations
	// many says that the same packets may have other fates, too.
	many bool
}

// version is one of two designs while they are compared.
type version struct {
	p     *pipeline.Pipeline
	ends  []endID
	isOld bool
	d     *designer
}

// flows returns flows with their fates.
func (v *version) flows(list []symbolic.Flow) []*flow {
	out := make([]*flow, len(list))
	for i := range list {
		f := &list[i]
		out[i] = &flow{Flow: f, fate: v.fate(f), to: f.Packets.Destinations(), many: !f.Certain || v.isSplit(f)}
	}
	return out
}

func (v *version) fate(f *symbolic.Flow) fate {
	end := v.ends[f.Destination]
	switch {
	case !f.Arrived && f.Outcome == pipeline.InconclusiveOutcome:
		return fate{unknown: true}
	case !f.Arrived || end == 0 || v.isSelf(f):
		return fate{}
	case f.Outcome == pipeline.InconclusiveOutcome:
		return fate{end: end, level: arrives, hops: v.hopKey(f), unknown: true}
	case f.Outcome == pipeline.Delivered:
		return fate{end: end, level: answers, hops: v.hopKey(f)}
	}
	return fate{end: end, level: arrives, hops: v.hopKey(f)}
}

// isSelf tells whether a host reached itself.
func (v *version) isSelf(f *symbolic.Flow) bool {
	return f.Destination == f.Source.Place && v.p.Places[f.Source.Place].Kind != pipeline.PlannedNode
}

// isSplit tells whether packets went several ways at once.
func (v *version) isSplit(f *symbolic.Flow) bool {
	for _, steps := range [][]pipeline.Step{f.Forward, f.Return} {
		for _, s := range steps {
			t := &v.p.Tables[s.Table]
			if !s.Known && !s.Refused && t.Exits[t.Body.Entries[s.Entry].Exit].Kind == pipeline.Split {
				return true
			}
		}
	}
	return false
}

// hops are the nodes between the ends on the way out.
func (v *version) hops(f *symbolic.Flow) []pipeline.NodeID {
	var out []pipeline.NodeID
	from, to := v.p.Places[f.Source.Place].Node, v.p.Places[f.Destination].Node
	last := from
	for _, s := range f.Forward {
		n := v.p.Tables[s.Table].Node
		if n == 0 || n == last || n == from || f.Arrived && n == to || v.p.Nodes[n].Kind == pipeline.NetworkNode {
			continue
		}
		last = n
		out = append(out, n)
	}
	return out
}

// hopKey is equal for hops that are paired.
func (v *version) hopKey(f *symbolic.Flow) string {
	var b strings.Builder
	for _, n := range v.hops(f) {
		switch {
		case !v.isOld:
			fmt.Fprintf(&b, "%d ", n)
		case v.d.ends.change.Node(n) != 0:
			fmt.Fprintf(&b, "%d ", v.d.ends.change.Node(n))
		default:
			fmt.Fprintf(&b, "old%d ", n)
		}
	}
	return b.String()
}

// path names the hops of a flow; nil where it does not arrive.
func (v *version) path(f *flow) []string {
	if f == nil || f.level == nowhere {
		return nil
	}
	out := []string{}
	for _, n := range v.hops(f.Flow) {
		out = append(out, v.p.Nodes[n].Name)
	}
	return out
}

// gapKey tells gaps apart by what they say.
func gapKey(gaps []*pipeline.Gap) string {
	var b strings.Builder
	for _, g := range gaps {
		b.WriteString(strings.ToLower(g.Resource.Path()) + "|" + g.Property + "|" + g.Why + ";")
	}
	return b.String()
}

// union returns all packets of flows.
func union(flows []*flow) packetset.Set {
	var all packetset.Set
	for _, f := range flows {
		all = all.Union(f.Packets)
	}
	return all
}
