package symbolic

import (
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

func TestDestinations(t *testing.T) {
	everywhere := packet.All4()
	for _, tc := range []struct {
		name            string
		sent, addressed packet.AddrSet
		first           func(k *kit, routes pipeline.TableID) pipeline.Row
		want            string
	}{
		{"what leads to the target", everywhere, packet.AddrSet{}, nil, "10.1.0.4"},
		{"what is addressed, wherever it leads", everywhere, addrs("10.7.0.0/24"), nil, "10.1.0.4,10.7.0.0/24"},
		{"nothing that is not sent", addrs("10.1.0.0/24"), packet.AddrSet{}, nil, "10.1.0.4"},
		{"what is sent and addressed is not looked into", addrs("10.7.0.0/24"), addrs("10.0.0.0/8"), nil, "10.7.0.0/24"},
		{"what is translated to the target", everywhere, packet.AddrSet{}, func(k *kit, routes pipeline.TableID) pipeline.Row {
			return row("", "203.0.113.9", "", rewritten(routes, "10.1.0.4"), named("dnat"))
		}, "10.1.0.4,203.0.113.9"},
		{"not what is translated to another", everywhere, packet.AddrSet{}, func(k *kit, routes pipeline.TableID) pipeline.Row {
			return row("", "203.0.113.9", "", rewritten(routes, "10.1.0.5"), named("dnat"))
		}, "10.1.0.4"},
		{"what is not modelled", everywhere, packet.AddrSet{}, func(k *kit, routes pipeline.TableID) pipeline.Row {
			return row("", "198.51.100.1", "", pipeline.Action{Kind: pipeline.UnknownAction}, unsure("what?"))
		}, "10.1.0.4,198.51.100.1"},
		{"each way of a split", everywhere, packet.AddrSet{}, func(k *kit, routes pipeline.TableID) pipeline.Row {
			return row("", "10.8.0.1", "", pipeline.Action{Kind: pipeline.Split, Ways: []pipeline.Action{drop, k.deliver(k.server)}}, named("ecmp"))
		}, "10.1.0.4,10.8.0.1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := newKit(t)
			k.answers(drop)
			routes := k.table(nil, row("", "10.1.0.4", "", k.deliver(k.server), named("route")), row("", "", "", drop, named("none")))
			if tc.first != nil {
				k.table(nil, tc.first(k, routes), row("", "", "", goTo(routes), named("on")))
			}
			p, err := k.Build()
			if err != nil {
				t.Fatal(err)
			}
			to := []pipeline.Target{{Place: k.server, Sent: tc.sent, Addressed: tc.addressed}}
			if got := NewApproaches(p).To(to); got.String() != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func rewritten(t pipeline.TableID, to string) pipeline.Action {
	set, a := addrs(to), goTo(t)
	a.Rewrite = &pipeline.Rewrite{Dst: &set}
	return a
}
