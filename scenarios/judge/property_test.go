package judge

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/scenarios/suite"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// draw makes a random world; with gaps only if may be.
func drawWorld(t *rapid.T, gaps bool) *world {
	w := newWorld()
	w.webOut = drawRules(t, "out", gaps)
	w.dbIn = drawRules(t, "in", gaps)
	w.routes = drawRoutes(t, "web", []string{"10.0.2.0/24", "0.0.0.0/0", "203.0.113.0/24"}, gaps)
	w.backRoutes = drawRoutes(t, "db", []string{"10.0.1.0/24", "0.0.0.0/0", "10.0.1.4/32"}, gaps)
	return w
}

func drawRules(t *rapid.T, name string, gaps bool) []nsgRule {
	var rules []nsgRule
	for range rapid.IntRange(0, 3).Draw(t, name) {
		r := nsgRule{
			name:    "r",
			traffic: rapid.SampledFrom([]string{"", "tcp/443", "tcp/22-1000", "udp", "icmp"}).Draw(t, "traffic"),
			src:     rapid.SampledFrom([]string{"", "10.0.1.4", "10.0.1.0/25", "203.0.113.0/24"}).Draw(t, "src"),
			dst:     rapid.SampledFrom([]string{"", "10.0.2.4", "203.0.113.0/24"}).Draw(t, "dst"),
			access:  rapid.SampledFrom([]topology.Access{allow, deny}).Draw(t, "access"),
		}
		if gaps && rapid.Bool().Draw(t, "gap") {
			r.gap = "whether it applies"
		}
		rules = append(rules, r)
	}
	return rules
}

func drawRoutes(t *rapid.T, name string, prefixes []string, gaps bool) []route {
	hops := []string{"fw", "internet", "local", "none", "split"}
	if gaps {
		hops = append(hops, "unknown", "fw?", "internet?", "none?")
	}
	var routes []route
	for range rapid.IntRange(0, 2).Draw(t, name) {
		routes = append(routes, route{rapid.SampledFrom(prefixes).Draw(t, "prefix"), rapid.SampledFrom(hops).Draw(t, "hop"), true})
	}
	return routes
}

// ask is one statement over a world.
type ask struct {
	from, to, traffic string
	symmetric         bool
}

func drawAsk(t *rapid.T) ask {
	return ask{
		from:    rapid.SampledFrom([]string{"web", "web1", "db1", "internet", "web1 internet"}).Draw(t, "from"),
		to:      rapid.SampledFrom([]string{"web", "web2", "db1", "internet", "db1 internet"}).Draw(t, "to"),
		traffic: rapid.SampledFrom([]string{"", "tcp/443", "tcp/443 icmp", "udp"}).Draw(t, "traffic"),
	}
}

// verdict decides one statement about a world.
func (w *world) verdict(t testing.TB, j *Judge, a ask, expect string) *Decision {
	c := w.case_(t, j, expectOf(t, expect), a.traffic, w.ends(a.from), w.ends(a.to))
	c.Symmetric = a.symmetric
	if c.Expect == suite.Via || c.Expect == suite.NotVia {
		c.Hops = [][]pipeline.NodeID{{w.fw}}
	}
	return decide(t, j, c)
}

// testingTB lets rapid's T stand where a testing.TB is asked for.
type testingTB struct {
	*testing.T
	r *rapid.T
}

func (t testingTB) Helper()                        {}
func (t testingTB) Fatal(args ...any)              { t.r.Fatal(args...) }
func (t testingTB) Fatalf(format string, a ...any) { t.r.Fatalf(format, a...) }
func (t testingTB) Errorf(format string, a ...any) { t.r.Errorf(format, a...) }

// What one statement says binds what others may say about the same ends.
func TestVerdictsAreConsistent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tb := testingTB{t, r}
		w := drawWorld(r, rapid.Bool().Draw(r, "gaps"))
		j := w.build(tb)
		a := drawAsk(r)
		if w.verdict(tb, j, a, "isolated").Empty {
			r.Skip("nothing is asked")
		}
		isolated, some := w.verdict(tb, j, a, "isolated"), w.verdict(tb, j, a, "some")
		reachable, only := w.verdict(tb, j, a, "reachable"), w.verdict(tb, j, a, "only")
		via, notVia := w.verdict(tb, j, a, "via"), w.verdict(tb, j, a, "not-via")
		if isolated.Verdict == Proved && some.Verdict != Refuted {
			r.Fatalf("isolated is proved, some is %v", some.Verdict)
		}
		if some.Verdict == Proved && isolated.Verdict != Refuted {
			r.Fatalf("some is proved, isolated is %v", isolated.Verdict)
		}
		if reachable.Verdict == Proved && isolated.Verdict == Proved && reachable.Checked.Packets > 0 {
			r.Fatal("reachable and isolated are proved")
		}
		if only.Verdict == Proved && reachable.Verdict != Proved {
			r.Fatalf("only is proved, reachable is %v", reachable.Verdict)
		}
		if reachable.Verdict == Refuted && only.Verdict != Refuted {
			r.Fatalf("reachable is refuted, only is %v", only.Verdict)
		}
		quiet := len(via.Notes) > 0
		if quiet != (isolated.Verdict == Proved) {
			r.Fatalf("nothing gets through: %v, isolated: %v", quiet, isolated.Verdict)
		}
		if via.Verdict == Proved && notVia.Verdict == Proved && !quiet {
			r.Fatal("via and not-via are proved though something gets through")
		}
		if isolated.Verdict == Refuted && via.Verdict != Refuted && notVia.Verdict == Proved {
			r.Fatalf("something arrives, never by the firewall, and via is %v", via.Verdict)
		}
	})
}

// Without gaps nothing is inconclusive; a refutation shows a packet or says
// why none can be sent.
func TestWithoutGapsAllIsDecided(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tb := testingTB{t, r}
		w := drawWorld(r, false)
		j := w.build(tb)
		a := drawAsk(r)
		for _, expect := range []string{"isolated", "reachable", "only", "via", "not-via", "some"} {
			d := w.verdict(tb, j, a, expect)
			if d.Empty {
				r.Skip("nothing is asked")
			}
			if d.Verdict == Inconclusive {
				r.Fatalf("%s is inconclusive", expect)
			}
			if (d.Verdict == Refuted) != (len(d.Violations) > 0) {
				r.Fatalf("%s is %v with %d violations", expect, d.Verdict, len(d.Violations))
			}
			for _, v := range d.Violations {
				if len(v.Because) == 0 || len(v.Source) == 0 || v.Witness == nil && v.DecidedBy.Kind != pipeline.PublicAddress {
					r.Fatalf("%s: a violation lacks evidence: %+v", expect, v)
				}
			}
		}
	})
}

// However a rule that may apply turns out, what was proved or refuted stays so.
func TestVerdictsOutliveTheirGaps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tb := testingTB{t, r}
		w := drawWorld(r, true)
		a := drawAsk(r)
		expect := rapid.SampledFrom([]string{"isolated", "reachable", "only", "via", "not-via", "some"}).Draw(r, "expect")
		before := w.verdict(tb, w.build(tb), a, expect).Verdict
		known := newWorld()
		known.webOut, known.dbIn = settle(r, w.webOut), settle(r, w.dbIn)
		known.routes, known.backRoutes = lead(r, w.routes), lead(r, w.backRoutes)
		after := known.verdict(tb, known.build(tb), a, expect).Verdict
		if before != Inconclusive && after != before {
			r.Fatalf("%s was %v and is %v once all is known", expect, before, after)
		}
	})
}

// settle lets each uncertain rule apply or not.
func settle(t *rapid.T, rules []nsgRule) []nsgRule {
	var out []nsgRule
	for _, r := range rules {
		if r.gap != "" && rapid.Bool().Draw(t, "dropped") {
			continue
		}
		r.gap = ""
		out = append(out, r)
	}
	return out
}

// lead lets each unknown next hop be one of those there are.
func lead(t *rapid.T, routes []route) []route {
	var out []route
	for _, r := range routes {
		if hop, uncertain := strings.CutSuffix(r.to, "?"); uncertain {
			if rapid.Bool().Draw(t, "dropped") {
				continue
			}
			r.to = hop
		}
		if r.to == "unknown" {
			r.to = rapid.SampledFrom([]string{"fw", "internet", "local", "none"}).Draw(t, "hop")
		}
		out = append(out, r)
	}
	return out
}

// A proof holds for each packet that is walked.
func TestProofsHoldForWalkedPackets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tb := testingTB{t, r}
		w := drawWorld(r, rapid.Bool().Draw(r, "gaps"))
		j := w.build(tb)
		from := rapid.SampledFrom([]pipeline.PlaceID{w.web1, w.web2, w.db1}).Draw(r, "from")
		to := rapid.SampledFrom([]pipeline.PlaceID{w.web2, w.db1, w.internet}).Draw(r, "to")
		if from == to {
			r.Skip("a host and itself")
		}
		src, _ := j.Pipeline.Places[from].Addresses.Lowest()
		dst := rapid.SampledFrom([]string{"10.0.1.5", "10.0.2.4", "203.0.113.10", "1.2.3.4"}).Draw(r, "dst")
		traffic := rapid.SampledFrom([]string{"tcp/443", "udp/53", "icmp", "tcp/22"}).Draw(r, "traffic")
		parsed, _ := packet.ParseTraffic(traffic)
		to1, _ := set(dst).Lowest()
		sent, _ := parsed.Sample(src, to1)
		trace := walk.Walk(j.Pipeline, from, sent)
		addressed := j.Pipeline.Places[to].Addresses.Contains(sent.Dst)
		sources, targets := []pipeline.PlaceID{from}, []pipeline.PlaceID{to}
		if d := decide(tb, j, w.case_(tb, j, suite.Isolated, traffic, sources, targets)); d.Verdict == Proved && mayReach(trace, to) {
			r.Fatalf("isolated is proved and %s arrives", sent)
		}
		if d := decide(tb, j, w.case_(tb, j, suite.Reachable, traffic, sources, targets)); d.Verdict == Proved && addressed &&
			(trace.Verdict != pipeline.Delivered || trace.To != to) {
			r.Fatalf("reachable is proved and %s is %v", sent, trace.Verdict)
		}
	})
}

func mayReach(trace *walk.Trace, to pipeline.PlaceID) bool {
	for _, b := range trace.Branches {
		if b.Arrived && b.To == to || b.Outcome == pipeline.InconclusiveOutcome && !b.Arrived {
			return true
		}
	}
	return false
}
