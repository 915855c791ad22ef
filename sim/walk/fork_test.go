package walk

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// TestForks judges a packet by a filter in front of the server.
func TestForks(t *testing.T) {
	for _, row := range []struct {
		name      string
		filter    func(k *kit, allow pipeline.Action) []pipeline.Row
		want      pipeline.Outcome
		decidedBy string
		gaps      []string
		branches  int
	}{
		{"an uncertain allow above a deny", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", allow, k.unsure("a?")), k.row("", "", "", deny, k.cause(pipeline.NSGRule, "deny"))}
		}, pipeline.InconclusiveOutcome, "a?", []string{"a?"}, 2},
		{"an uncertain deny above a deny is as good as none", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", deny, k.unsure("d?")), k.row("", "", "", deny, k.cause(pipeline.NSGRule, "deny"))}
		}, pipeline.Denied, "deny", nil, 1},
		{"one that does not match does not count", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "udp/53", deny, k.unsure("d?")), k.other(allow)}
		}, pipeline.Delivered, "route " + serverAddr, nil, 1},
		{"one below the entry that decides does not count", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", tcp443, allow, k.filter(topology.Inbound, "allow")), k.row("", "", "", deny, k.unsure("d?")), k.other(deny)}
		}, pipeline.Delivered, "allow", nil, 1},
		{"both may fail, each by its own entry", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", deny, k.unsure("d?")), k.row("", "", "", drop, k.unsure("x?")), k.other(drop)}
		}, pipeline.Denied, "d?", nil, 2},
		{"each exit by the first that names it", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", deny, k.unsure("d?")), k.row("", "", "", allow, k.unsure("a?")), k.other(deny)}
		}, pipeline.InconclusiveOutcome, "d?", []string{"d?", "a?"}, 2},
		{"an unknown action is delivered and not", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", notKnown, k.unsure("u"))}
		}, pipeline.InconclusiveOutcome, "u", []string{"u"}, 1},
		{"a split whose ways agree", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", pipeline.Action{Kind: pipeline.Split, Ways: []pipeline.Action{allow, allow}}, nil)}
		}, pipeline.Delivered, "route " + serverAddr, nil, 2},
		{"a split whose ways differ", func(k *kit, allow pipeline.Action) []pipeline.Row {
			return []pipeline.Row{k.row("", "", "", pipeline.Action{Kind: pipeline.Split, Ways: []pipeline.Action{allow, drop}}, k.cause(pipeline.RouteCause, "equal"))}
		}, pipeline.InconclusiveOutcome, "equal", nil, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			k := newKit(t)
			client, server := k.host("client", clientAddr), k.host("server", serverAddr)
			filter := k.table("filter", pipeline.FilterTable, nil, row.filter(k, k.deliver("server"))...)
			k.Fill(client, nil, k.route(serverAddr, goTo(filter)), k.other(drop))
			k.Fill(server, nil, k.other(k.deliver("client")))
			got := k.walk("client", clientAddr, serverAddr, tcp443)
			k.want(got, row.want, row.decidedBy)
			if diff := cmp.Diff(row.gaps, whys(got.Gaps)); diff != "" {
				t.Error(diff)
			}
			if len(got.Branches) != row.branches {
				t.Errorf("%d branches, want %d", len(got.Branches), row.branches)
			}
		})
	}
}

func whys(gaps []*pipeline.Gap) []string {
	var out []string
	for _, g := range gaps {
		out = append(out, g.Why)
	}
	return out
}

// TestForkThatChangesNothingIsNoGap: two uncertain routes lead to one filter,
// which alone is why the packet is inconclusive.
func TestForkThatChangesNothingIsNoGap(t *testing.T) {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	filter := k.table("filter", pipeline.FilterTable, nil,
		k.row("", "", "", k.deliver("server"), k.unsure("filter?")), k.other(deny))
	long := k.table("long", pipeline.PlumbingTable, nil, k.other(goTo(filter)))
	k.Fill(client, nil, k.row("", "", "", goTo(long), k.unsure("route?")), k.other(goTo(filter)))
	k.Fill(server, nil, k.other(k.deliver("client")))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.InconclusiveOutcome, "filter?")
	if diff := cmp.Diff([]string{"filter?"}, whys(got.Gaps)); diff != "" {
		t.Error(diff)
	}
}

// TestExplosionIsBounded: thirty uncertain routes to two ways each.
func TestExplosionIsBounded(t *testing.T) {
	k := newKit(t)
	client := k.host("client", clientAddr)
	next := k.table("end", pipeline.PlumbingTable, nil, k.other(drop))
	for range 30 {
		long := k.table("long", pipeline.PlumbingTable, nil, k.other(goTo(next)))
		next = k.table("fork", pipeline.RouteTable, nil, k.row("", "", "", goTo(long), k.unsure("route?")), k.other(goTo(next)))
	}
	k.Fill(client, nil, k.other(goTo(next)))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	why := whys(got.Gaps)
	if !got.CutOff || got.Verdict != pipeline.InconclusiveOutcome || why[len(why)-1] != tooManyWays.Gap.Why {
		t.Errorf("%s because of %v", got.Verdict, why)
	}
}
