package sim_test

import (
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// TestApproachesEqualTheirTwin: on random pipelines and designs, to some places.
func TestApproachesEqualTheirTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, _ := drawPipeline(rt)
		compareApproaches(rt, p)
	})
	rapid.Check(t, func(rt *rapid.T) {
		design, facts := generate.Random(func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") })
		n, err := azure.Compile(nativetest.Read(t, design, facts), azure.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		compareApproaches(rt, n.Pipeline)
	})
}

func compareApproaches(t *rapid.T, p *pipeline.Pipeline) {
	var to []pipeline.Target
	for range rapid.IntRange(1, 3).Draw(t, "targets") {
		place := &p.Places[rapid.IntRange(1, len(p.Places)-1).Draw(t, "to")]
		to = append(to, pipeline.Target{Place: place.ID, Sent: packet.AllAddrs(), Addressed: place.Addresses})
	}
	got, want := symbolic.NewApproaches(p).To(to), slowDestinations(p, to)
	if !got.Equal(want) {
		t.Fatalf("to %v: too many %s, missing %s", to, got.Subtract(want), want.Subtract(got))
	}
}

// slowDestinations is the twin of Approaches: it returns the destination addresses that a question is about:
// those in some Sent by which a packet may come to a Target or to something not
// modelled, and those that are Addressed.
func slowDestinations(p *pipeline.Pipeline, to []pipeline.Target) packet.AddrSet {
	var sent, addressed packet.AddrSet
	places := map[pipeline.PlaceID]bool{}
	for _, t := range to {
		sent = sent.Union(t.Sent)
		addressed = addressed.Union(t.Addressed)
		places[t.Place] = true
	}
	if addressed.ContainsSet(sent) {
		return sent
	}
	return sent.Intersect(addressed.Union(newApproach(p, places).everywhere()))
}

// exitOf is an exit of a table, and its action or one way of it.
type exitOf struct {
	table  pipeline.TableID
	exit   int
	action *pipeline.Action
}

// approach finds the destination addresses with which an opener at a table may
// come to one of some places. It looks at destinations only and takes every
// entry for possible, so it finds too many rather than too few.
type approach struct {
	p      *pipeline.Pipeline
	places map[pipeline.PlaceID]bool
	from   map[pipeline.TableID][]exitOf // exits that lead to a table
	found  []packet.AddrSet              // by table
	todo   []pipeline.TableID
}

func newApproach(p *pipeline.Pipeline, places map[pipeline.PlaceID]bool) *approach {
	return &approach{p: p, places: places, from: map[pipeline.TableID][]exitOf{}, found: make([]packet.AddrSet, len(p.Tables))}
}

// everywhere returns the addresses found at any table where packets start.
func (a *approach) everywhere() packet.AddrSet {
	for i := range a.p.Tables[1:] {
		t := &a.p.Tables[i+1]
		for exit := range t.Exits {
			a.enter(exitOf{t.ID, exit, &t.Exits[exit]})
		}
	}
	for len(a.todo) > 0 {
		next := a.todo[len(a.todo)-1]
		a.todo = a.todo[:len(a.todo)-1]
		for _, e := range a.from[next] {
			a.add(e, a.before(e.action, a.found[next]))
		}
	}
	var all packet.AddrSet
	for _, place := range a.p.Places {
		all = all.Union(a.found[place.Origin])
	}
	return all
}

// enter notes where an exit leads; what ends there is found at once.
func (a *approach) enter(e exitOf) {
	switch e.action.Kind {
	case pipeline.Goto:
		a.from[e.action.Next] = append(a.from[e.action.Next], e)
	case pipeline.Deliver:
		if a.places[e.action.Place] {
			a.add(e, packet.AllAddrs())
		}
	case pipeline.UnknownAction:
		a.add(e, packet.AllAddrs())
	case pipeline.Split:
		for i := range e.action.Ways {
			a.enter(exitOf{e.table, e.exit, &e.action.Ways[i]})
		}
	}
}

// before returns the addresses which an action may have made addresses of set.
func (a *approach) before(action *pipeline.Action, set packet.AddrSet) packet.AddrSet {
	r := action.Rewrite
	switch {
	case r == nil:
		return set
	case r.Dst != nil && !r.Dst.IsEmpty() && !r.Dst.Overlaps(set):
		return packet.AddrSet{}
	case r.Dst != nil && !r.Dst.IsEmpty() || r.DstShift != nil:
		return packet.AllAddrs()
	}
	return set
}

// add notes that packets to set that leave by e may come to a place.
func (a *approach) add(e exitOf, set packet.AddrSet) {
	t := &a.p.Tables[e.table]
	var news packet.AddrSet
	for i := range t.Body.Entries {
		if entry := &t.Body.Entries[i]; int(entry.Exit) == e.exit {
			news = news.Union(a.p.AddrSets[entry.Dst].Intersect(set))
		}
	}
	if known := a.found[e.table]; !known.ContainsSet(news) {
		a.found[e.table] = known.Union(news)
		a.todo = append(a.todo, e.table)
	}
}
