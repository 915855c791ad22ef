package change

import (
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// Change is two pipelines, paired. It is not changed once made and is safe for
// concurrent use.
type Change struct {
	old, new *side
	// nodes, tables, places and states of the old pipeline lead to those of the
	// new one; zero where there is none.
	nodes  []pipeline.NodeID
	tables []pipeline.TableID
	places []pipeline.PlaceID
	states map[pipeline.StateID]pipeline.StateID
	// oldPlaces lead back.
	oldPlaces []pipeline.PlaceID
	alike     []bool // of each place of the new pipeline: both versions start and answer alike
	sent      []packetset.Set
	differing int
}

// side is one pipeline with its sets in numbers that both sides share.
type side struct {
	p        *pipeline.Pipeline
	addrs    []int32 // of each address set
	services []int32
	bodies   []int32 // of each body: equal where conditions and exits are
}

// Between pairs two pipelines and finds what they may treat differently.
func Between(before, after *pipeline.Pipeline) *Change {
	n := newNumbers()
	c := &Change{old: n.side(before), new: n.side(after), states: map[pipeline.StateID]pipeline.StateID{}}
	c.pair()
	seeds := c.compareTables()
	c.comparePlaces()
	c.sent = c.spread(seeds)
	return c
}

// Place returns the place of the new pipeline that is the same as one of the
// old one, zero if there is none.
func (c *Change) Place(old pipeline.PlaceID) pipeline.PlaceID { return c.places[old] }

// OldPlace returns the place of the old pipeline that is the same as one of the
// new one, zero if there is none.
func (c *Change) OldPlace(new pipeline.PlaceID) pipeline.PlaceID { return c.oldPlaces[new] }

// Node returns the node of the new pipeline that is the same as one of the old
// one, zero if there is none.
func (c *Change) Node(old pipeline.NodeID) pipeline.NodeID { return c.nodes[old] }

// Sent returns what a place of the new pipeline sends and both versions may
// treat differently. Of a place that only the new one has it is everything.
func (c *Change) Sent(place pipeline.PlaceID) packetset.Set {
	if !c.alike[place] {
		return packetset.All()
	}
	return c.sent[place]
}

// Differing returns how many tables of the new pipeline have no equal in the
// old one.
func (c *Change) Differing() int { return c.differing }

// SameStep tells whether a decision of the old pipeline and one of the new one
// do the same in the same table.
func (c *Change) SameStep(before, after pipeline.Step) bool {
	if c.tables[before.Table] != after.Table || before.Known != after.Known || before.Refused != after.Refused || before.Way != after.Way {
		return false
	}
	a, b := &c.old.p.Tables[before.Table], &c.new.p.Tables[after.Table]
	if before.Known || before.Refused {
		return c.sameState(a, b)
	}
	return c.sameEntryAction(a, b, &a.Body.Entries[before.Entry], &b.Body.Entries[after.Entry], before.Entry, after.Entry)
}
