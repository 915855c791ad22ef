package judge

import (
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// side says whether a piece has a property.
type side uint8

const (
	no side = iota
	yes
	either // not known: it has it and has it not, neither surely
)

// weight is the packets that have a property possibly and surely, and those of
// the latter of which a certain flow has it.
type weight struct{ possible, sure, certain packetset.Set }

// weigh sorts the packets of one source by a property of pieces.
func weigh(pieces []piece, property func(piece) side) weight {
	var possible, lacking, certain []packetset.Set
	for _, p := range pieces {
		s := property(p)
		if s != no {
			possible = append(possible, p.packets)
		}
		if s != yes {
			lacking = append(lacking, p.packets)
		}
		if s == yes && p.flow.Certain {
			certain = append(certain, p.packets)
		}
	}
	w := weight{possible: packetset.UnionOf(possible)}
	if w.possible.IsEmpty() {
		return w
	}
	w.certain = packetset.UnionOf(certain)
	w.sure = w.certain.Union(w.possible.Subtract(packetset.UnionOf(lacking)))
	return w
}

// within limits pieces to some packets and leaves out what is then empty.
func within(pieces []piece, limit packetset.Set) []piece {
	var out []piece
	for _, p := range pieces {
		if p.packets = p.packets.Intersect(limit); !p.packets.IsEmpty() {
			out = append(out, p)
		}
	}
	return out
}

// arrives: the opener reaches a target.
func arrives(p piece) side {
	switch {
	case p.at != 0:
		return yes
	case p.flow.Outcome == pipeline.InconclusiveOutcome && !p.flow.Arrived:
		return either
	}
	return no
}

// fails: the flow is not delivered at a target.
func fails(p piece) side {
	switch {
	case p.flow.Outcome == pipeline.InconclusiveOutcome && (p.at != 0 || !p.flow.Arrived):
		return either
	case p.at != 0 && p.flow.Outcome == pipeline.Delivered:
		return no
	}
	return yes
}

// delivers is the opposite of fails.
func delivers(p piece) side {
	switch fails(p) {
	case yes:
		return no
	case no:
		return yes
	}
	return either
}

// condemn judges a statement that forbids a property to pieces of one source:
// it adds faults where a packet has it surely, doubts where one has it possibly.
func (t *trial) condemn(pieces []piece, property func(piece) side, accuse func(piece) accusation) {
	w := weigh(pieces, property)
	switch {
	case w.possible.IsEmpty():
		return
	case w.sure.IsEmpty():
		t.rule(Inconclusive)
		t.doubt(pieces, property)
		return
	}
	t.rule(Refuted)
	for _, p := range pieces {
		if property(p) != yes {
			continue
		}
		if !p.flow.Certain { // it shows what no certain flow does
			p.packets = p.packets.Intersect(w.sure).Subtract(w.certain)
		}
		if !p.packets.IsEmpty() {
			t.accuse(p, accuse(p))
		}
	}
}

// doubt keeps the pieces that may have a property, for their gaps.
func (t *trial) doubt(pieces []piece, property func(piece) side) {
	for _, p := range pieces {
		if property(p) != no {
			t.doubtful = append(t.doubtful, p)
		}
	}
}
