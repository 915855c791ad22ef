package pairs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
)

// grid is places whose filters are built to defeat tables of classes: each rule
// fixes only its source or only its destination, with random ranges of ports.
func grid(t *testing.T, places, rules int) *pipeline.Pipeline {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	b := pipeline.NewBuilder()
	node := b.Node(pipeline.Node{Kind: pipeline.HostNode, Name: "host"})
	drop := pipeline.Action{Kind: pipeline.Drop}
	routes := b.Reserve(node, pipeline.RouteTable, "routes")
	var hub []pipeline.Row
	for i := range places {
		own := prefix(i)
		place := b.Place(pipeline.Place{Node: node, Kind: pipeline.PlannedNode, Addresses: own})
		hub = append(hub, pipeline.Row{Dst: &own, Action: pipeline.Action{Kind: pipeline.Deliver, Place: place}})
		var list []pipeline.Row
		for range rules * i / places { // the first ones are easy
			lo := uint16(random.IntN(60_000))
			service := packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.PortSetOf(packet.PortRange{Lo: lo, Hi: lo + uint16(random.IntN(5000))}))
			row := pipeline.Row{Service: &service, Action: []pipeline.Action{drop, goTo(routes)}[random.IntN(2)]}
			part := within(random, random.IntN(places))
			if row.Dst = &part; random.IntN(2) == 0 {
				part = within(random, i)
				row.Src, row.Dst = &part, nil
			}
			list = append(list, row)
		}
		b.SetOrigin(place, b.Table(node, pipeline.FilterTable, "out", nil, append(list, pipeline.Row{Action: drop})...))
	}
	b.Fill(routes, nil, append(hub, pipeline.Row{Action: drop})...)
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// within returns some addresses of a place.
func within(random *rand.Rand, place int) packet.AddrSet {
	lo := random.IntN(200)
	set, err := packet.ParseAddrSet(fmt.Sprintf("10.0.%d.%d-10.0.%d.%d", place, lo, place, lo+random.IntN(50)))
	if err != nil {
		panic(err)
	}
	return set
}

// TestBudgetIsTheSameEverywhere: which sources overrun depends neither on cores,
// nor on their order, nor on what was asked before.
func TestBudgetIsTheSameEverywhere(t *testing.T) {
	p := grid(t, 24, 120)
	options := pairs.Options{Cores: 1, Budget: 6_000}
	want := overrun(rows(t, pairs.New(p), options))
	if len(want) < 5 || len(want) > 19 {
		t.Fatalf("%d of 24 sources overrun: the test tells nothing", len(want))
	}
	e := pairs.New(p)
	for range 2 {
		if diff := godiff.Diff(want, overrun(rows(t, e, pairs.Options{Cores: 3, Budget: options.Budget}))); diff != "" {
			t.Fatalf("one core -, three +:\n%s", diff)
		}
	}
	sources := pairs.Sources(p)
	slices.Reverse(sources)
	options.From = sources
	backwards := overrun(rows(t, e, options))
	for i := range backwards {
		n, err := strconv.Atoi(backwards[i][:3])
		if err != nil {
			t.Fatal(err)
		}
		backwards[i] = fmt.Sprintf("%03d overrun", len(sources)-1-n)
	}
	slices.Sort(backwards)
	if diff := godiff.Diff(want, backwards); diff != "" {
		t.Fatalf("in order -, backwards +:\n%s", diff)
	}
}

func overrun(rows []string) []string {
	return slices.DeleteFunc(slices.Clone(rows), func(r string) bool { return !strings.HasSuffix(r, " overrun") })
}
