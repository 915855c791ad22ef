package walk

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// pair returns a client and a server, each routed to the other directly.
func pair(t *testing.T) *kit {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	k.Fill(client, nil, k.route(serverAddr, k.deliver("server")), k.other(drop))
	k.Fill(server, nil, k.route(clientAddr, k.deliver("client")), k.other(drop))
	return k
}

func TestWALK04_AnswerIsRoutedByItsOwnSender(t *testing.T) {
	k := pair(t)
	k.want(k.walk("client", clientAddr, serverAddr, tcp443), pipeline.Delivered, "route "+serverAddr)

	k = newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	k.Fill(client, nil, k.route(serverAddr, k.deliver("server")), k.other(drop))
	k.Fill(server, nil, k.route("10.0.0.0/8", drop), k.other(drop))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.Dropped, "route 10.0.0.0/8")
	if !got.Arrived || got.To != k.places["server"] {
		t.Error("the opener has arrived all the same")
	}
}

func TestWALK04_AnswerThatEndsElsewhereIsLost(t *testing.T) {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	k.Fill(k.host("twin", clientAddr), nil, k.other(drop))
	k.Fill(client, nil, k.route(serverAddr, k.deliver("server")), k.other(drop))
	k.Fill(server, nil, k.route(clientAddr, k.deliver("twin")), k.other(drop))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.Dropped, "route "+clientAddr)
	if got.Ending != pipeline.Lost {
		t.Errorf("ended as %q, want lost", got.Ending)
	}
}

// firewalled returns a client and a server with a strict firewall that passes
// 443, and who goes through it.
func firewalled(t testing.TB, out, back, strict bool) *kit {
	k := newKit(t)
	client, server := k.host("client", clientAddr), k.host("server", serverAddr)
	rules, onward := k.Reserve(0, pipeline.FirewallTable, "rules"), k.Reserve(0, pipeline.RouteTable, "onward")
	state := &pipeline.State{ID: k.State(), Remember: true, Known: goTo(onward), Strict: strict, Cause: k.cause(pipeline.Asymmetry, "firewall state")}
	if strict {
		state.Unseen = pipeline.Refuse
	}
	k.Fill(rules, state, k.row("", serverAddr, "", goTo(onward), k.filter(0, "allow")), k.other(goTo(onward)))
	k.Fill(onward, nil, k.route(serverAddr, k.deliver("server")), k.route(clientAddr, k.deliver("client")), k.other(drop))
	through := func(yes bool, direct string) pipeline.Action {
		if yes {
			return goTo(rules)
		}
		return k.deliver(direct)
	}
	k.Fill(client, nil, k.route("10.1.0.0/16", through(out, "server")), k.other(drop))
	k.Fill(server, nil, k.route("10.0.0.0/16", through(back, "client")), k.other(drop))
	return k
}

func TestWALK05_StatefulMiddleboxMustSeeBothWays(t *testing.T) {
	for _, row := range []struct {
		name              string
		out, back, strict bool
		traffic           string
		want              pipeline.Outcome
		decidedBy         string
		ending            pipeline.Ending
	}{
		{"both ways", true, true, true, "tcp/443", pipeline.Delivered, "allow", pipeline.Answered},
		{"neither way", false, false, true, "tcp/443", pipeline.Delivered, "route 10.1.0.0/16", pipeline.Answered},
		{"answer past it breaks tcp", true, false, true, "tcp/443", pipeline.Dropped, "firewall state", pipeline.HalfOpen},
		{"answer past it arrives of udp", true, false, true, "udp/53", pipeline.Delivered, "allow", pipeline.Answered},
		{"answer past it arrives of icmp", true, false, true, "icmp", pipeline.Delivered, "allow", pipeline.Answered},
		{"opener past it", false, true, true, "tcp/443", pipeline.Dropped, "firewall state", pipeline.Refused},
		{"opener past it, any protocol", false, true, true, "icmp", pipeline.Dropped, "firewall state", pipeline.Refused},
		{"a plain forwarder does not mind the answer", true, false, false, "tcp/443", pipeline.Delivered, "allow", pipeline.Answered},
		{"a plain forwarder does not mind the opener", false, true, false, "tcp/443", pipeline.Delivered, "route 10.1.0.0/16", pipeline.Answered},
	} {
		t.Run(row.name, func(t *testing.T) {
			k := firewalled(t, row.out, row.back, row.strict)
			got := k.walk("client", clientAddr, serverAddr, row.traffic)
			k.want(got, row.want, row.decidedBy)
			if got.Ending != row.ending || !got.Arrived {
				t.Errorf("ended as %q, arrived %v", got.Ending, got.Arrived)
			}
		})
	}
}

// TestStateOfANICKnowsItsFlows: state belongs to the NIC that saw the opener; an
// answer that comes through another one is judged as an opener.
func TestStateOfANICKnowsItsFlows(t *testing.T) {
	for _, row := range []struct {
		name      string
		sameNIC   bool
		want      pipeline.Outcome
		decidedBy string
	}{
		{"in through the NIC that sent", true, pipeline.Delivered, "out"},
		{"in through another NIC", false, pipeline.Denied, "other"},
	} {
		t.Run(row.name, func(t *testing.T) {
			k := newKit(t)
			client, server := k.host("client", clientAddr), k.host("server", serverAddr)
			out, in := k.State(), k.State()
			if row.sameNIC {
				in = out
			}
			inbound := k.table("in", pipeline.FilterTable, &pipeline.State{ID: in, Known: k.deliver("client")}, k.other(deny))
			routes := k.table("routes", pipeline.RouteTable, nil, k.route(serverAddr, k.deliver("server")), k.other(drop))
			k.Fill(client, &pipeline.State{ID: out, Remember: true}, k.row("", "", "", goTo(routes), k.filter(topology.Outbound, "out")))
			k.Fill(server, nil, k.route(clientAddr, goTo(inbound)), k.other(drop))
			k.want(k.walk("client", clientAddr, serverAddr, tcp443), row.want, row.decidedBy)
		})
	}
}

func TestTranslationIsUndoneWhereItIsKnown(t *testing.T) {
	for _, known := range []bool{true, false} {
		t.Run(fmt.Sprint(known), func(t *testing.T) {
			k := newKit(t)
			client, server := k.host("client", clientAddr), k.host("server", serverAddr)
			front, nat := k.addrs("203.0.113.9"), k.addrs("10.9.0.1,10.9.0.2")
			private := k.addrs(serverAddr)
			box := k.Reserve(0, pipeline.TranslateTable, "nat")
			action := k.deliver("server")
			action.Rewrite = &pipeline.Rewrite{Src: &nat, Dst: &private, SrcPort: packet.PortSetOf(packet.PortRange{Lo: 1024, Hi: 65535}),
				DstPort: packet.Ports(8443), Gap: &pipeline.Gap{Why: "which address"}}
			state := &pipeline.State{ID: k.State(), Remember: true, Unseen: pipeline.Refuse, Cause: k.cause(pipeline.LoadBalancerCause, "nat state")}
			if known {
				state.Known = k.deliver("client")
			}
			k.Fill(box, state, k.row("", "203.0.113.9", tcp443, action, k.cause(pipeline.LoadBalancerCause, "rule")), k.other(drop))
			k.Fill(client, nil, k.route(front.String(), goTo(box)), k.other(drop))
			k.Fill(server, nil, k.route("10.9.0.0/24", goTo(box)), k.other(drop))
			got := k.walk("client", clientAddr, front.String(), tcp443)
			if !known {
				k.want(got, pipeline.Dropped, "nat state")
				return
			}
			k.want(got, pipeline.Delivered, "route 203.0.113.9")
			seen := got.Branches[0].Seen
			if diff := cmp.Diff("10.9.0.1-10.9.0.2 1024-65535 10.1.0.4 8443", fmt.Sprint(seen.Sources(), seen.SourcePorts(), seen.Destinations(), seen.DestinationPorts())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOpenFieldsMatchAllSomeOrNone(t *testing.T) {
	for _, row := range []struct {
		name, condition string
		want            pipeline.Outcome
		gaps            int
	}{
		{"all values", "10.9.0.0/24", pipeline.Denied, 0},
		{"no value", "10.8.0.0/24", pipeline.Delivered, 0},
		{"some values", "10.9.0.1", pipeline.InconclusiveOutcome, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			k := newKit(t)
			client, server := k.host("client", clientAddr), k.host("server", serverAddr)
			nat := k.addrs("10.9.0.1,10.9.0.2")
			filter := k.table("filter", pipeline.FilterTable, nil,
				k.row(row.condition, "", "", deny, k.cause(pipeline.NSGRule, "deny")), k.other(k.deliver("server")))
			action := goTo(filter)
			action.Rewrite = &pipeline.Rewrite{Src: &nat, Gap: &pipeline.Gap{Why: "which address"}}
			undo := &pipeline.State{ID: k.State(), Remember: true, Known: k.deliver("client")}
			k.Fill(client, undo, k.route(serverAddr, action), k.other(drop))
			k.Fill(server, nil, k.other(goTo(client)))
			got := k.walk("client", clientAddr, serverAddr, tcp443)
			if got.Verdict != row.want || len(got.Gaps) != row.gaps {
				t.Errorf("%s with %d gaps, want %s with %d", got.Verdict, len(got.Gaps), row.want, row.gaps)
			}
		})
	}
}

// TestShiftsMoveAPrefix: what lies outside the prefix stays as it is.
func TestShiftsMoveAPrefix(t *testing.T) {
	k := newKit(t)
	shift := pipeline.Shift{From: k.addrs("10.0.0.0/24").Ranges()[0], To: k.addrs("172.16.255.0/24").Ranges()[0]}
	h := Header{Packet: header(t, "10.0.0.200", serverAddr, tcp443)}
	if got := h.rewrite(&pipeline.Rewrite{SrcShift: &shift, DstShift: &shift}); got.Src.String() != "172.16.255.200" || got.Dst != h.Dst {
		t.Errorf("got %s", got)
	}
	wide := k.addrs("10.0.0.254-10.0.1.1")
	open := h.rewrite(&pipeline.Rewrite{Src: &wide}).rewrite(&pipeline.Rewrite{SrcShift: &shift})
	if got := open.Sources().String(); got != "10.0.1.0/31,172.16.255.254/31" {
		t.Errorf("got %s", got)
	}
}

func TestPortsOfProtocolsWithoutPortsStay(t *testing.T) {
	h := Header{Packet: header(t, clientAddr, serverAddr, "icmp")}
	if got := h.rewrite(&pipeline.Rewrite{DstPort: packet.Ports(80, 81), SrcPort: packet.Ports(1)}); !got.equal(h) {
		t.Errorf("got %s", got)
	}
}

func TestLoopIsDropped(t *testing.T) {
	k := newKit(t)
	client := k.host("client", clientAddr)
	a, b := k.Reserve(0, pipeline.RouteTable, "a"), k.Reserve(0, pipeline.PlumbingTable, "b")
	k.Fill(client, nil, k.route("10.0.0.0/8", goTo(a)), k.other(drop))
	k.Fill(a, nil, k.route(serverAddr, goTo(b)), k.other(drop))
	k.Fill(b, nil, k.other(goTo(a)))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.Dropped, "route "+serverAddr)
	if got.Ending != pipeline.Looped || got.Reason == "" {
		t.Errorf("ended as %q because %q", got.Ending, got.Reason)
	}
}

// TestEverChangingLoopIsDropped: a header that changes each time round.
func TestEverChangingLoopIsDropped(t *testing.T) {
	k := newKit(t)
	client := k.host("client", clientAddr)
	next := goTo(client)
	next.Rewrite = &pipeline.Rewrite{DstShift: &pipeline.Shift{From: k.addrs("10.0.0.0-10.255.255.254").Ranges()[0], To: k.addrs("10.0.0.1-10.255.255.255").Ranges()[0]}}
	k.Fill(client, nil, k.route("10.0.0.0/8", next), k.other(drop))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.Dropped, "route 10.0.0.0/8")
	if n := len(got.Branches[0].Forward); n != pipeline.MaxTables {
		t.Errorf("passed %d tables", n)
	}
}

func TestNothingStartsWithoutOrigin(t *testing.T) {
	k := pair(t)
	k.SetOrigin(k.places["client"], 0)
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	if got.Verdict != pipeline.Dropped || got.DecidedBy.Kind != pipeline.NoHost || got.Arrived {
		t.Errorf("got %s, %+v", got.Verdict, got.DecidedBy)
	}
}

func TestArrivalIsAllWhereNothingAnswers(t *testing.T) {
	k := newKit(t)
	client := k.host("client", clientAddr)
	k.places["sink"] = k.Place(pipeline.Place{Kind: pipeline.PaaSNode})
	k.Fill(client, nil, k.route(serverAddr, k.deliver("sink")), k.other(drop))
	got := k.walk("client", clientAddr, serverAddr, tcp443)
	k.want(got, pipeline.Delivered, "route "+serverAddr)
	if got.Ending != pipeline.Unanswered || got.Return != nil {
		t.Errorf("ended as %q", got.Ending)
	}
}
