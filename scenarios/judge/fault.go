package judge

import (
	"cmp"
	"fmt"
	"slices"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// accusation is how a piece violates the statement and what decided it.
type accusation struct {
	kind  finding.Kind
	cause *pipeline.Cause
}

// fault is everything that one cause lets through or stops, against the
// statement. It becomes one finding.
type fault struct {
	accusation
	sets   []packetset.Set // of packets; see all
	pieces []piece
	// from and to are the addresses at each place.
	from, to map[pipeline.PlaceID]packet.AddrSet
	name     string // of a destination that has no address
}

// keyOf tells causes apart by what they say, not by which value says it.
func keyOf(a accusation) string {
	c := a.cause
	if c == nil {
		return a.kind.String()
	}
	key := fmt.Sprintf("%s|%s|%s|%s|%s:%d|%s", a.kind, c.Kind, c.Name, c.Resource.Key(), c.Pos.File(), c.Pos.Offset(), c.Reason)
	if f := c.Filter; f != nil {
		key += fmt.Sprintf("|%v", *f)
	}
	if r := c.Route; r != nil {
		key += fmt.Sprintf("|%v", *r)
	}
	return key
}

// accuse adds a piece to the fault of its cause.
func (t *trial) accuse(p piece, a accusation) {
	f := t.fault(a)
	f.sets = append(f.sets, p.packets)
	f.pieces = append(f.pieces, p)
	f.add(f.from, p.flow.Source.Place, p.packets.Sources())
	if p.at != 0 {
		f.add(f.to, p.at, p.packets.Destinations())
		return
	}
	t.addressees(f, p)
}

// accuseEnds adds packets that cannot be sent at all, so that no flow shows them.
func (t *trial) accuseEnds(s pipeline.Source, g pipeline.Target, packets packetset.Set, a accusation) {
	f := t.fault(a)
	f.sets = append(f.sets, packets)
	f.add(f.from, s.Place, packets.Sources())
	f.add(f.to, g.Place, packets.Destinations())
}

func (t *trial) fault(a accusation) *fault {
	key := keyOf(a)
	if f := t.byKey[key]; f != nil {
		return f
	}
	f := &fault{accusation: a, from: map[pipeline.PlaceID]packet.AddrSet{}, to: map[pipeline.PlaceID]packet.AddrSet{}}
	t.faults = append(t.faults, f)
	t.byKey[key] = f
	return f
}

// all returns all packets of a fault.
func (f *fault) all() packetset.Set { return packetset.UnionOf(f.sets) }

func (f *fault) add(side map[pipeline.PlaceID]packet.AddrSet, at pipeline.PlaceID, set packet.AddrSet) {
	side[at] = side[at].Union(set)
}

// arrived tells whether the openers of all of f arrived, so that it is their
// answers which were stopped.
func (f *fault) arrived() bool {
	for _, p := range f.pieces {
		if !p.flow.Arrived {
			return false
		}
	}
	return len(f.pieces) > 0
}

// addressees names those to whom packets were addressed that did not arrive.
func (t *trial) addressees(f *fault, p piece) {
	dst := p.packets.Destinations()
	for _, g := range p.of.to {
		if meant := g.Addressed.Intersect(dst); !meant.IsEmpty() && t.judge.isPair(p.flow.Source.Place, g.Place) {
			f.add(f.to, g.Place, meant)
		}
	}
	if len(f.to) > 0 {
		return
	}
	for _, g := range p.of.to {
		f.add(f.to, g.Place, t.judge.Pipeline.Places[g.Place].Addresses.OfFamily(p.of.family))
	}
}

// order sorts faults by what they say, so that ids and input order do not matter.
func order(faults []*finding.Finding) {
	slices.SortStableFunc(faults, func(a, b *finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), compareEnds(a.Source, b.Source), compareEnds(a.Destination, b.Destination),
			comparePos(a.DecidedBy, b.DecidedBy), cmp.Compare(a.Traffic.String(), b.Traffic.String()))
	})
}

func compareEnds(a, b finding.Ends) int {
	return slices.CompareFunc(a, b, func(x, y finding.End) int {
		return cmp.Or(x.Addresses.Compare(y.Addresses), cmp.Compare(x.Name, y.Name))
	})
}

func comparePos(a, b *pipeline.Cause) int {
	if a == nil || b == nil {
		return 0
	}
	return a.Pos.Compare(b.Pos)
}
