package symbolic

import (
	"context"
	"errors"
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

func TestFirstMatchCutsPackets(t *testing.T) {
	k := newKit(t)
	k.answers(k.deliver(k.client))
	k.table(nil,
		row("10.0.0.0/25", "", "tcp/443", deny, named("deny low half")),
		row("", "10.1.0.4", "tcp/80,443", k.deliver(k.server), named("allow")),
		row("", "", "", drop, named("no route")))
	want(t, k.reach("tcp/443"),
		"10.0.0.0/25 → 0.0.0.0/0 tcp/443: denied by deny low half",
		"10.0.0.128/25 → 10.1.0.4 tcp/443: delivered at 2 as 10.0.0.128/25",
		"10.0.0.128/25 → 0.0.0.0-10.1.0.3,10.1.0.5-255.255.255.255 tcp/443: dropped by no route")
}

func TestUncertainEntriesFork(t *testing.T) {
	k := newKit(t)
	k.answers(k.deliver(k.client))
	k.table(nil,
		row("", "", "tcp/443", deny, unsure("deny?")),
		row("", "", "tcp/80", deny, unsure("deny too?")),
		row("", "", "tcp/80", deny, named("deny 80")),
		row("", "", "", k.deliver(k.server), named("allow")))
	want(t, k.reach("tcp/80,443"),
		"10.0.0.0/24 → 0.0.0.0/0 tcp/443: denied by deny? if deny?",
		"10.0.0.0/24 → 0.0.0.0/0 tcp/80: denied by deny 80",
		"10.0.0.0/24 → 0.0.0.0/0 tcp/443: delivered at 2 as 10.0.0.0/24 if deny?")
}

func TestTranslationKeepsPacketsAsSent(t *testing.T) {
	front, backend, nat := addrs("203.0.113.9"), addrs("10.1.0.4"), addrs("10.9.0.1")
	for _, tc := range []struct{ name, onlyFrom, onlyPort, want string }{
		{"conditions behind it see the new header", "10.9.0.1", "tcp/8443", "delivered at 2 as 10.9.0.1"},
		{"not the old source", "10.0.0.0/24", "tcp/8443", "denied by other"},
		{"not the old port", "10.9.0.1", "tcp/443", "denied by other"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := newKit(t)
			filter := k.table(nil,
				row(tc.onlyFrom, "10.1.0.4", tc.onlyPort, k.deliver(k.server), named("allow")),
				row("", "", "", deny, named("other")))
			to := goTo(filter)
			to.Rewrite = &pipeline.Rewrite{Src: &nat, Dst: &backend, DstPort: packet.Ports(8443)}
			box := k.table(&pipeline.State{ID: k.State(), Remember: true, Known: k.deliver(k.client)},
				row("", front.String(), "tcp/443", to, named("rule")),
				row("", "", "", drop, named("other")))
			k.answers(goTo(box))
			answer := k.reach("tcp/443")
			answer.Flows = answer.Flows[:1]
			want(t, answer, "10.0.0.0/24 → 203.0.113.9 tcp/443: "+tc.want)
		})
	}
}

func TestOneOfSeveralValuesIsUncertainWhereItMatters(t *testing.T) {
	k := newKit(t)
	nat := addrs("10.9.0.1-10.9.0.2")
	filter := k.table(nil,
		row("10.9.0.1", "", "tcp/80", deny, named("deny one")),
		row("10.9.0.0/24", "", "tcp/443", deny, named("deny all")),
		row("", "", "", k.deliver(k.server), named("allow")))
	to := goTo(filter)
	to.Rewrite = &pipeline.Rewrite{Src: &nat, Gap: &pipeline.Gap{Why: "which address?"}}
	box := k.table(&pipeline.State{ID: k.State(), Remember: true, Known: k.deliver(k.client)}, row("", "", "", to, named("nat")))
	k.answers(goTo(box))
	want(t, k.reach("tcp/80,443,22"),
		"10.0.0.0/24 → 0.0.0.0/0 tcp/80: denied by deny one if which address?",
		"10.0.0.0/24 → 0.0.0.0/0 tcp/443: denied by deny all",
		"10.0.0.0/24 → 0.0.0.0/0 tcp/22: delivered at 2 as 10.9.0.1-10.9.0.2",
		"10.0.0.0/24 → 0.0.0.0/0 tcp/80: delivered at 2 as 10.9.0.1-10.9.0.2 if which address?")
}

// TestPiecesOfOnePathAreOneFlow: packets with and without ports are translated
// apart, and so are those inside and outside of a shifted prefix.
func TestPiecesOfOnePathAreOneFlow(t *testing.T) {
	k := newKit(t)
	shift := pipeline.Shift{From: addrs("10.0.0.0/25").Ranges()[0], To: addrs("172.16.0.0/25").Ranges()[0]}
	to := k.deliver(k.server)
	to.Rewrite = &pipeline.Rewrite{SrcShift: &shift, SrcPort: packet.Ports(1024)}
	box := k.table(&pipeline.State{ID: k.State(), Remember: true, Known: k.deliver(k.client)}, row("", "", "", to, named("nat")))
	k.answers(goTo(box))
	want(t, k.reach("tcp/443 icmp"),
		"10.0.0.0/24 → 0.0.0.0/0 tcp/443 icmp: delivered at 2 as 10.0.0.128/25,172.16.0.0/25")
}

func TestHalfOpenFlowsBreakTCPOnly(t *testing.T) {
	k := newKit(t)
	k.answers(k.deliver(k.client))
	k.table(&pipeline.State{ID: k.State(), Remember: true, Strict: true, Known: k.deliver(k.client), Cause: named("state")},
		row("", "", "", k.deliver(k.server), named("allow")))
	want(t, k.reach("tcp/443 udp/53"),
		"10.0.0.0/24 → 0.0.0.0/0 udp/53: delivered at 2 as 10.0.0.0/24",
		"10.0.0.0/24 → 0.0.0.0/0 tcp/443: dropped by state at 2 as 10.0.0.0/24")
}

func TestAnswersWithoutOpenerAreRefused(t *testing.T) {
	k := newKit(t)
	refuser := k.table(&pipeline.State{ID: k.State(), Unseen: pipeline.Refuse, Cause: named("state")},
		row("", "", "", k.deliver(k.client), named("allow")))
	k.answers(goTo(refuser))
	k.table(nil, row("", "", "", k.deliver(k.server), named("allow")))
	want(t, k.reach("icmp"), "10.0.0.0/24 → 0.0.0.0/0 icmp: dropped by state at 2 as 10.0.0.0/24")
}

// TestOnlyPacketsThatComeAgainLoop: the destination is set to one address, so
// that only the packet which bore it comes to the table as it was.
func TestOnlyPacketsThatComeAgainLoop(t *testing.T) {
	k := newKit(t)
	k.answers(k.deliver(k.client))
	self := addrs("10.1.0.4")
	table := k.Reserve(0, pipeline.RouteTable, "")
	again := goTo(table)
	again.Rewrite = &pipeline.Rewrite{Dst: &self}
	other := k.Table(0, pipeline.RouteTable, "", nil, row("", "", "", again, named("set")))
	k.Fill(table, nil, row("", "10.1.0.0/24", "", goTo(other), named("round")), row("", "", "", k.deliver(k.server), named("allow")))
	k.SetOrigin(k.client, table)
	answer := k.reach("icmp")
	if n := len(answer.Flows); n != 3 {
		t.Fatalf("%d flows", n)
	}
	answer.Flows = answer.Flows[:2]
	want(t, answer,
		"10.0.0.0/24 → 10.1.0.4 icmp: dropped by set",
		"10.0.0.0/24 → 10.1.0.0/30,10.1.0.5-10.1.0.255 icmp: dropped by set")
	if first, second := len(answer.Flows[0].Forward), len(answer.Flows[1].Forward); first != 2 || second != 4 {
		t.Errorf("they loop after %d and %d tables", first, second)
	}
}

func TestSourcesWithoutOriginSendNothing(t *testing.T) {
	k := newKit(t)
	k.answers(k.deliver(k.client))
	answer := k.reach("icmp")
	if f := answer.Flows[0]; len(answer.Flows) != 1 || f.Ending != pipeline.NoOrigin || f.Cause.Kind != pipeline.NoHost {
		t.Errorf("got %+v", answer.Flows)
	}
}

func TestQuestionsEndByContextAndBudget(t *testing.T) {
	k := newKit(t)
	k.answers(k.deliver(k.client))
	k.table(nil, row("", "", "", k.deliver(k.server), named("allow")))
	p, err := k.Build()
	if err != nil {
		t.Fatal(err)
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Reach(done, p, k.question("icmp")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	q := k.question("icmp")
	q.Budget = 1
	if _, err := Reach(context.Background(), p, q); !errors.Is(err, ErrBudget) {
		t.Errorf("got %v", err)
	}
}
