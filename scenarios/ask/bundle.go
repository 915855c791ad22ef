package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// bundles joins flows that differ in their ends only, so that an answer names
// a subnet once and not each of its hosts.
type bundles struct {
	*world
	list    []*bundle
	byKey   map[string]*bundle
	effort  Effort
	tooMuch []*Flow // about which nothing is known, for the budget
}

// bundle is the packets of one way.
type bundle struct {
	certain bool
	flow    *symbolic.Flow // the first, for what all have in common
	path    []string
	causes  []*pipeline.Cause
	pieces  []piece
	gaps    []*pipeline.Gap
	assumed []*pipeline.Assumption
}

// piece is a product of sources, destinations and services, by place.
type piece struct {
	from, to map[pipeline.PlaceID]packet.AddrSet
	family   packet.Family
	services packetset.ServiceSet
	pick     packet.Packet
}

// add takes the packets of a flow.
func (b *bundles) add(f *symbolic.Flow, packets packetset.Set) {
	if packets.IsEmpty() {
		return
	}
	n := b.bundle(f)
	n.gaps = unique(append(n.gaps, f.Gaps...))
	n.assumed = unique(append(n.assumed, f.Assumptions...))
	for _, box := range packets.Boxes() {
		pick, ok := packetset.FromBoxes(box).Pick()
		if !ok {
			continue
		}
		n.pieces = append(n.pieces, piece{
			from: map[pipeline.PlaceID]packet.AddrSet{f.Source.Place: box.Src}, to: map[pipeline.PlaceID]packet.AddrSet{f.Destination: box.Dst},
			family: box.Family(), services: box.Service, pick: pick,
		})
	}
}

// overrun notes sources that send more than the budget allows to look into.
func (b *bundles) overrun(from []pipeline.Source, to []pipeline.Target, t packet.Traffic) {
	if len(from) == 0 {
		return
	}
	ends := func(n int, at func(int) (pipeline.PlaceID, packet.AddrSet)) finding.Ends {
		side := map[pipeline.PlaceID]packet.AddrSet{}
		for i := range n {
			id, set := at(i)
			side[id] = side[id].Union(set)
		}
		return b.names.Of(side)
	}
	b.tooMuch = append(b.tooMuch, &Flow{Traffic: t,
		Source:      ends(len(from), func(i int) (pipeline.PlaceID, packet.AddrSet) { return from[i].Place, from[i].Addresses }),
		Destination: ends(len(to), func(i int) (pipeline.PlaceID, packet.AddrSet) { return to[i].Place, to[i].Addressed }),
		Gaps: []*pipeline.Gap{{Property: "budget", Why: "what is sent takes more work to look into than is allowed",
			Supply: "ask for less at once, or allow more with --budget"}}})
}

// bundle finds the flows of one way, or begins them.
func (b *bundles) bundle(f *symbolic.Flow) *bundle {
	path, causes := b.path(f), b.causes(f)
	key := fmt.Sprint(f.Certain && f.Outcome != pipeline.InconclusiveOutcome, f.Outcome, path, keyOf(f.Cause))
	for _, c := range causes {
		key += "|" + keyOf(c)
	}
	if n := b.byKey[key]; n != nil {
		return n
	}
	n := &bundle{certain: f.Certain && f.Outcome != pipeline.InconclusiveOutcome, flow: f, path: path, causes: causes}
	if b.byKey == nil {
		b.byKey = map[string]*bundle{}
	}
	b.byKey[key] = n
	b.list = append(b.list, n)
	return n
}

// keyOf tells causes apart by what they say.
func keyOf(c *pipeline.Cause) string {
	if c == nil {
		return ""
	}
	key := fmt.Sprint(c.Kind, c.Name, c.Resource.Key(), c.Pos.File(), c.Pos.Offset(), c.Reason)
	if c.Filter != nil {
		key += fmt.Sprint(*c.Filter)
	}
	return key
}

// path names the hops between the ends.
func (b *bundles) path(f *symbolic.Flow) []string {
	p := b.Pipeline
	var out []string
	last := p.Places[f.Source.Place].Node
	for _, s := range f.Forward {
		n := p.Tables[s.Table].Node
		isEnd := n == p.Places[f.Source.Place].Node || f.Arrived && n == p.Places[f.Destination].Node
		if n == 0 || n == last || isEnd || p.Nodes[n].Kind == pipeline.NetworkNode {
			continue
		}
		last = n
		out = append(out, p.Nodes[n].Name)
	}
	return out
}

// causes are the filter rules and the user routes on the way out.
func (b *bundles) causes(f *symbolic.Flow) []*pipeline.Cause {
	var out []*pipeline.Cause
	for _, s := range f.Forward {
		c := b.Pipeline.CauseOf(s)
		if c == nil || b.Pipeline.Tables[s.Table].Kind == pipeline.PlumbingTable {
			continue
		}
		if c.Filter != nil || c.Route != nil && c.Route.Source == "User" {
			out = append(out, c)
		}
	}
	return out
}

// answered is a flow and whether it is certain.
type answered struct {
	*Flow
	certain bool
}

// flows returns the bundles as an answer tells them, sorted by their ends.
func (b *bundles) flows() []answered {
	var out []answered
	for _, n := range b.list {
		for _, p := range joined(n.pieces) {
			out = append(out, answered{b.flow(n, p), n.certain})
		}
	}
	slices.SortStableFunc(out, func(x, y answered) int {
		return cmp.Or(compareEnds(x.Source, y.Source), compareEnds(x.Destination, y.Destination),
			cmp.Compare(x.Traffic.String(), y.Traffic.String()), cmp.Compare(strings.Join(x.Path, " "), strings.Join(y.Path, " ")))
	})
	return out
}

func (b *bundles) flow(n *bundle, p piece) *Flow {
	f := &Flow{Source: b.names.Of(p.from), Traffic: p.services.Traffic(p.family), Path: n.path, Causes: n.causes,
		Witness: p.pick, Gaps: n.gaps, Assumptions: n.assumed}
	f.Destination = b.destination(n, p)
	if n.flow.Arrived && n.flow.Outcome != pipeline.Delivered && n.flow.Outcome != pipeline.InconclusiveOutcome {
		f.OneWay, f.Stopped = true, n.flow.Cause
	}
	return f
}

// destination names where the packets arrive, or what they are addressed to
// where that is not known.
func (b *bundles) destination(n *bundle, p piece) finding.Ends {
	if n.flow.Arrived {
		return b.names.Of(p.to)
	}
	var out finding.Ends
	for _, id := range sortedPlaces(p.to) {
		out = append(out, finding.End{Name: p.to[id].String(), Addresses: p.to[id]})
	}
	return out
}

func compareEnds(a, b finding.Ends) int {
	return slices.CompareFunc(a, b, func(x, y finding.End) int {
		return cmp.Or(x.Addresses.Compare(y.Addresses), cmp.Compare(x.Name, y.Name))
	})
}
