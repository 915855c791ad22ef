package walk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// story tells hops in short: "node[entry/runner-up ...] header".
func story(p *pipeline.Pipeline, hops []Hop) []string {
	var out []string
	for _, h := range hops {
		var steps []string
		for _, s := range h.Steps {
			word := fmt.Sprintf("%d/%d", s.Entry, s.RunnerUp)
			if s.Known {
				word = "known"
			}
			if s.Refused {
				word = "refused"
			}
			steps = append(steps, word)
		}
		out = append(out, fmt.Sprintf("%s[%s] %s", p.Nodes[h.Node].Name, strings.Join(steps, " "), h.Packet))
	}
	return out
}

// TestHopsGroupStepsByNode: the client's filter and routes are one hop, and the
// end is a hop even where no table stands.
func TestHopsGroupStepsByNode(t *testing.T) {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	node := k.node
	routes := k.Table(node, pipeline.RouteTable, "routes", nil, k.route(serverAddr, k.deliver("server")), k.route("10.0.0.0/8", drop), k.other(drop))
	state := &pipeline.State{ID: k.State(), Remember: true, Known: k.deliver("client")}
	k.Fill(client, state, k.row("", "", tcp443, goTo(routes), k.filter(topology.Outbound, "out")), k.other(deny))
	k.Fill(server, nil, k.other(goTo(client)))
	p := k.build()
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.Delivered, "out")
	if diff := cmp.Diff([]string{
		"client[0/1 0/1] tcp 10.0.0.4:49152 → 10.1.0.4:443",
		"server[] tcp 10.0.0.4:49152 → 10.1.0.4:443",
	}, story(p, got.Forward)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"server[0/-1] tcp 10.1.0.4:443 → 10.0.0.4:49152",
		"client[known] tcp 10.1.0.4:443 → 10.0.0.4:49152",
	}, story(p, got.Return)); diff != "" {
		t.Error(diff)
	}
}

// TestTablesWithoutNodeJoinTheHopBefore: such as what joins other tables.
func TestTablesWithoutNodeJoinTheHopBefore(t *testing.T) {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	wire := k.Table(0, pipeline.PlumbingTable, "wire", nil, k.other(k.deliver("server")))
	k.Fill(client, nil, k.route(serverAddr, goTo(wire)), k.other(drop))
	k.Fill(server, nil, k.other(k.deliver("client")))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	if diff := cmp.Diff([]string{
		"client[0/1 0/-1] tcp 10.0.0.4:49152 → 10.1.0.4:443",
		"server[] tcp 10.0.0.4:49152 → 10.1.0.4:443",
	}, story(k.build(), got.Forward)); diff != "" {
		t.Error(diff)
	}
}

func TestRefusedAnswerEndsAtTheState(t *testing.T) {
	k := firewalled(t, false, true, true)
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	hop := got.Return[len(got.Return)-1]
	last := hop.Steps[len(hop.Steps)-1]
	if !last.Refused || last.Cause.Name != "firewall state" || last.RunnerUp != -1 {
		t.Errorf("got %+v", last)
	}
}

// TestDecidedBy follows the contract's order for delivered packets.
func TestDecidedBy(t *testing.T) {
	all := []string{"out", "first route", "transit in", "transit out", "firewall", "second route", "in"}
	for _, row := range []struct {
		name    string
		without []string
		want    string
	}{
		{"the last firewall rule", nil, "firewall"},
		{"else the last inbound rule at the destination", []string{"firewall"}, "in"},
		{"else the last outbound rule at the source, not one in transit", []string{"firewall", "in"}, "out"},
		{"else the last route", []string{"firewall", "in", "out"}, "second route"},
		{"else whatever was last", []string{"firewall", "in", "out", "first route", "second route", "transit in", "transit out"}, "other"},
	} {
		t.Run(row.name, func(t *testing.T) {
			k := newKit(t)
			client, server := k.host("client", clientAddr), k.host("server", serverAddr)
			k.Fill(server, nil, k.other(k.deliver("client")))
			next := k.table("deliver", pipeline.PlumbingTable, nil, k.other(k.deliver("server")))
			for i := len(all) - 1; i >= 0; i-- {
				if name := all[i]; !strings.Contains(strings.Join(row.without, ","), name) {
					next = k.passing(name, next)
				}
			}
			k.Fill(client, nil, k.row("", "", "", goTo(next), nil))
			k.want(k.walk("client", clientAddr, serverAddr, tcp443), pipeline.Delivered, row.want)
		})
	}
}

// passing returns a table of one row, whose cause has that name.
func (k *kit) passing(name string, next pipeline.TableID) pipeline.TableID {
	kind, cause := pipeline.FilterTable, k.filter(topology.Inbound, name)
	switch {
	case strings.HasSuffix(name, "route"):
		kind, cause = pipeline.RouteTable, k.cause(pipeline.RouteCause, name)
	case name == "firewall":
		kind, cause.Kind = pipeline.FirewallTable, pipeline.FirewallRule
	case strings.HasSuffix(name, "out"):
		cause.Filter.Direction = topology.Outbound
	}
	return k.table(name, kind, nil, k.row("", "", "", goTo(next), cause))
}

func TestAssumptionsOfAllBranches(t *testing.T) {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	a, b, c := &pipeline.Assumption{Text: "a"}, &pipeline.Assumption{Text: "b"}, &pipeline.Assumption{Text: "c"}
	route := k.cause(pipeline.RouteCause, "route")
	route.Assumptions = []*pipeline.Assumption{a, b}
	refused := k.cause(pipeline.NSGRule, "refused")
	refused.Assumptions = []*pipeline.Assumption{b, c}
	k.Fill(client, nil, k.row("", "", "", pipeline.Action{Kind: pipeline.Split, Ways: []pipeline.Action{
		k.deliver("server"), goTo(k.table("wall", pipeline.FilterTable, nil, k.row("", "", "", deny, refused)))}}, route))
	k.Fill(server, nil, k.other(k.deliver("client")))
	got := k.walk("client", clientAddr, serverAddr, tcp443).Assumptions
	if want := []*pipeline.Assumption{a, b, c}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
