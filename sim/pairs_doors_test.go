package sim_test

import (
	"context"
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
)

// TestDoorsThatHaveSeenNothing: the answers of a server pass a table that has
// not seen the opener. Nothing is left if it does with them what it does with
// known flows, and what is found is what the search by paths finds.
func TestDoorsThatHaveSeenNothing(t *testing.T) {
	deny, drop := pipeline.Action{Kind: pipeline.Deny}, pipeline.Action{Kind: pipeline.Drop}
	web := packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(443))
	gap := &pipeline.Cause{Gap: &pipeline.Gap{Why: "not known"}}
	for _, tc := range []struct {
		name  string
		state pipeline.State
		rows  func(home pipeline.Action) []pipeline.Row
		left  bool
	}{
		{"passes all alike", pipeline.State{}, func(home pipeline.Action) []pipeline.Row { return []pipeline.Row{{Action: home}} }, false},
		{"denies", pipeline.State{}, func(pipeline.Action) []pipeline.Row { return []pipeline.Row{{Action: deny}} }, true},
		{"leads elsewhere", pipeline.State{}, func(pipeline.Action) []pipeline.Row { return []pipeline.Row{{Action: drop}} }, true},
		{"refuses", pipeline.State{Unseen: pipeline.Refuse}, func(home pipeline.Action) []pipeline.Row { return []pipeline.Row{{Action: home}} }, true},
		{"passes some", pipeline.State{}, func(home pipeline.Action) []pipeline.Row {
			return []pipeline.Row{{Service: &web, Action: deny}, {Action: home}}
		}, true},
		{"may pass", pipeline.State{}, func(home pipeline.Action) []pipeline.Row {
			return []pipeline.Row{{Action: deny, Cause: gap}, {Action: home}}
		}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := pipeline.NewBuilder()
			client, server := prefixSet("10.0.0.0/24"), prefixSet("10.0.1.0/24")
			from := b.Place(pipeline.Place{Addresses: client, Answers: true})
			to := b.Place(pipeline.Place{Addresses: server, Answers: true})
			routes := b.Table(0, pipeline.RouteTable, "routes", nil, pipeline.Row{Dst: &client, Action: pipeline.Action{Kind: pipeline.Deliver, Place: from}},
				pipeline.Row{Dst: &server, Action: pipeline.Action{Kind: pipeline.Deliver, Place: to}}, pipeline.Row{Action: drop})
			home := pipeline.Action{Kind: pipeline.Goto, Next: routes}
			tc.state.ID, tc.state.Known = b.State(), home
			b.SetOrigin(from, routes)
			b.SetOrigin(to, b.Table(0, pipeline.FilterTable, "door", &tc.state, tc.rows(home)...))
			p, err := b.Build()
			if err != nil {
				t.Fatal(err)
			}
			comparePairs(t, p)
			result, err := pairs.Each(context.Background(), p, pairs.Options{From: pairs.Sources(p)[:1]}, func(int, *pairs.Row) error { return nil })
			if err != nil || (result.Left > 0) != tc.left {
				t.Errorf("%d sources left something, error %v", result.Left, err)
			}
		})
	}
}

func prefixSet(text string) packet.AddrSet {
	set, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return set
}
