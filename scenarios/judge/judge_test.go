package judge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/suite"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// show prints a decision, one line a fact.
func show(d *Decision) string {
	lines := []string{d.Verdict.String()}
	for _, v := range d.Violations {
		line := v.Kind.String() + " " + showEnds(v.Source) + " → " + showEnds(v.Destination) + " " + v.Traffic.String()
		if v.Partial {
			line += " partial"
		}
		if v.OneWay {
			line += " oneWay"
		}
		lines = append(lines, line)
		for _, r := range v.Because {
			lines = append(lines, "  because "+r.Text)
		}
		if v.Witness != nil {
			lines = append(lines, "  packet "+v.Witness.Packet.String()+" "+v.Witness.Trace.Verdict.String())
		}
		for _, f := range v.Fixes {
			lines = append(lines, strings.TrimRight("  fix "+f.Text+" "+f.Snippet, " "))
		}
	}
	for _, n := range d.Notes {
		lines = append(lines, "note "+n)
	}
	for _, g := range d.Gaps {
		lines = append(lines, "gap "+g.Why)
	}
	for _, k := range d.Known {
		lines = append(lines, "known "+k)
	}
	return strings.Join(lines, "\n")
}

func showEnds(ends finding.Ends) string {
	var words []string
	for _, e := range ends {
		word := e.Name
		if !e.Space.IsEmpty() {
			word += " (" + e.Space.String() + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, "+")
}

// ends are names of places of a world.
func (w *world) ends(names string) []pipeline.PlaceID {
	var out []pipeline.PlaceID
	for name := range strings.FieldsSeq(names) {
		switch name {
		case "web":
			out = append(out, w.web1, w.web2, w.webPlanned)
		case "web1":
			out = append(out, w.web1)
		case "web2":
			out = append(out, w.web2)
		case "db1":
			out = append(out, w.db1)
		case "hq":
			out = append(out, w.site)
		case "internet":
			out = append(out, w.internet)
		}
	}
	return out
}

const (
	allow = topology.Allow
	deny  = topology.Deny
)

func TestDecide(t *testing.T) {
	toFirewall := []route{{"0.0.0.0/0", "fw", true}}
	tests := []struct {
		name             string
		world            func(*world)
		from, expect, to string
		traffic          string
		via              bool // through the firewall
		symmetric        bool
		want             string
	}{
		{name: "isolated by a deny of all",
			world: func(w *world) { w.dbIn = []nsgRule{{name: "deny", access: deny}} },
			from:  "web", expect: "isolated", to: "db1", want: "proved"},
		{name: "the whole leak is one finding, named as the subnet",
			from: "web", expect: "isolated", to: "db1", traffic: "tcp/1433", want: `refuted
leak v/web (10.0.1.0/24) → db1 tcp/1433
  because default rule 65000 AllowAll of db-nsg allows it, inbound
  packet tcp 10.0.1.4:49152 → 10.0.2.4:1433 delivered
  fix add to db-nsg {name: deny-db1, priority: 4096, direction: Inbound, access: Deny, protocol: Tcp, source: 10.0.1.0/24, destination: 10.0.2.4/32, destinationPorts: [1433]}`},
		{name: "one finding for each rule that lets through",
			world: func(w *world) {
				w.dbIn = []nsgRule{{"sql", "tcp/1433", "10.0.1.4", "", allow, ""}, {"ping", "icmp", "10.0.1.0/24", "", allow, ""}, {name: "deny", access: deny}}
			},
			from: "web", expect: "isolated", to: "db1", want: `refuted
leak web1 → db1 tcp/1433
  because rule 100 sql of db-nsg allows it, inbound
  packet tcp 10.0.1.4:49152 → 10.0.2.4:1433 delivered
  fix narrow or remove rule sql of db-nsg
leak v/web (10.0.1.0/24) → db1 icmp
  because rule 110 ping of db-nsg allows it, inbound
  packet icmp 10.0.1.4 → 10.0.2.4 delivered
  fix narrow or remove rule ping of db-nsg`},
		{name: "a rule that may apply leaves it open",
			world: func(w *world) {
				w.dbIn = []nsgRule{{"maybe", "tcp/1433", "10.0.1.4", "", allow, "which ports maybe names"}, {name: "deny", access: deny}}
			},
			from: "web", expect: "isolated", to: "db1", want: `inconclusive
gap which ports maybe names
known it holds for certain from web2, planned hosts of v/web`},
		{name: "an uncertain deny after which all the same is allowed changes nothing",
			world: func(w *world) { w.dbIn = []nsgRule{{"maybe", "tcp/1433", "", "", allow, "unknown"}} },
			from:  "web1", expect: "isolated", to: "db1", traffic: "tcp/1433", want: `refuted
leak web1 → db1 tcp/1433
  because default rule 65000 AllowAll of db-nsg allows it, inbound
  packet tcp 10.0.1.4:49152 → 10.0.2.4:1433 delivered
  fix add to db-nsg {name: deny-db1, priority: 4096, direction: Inbound, access: Deny, protocol: Tcp, source: 10.0.1.4/32, destination: 10.0.2.4/32, destinationPorts: [1433]}`},
		{name: "what leaks whichever route applies has leaked",
			world: func(w *world) { w.routes = []route{{"0.0.0.0/0", "fw?", true}} },
			from:  "web1", expect: "isolated", to: "internet", traffic: "esp", want: `refuted
leak web1 → any public address esp
  because default rule 65000 AllowAll of web-nsg allows it, outbound
  packet esp 10.0.1.4 → 203.0.113.10 delivered
  fix add to web-nsg {name: deny-any-public-address, priority: 4096, direction: Outbound, access: Deny, protocol: Esp, source: 10.0.1.4/32, destination: Internet, destinationPorts: ["*"]}
leak web1 → any public address esp
  because rule all of hub-policy allows it
  packet esp 10.0.1.4 → 203.0.113.10 delivered
  fix narrow or remove rule all of hub-policy`},
		{name: "what leaks out unanswered has leaked",
			world: func(w *world) { w.backRoutes = []route{{"10.0.1.0/24", "none", true}} },
			from:  "web1", expect: "isolated", to: "db1", traffic: "udp/53", want: `refuted
leak web1 → db1 udp/53 oneWay
  because default rule 65000 AllowAll of db-nsg allows it, inbound
  packet udp 10.0.1.4:49152 → 10.0.2.4:53 dropped
  fix add to db-nsg {name: deny-db1, priority: 4096, direction: Inbound, access: Deny, protocol: Udp, source: 10.0.1.4/32, destination: 10.0.2.4/32, destinationPorts: [53]}`},
		{name: "a host reaching itself is no leak",
			world: func(w *world) { w.webOut = []nsgRule{{name: "deny", access: deny}} },
			from:  "web1", expect: "isolated", to: "web1", want: "proved"},

		{name: "reachable from every host that is there",
			from: "web", expect: "reachable", to: "db1", traffic: "tcp/1433", want: "proved"},
		{name: "reachable asks planned hosts only where none is there",
			world: func(w *world) { w.dbIn = []nsgRule{{"deny planned", "", "10.0.1.6-10.0.1.254", "", deny, ""}} },
			from:  "web", expect: "reachable", to: "db1", want: "proved"},
		{name: "missing names who is denied, on what and by which rule",
			world: func(w *world) { w.dbIn = []nsgRule{{"no ping", "icmp", "10.0.1.5", "", deny, ""}} },
			from:  "web", expect: "reachable", to: "db1", traffic: "icmp tcp/443", want: `refuted
missing web2 → db1 icmp
  because rule 100 no ping of db-nsg denies it, inbound
  packet icmp 10.0.1.5 → 10.0.2.4 denied
  fix narrow or remove rule no ping of db-nsg`},
		{name: "an answer that does not return is missing",
			world: func(w *world) { w.backRoutes = []route{{"10.0.1.0/24", "none", true}} },
			from:  "web1", expect: "reachable", to: "db1", traffic: "tcp/1433", want: `refuted
missing web1 → db1 tcp/1433
  because route 10.0.1.0/24 → None (web-rt/r)
  packet tcp 10.0.1.4:49152 → 10.0.2.4:1433 dropped
  fix give v/db a route to web1`},
		{name: "an unknown next hop leaves it open",
			world: func(w *world) { w.routes = []route{{"10.0.2.0/24", "unknown", true}} },
			from:  "web1", expect: "reachable", to: "db1", want: `inconclusive
gap where the route leads`},
		{name: "of a split every way must do",
			world: func(w *world) { w.routes = []route{{"0.0.0.0/0", "split", true}} },
			from:  "web1", expect: "reachable", to: "internet", traffic: "tcp/443", want: `refuted
missing web1 → any public address tcp/443
  because hub-fw did not see the opener
  packet tcp 10.0.1.4:49152 → 203.0.113.10:443 inconclusive`},
		{name: "the internet reaches a host by its public address",
			from: "internet", expect: "reachable", to: "web1", traffic: "tcp/443", want: "proved"},
		{name: "a host without public address is missing from the internet",
			from: "internet", expect: "reachable", to: "db1", traffic: "tcp/443", want: `refuted
missing any public address → db1 tcp/443
  because db1 has no public address to which the internet could send
  fix give db1 a public address, or a load balancer in front of it`},
		{name: "the internet reaches no private address",
			from: "internet", expect: "isolated", to: "db1", want: "proved"},

		{name: "only what is asked",
			world: func(w *world) {
				w.dbIn = []nsgRule{{"sql", "tcp/1433", "10.0.1.0/24", "", allow, ""}, {name: "deny", access: deny}}
			},
			from: "web", expect: "only", to: "db1", traffic: "tcp/1433", want: "proved"},
		{name: "only, with too little and too much",
			world: func(w *world) {
				w.dbIn = []nsgRule{{"ssh", "tcp/22", "10.0.1.4", "", allow, ""}, {name: "deny", access: deny}}
			},
			from: "web1", expect: "only", to: "db1", traffic: "tcp/1433", want: `refuted
leak web1 → db1 tcp/22
  because rule 100 ssh of db-nsg allows it, inbound
  packet tcp 10.0.1.4:49152 → 10.0.2.4:22 delivered
  fix narrow or remove rule ssh of db-nsg
missing web1 → db1 tcp/1433
  because rule 110 deny of db-nsg denies it, inbound
  packet tcp 10.0.1.4:49152 → 10.0.2.4:1433 denied
  fix add to db-nsg {name: allow-db1, priority: 109, direction: Inbound, access: Allow, protocol: Tcp, source: 10.0.1.4/32, destination: 10.0.2.4/32, destinationPorts: [1433]}`},

		{name: "forced through the firewall", via: true,
			world: func(w *world) { w.routes = toFirewall },
			from:  "web", expect: "via", to: "internet", want: "proved"},
		{name: "a bypass names the route that is not there and the one to add", via: true,
			from: "web", expect: "via", to: "internet", want: `refuted
bypass v/web (10.0.1.0/24) → any public address any
  because route table web-rt, on v/web, has no route for 0.0.0.0/0, so the system route 0.0.0.0/0 → Internet applies
  packet tcp 10.0.1.4:49152 → 203.0.113.10:443 delivered
  fix add to web-rt {name: to-hub-fw, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}`},
		{name: "a route that leads past the firewall for some", via: true,
			world: func(w *world) { w.routes = append([]route{{"203.0.113.0/24", "internet", true}}, toFirewall...) },
			from:  "web1", expect: "via", to: "internet", traffic: "tcp/443", want: `refuted
bypass web1 → public addresses tcp/443
  because route 203.0.113.0/24 → Internet (web-rt/r)
  packet tcp 10.0.1.4:49152 → 203.0.113.10:443 delivered
  fix change route web-rt/r to {name: to-hub-fw, addressPrefix: 203.0.113.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}`},
		{name: "a tunnel that denies all is still forced", via: true,
			world: func(w *world) { w.webOut = []nsgRule{{name: "deny", access: deny}} },
			from:  "web", expect: "via", to: "internet", want: "proved\nnote nothing gets through"},
		{name: "not via where the route does not lead there", via: true,
			from: "web", expect: "not-via", to: "db1", want: "proved"},
		{name: "a detour names the route", via: true,
			world: func(w *world) { w.routes = toFirewall },
			from:  "web1", expect: "not-via", to: "internet", traffic: "tcp/443", want: `refuted
detour web1 → any public address tcp/443 oneWay
  because route 0.0.0.0/0 → VirtualAppliance (web-rt/r)
  packet tcp 10.0.1.4:49152 → 203.0.113.10:443 dropped
  fix narrow or remove route web-rt/r`},
		{name: "symmetric, but the answer comes back past the firewall", via: true, symmetric: true,
			world: func(w *world) { w.routes = []route{{"10.0.2.0/24", "fw", true}} },
			from:  "web1", expect: "via", to: "db1", traffic: "udp/53", want: `refuted
asymmetry web1 → db1 udp/53
  because route 10.0.0.0/16 → VnetLocal (system)
  packet udp 10.0.1.4:49152 → 10.0.2.4:53 delivered
  fix give v/db a route table with {name: to-hub-fw, addressPrefix: 10.0.1.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}`},
		{name: "symmetric both ways through the firewall", via: true, symmetric: true,
			world: func(w *world) {
				w.routes, w.backRoutes = []route{{"10.0.2.0/24", "fw", true}}, []route{{"10.0.1.0/24", "fw", true}}
			},
			from: "web1", expect: "via", to: "db1", want: "proved"},
		{name: "a half-open flow is missing by asymmetry",
			world: func(w *world) { w.routes = []route{{"10.0.2.0/24", "fw", true}} },
			from:  "web1", expect: "reachable", to: "db1", traffic: "tcp/443", symmetric: true, want: `refuted
asymmetry web1 → db1 tcp/443
  because hub-fw did not see the opener
  packet tcp 10.0.1.4:49152 → 10.0.2.4:443 dropped
  fix give v/db a route table with {name: to-hub-fw, addressPrefix: 10.0.1.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}`},

		{name: "some packet gets through",
			world: func(w *world) {
				w.dbIn = []nsgRule{{"sql", "tcp/1433", "10.0.1.5", "", allow, ""}, {name: "deny", access: deny}}
			},
			from: "web", expect: "some", to: "db1", want: "proved"},
		{name: "some, and none does",
			world: func(w *world) { w.dbIn = []nsgRule{{name: "deny", access: deny}} },
			from:  "web1", expect: "some", to: "db1", traffic: "tcp/22", want: `refuted
missing web1 → db1 tcp/22
  because rule 100 deny of db-nsg denies it, inbound
  packet tcp 10.0.1.4:49152 → 10.0.2.4:22 denied
  fix narrow or remove rule deny of db-nsg`},
		{name: "some, and perhaps one does",
			world: func(w *world) {
				w.dbIn = []nsgRule{{"maybe", "", "", "", allow, "whether maybe applies"}, {name: "deny", access: deny}}
			},
			from: "web1", expect: "some", to: "db1", want: "inconclusive\ngap whether maybe applies"},

		{name: "isolated, yet relayed",
			world: func(w *world) {
				w.hasRelay = true
				w.dbIn = []nsgRule{{"deny web", "", "10.0.1.0/24", "", deny, ""}}
			},
			from: "web", expect: "isolated", to: "db1", want: "proved\nnote relayed by agw"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			if test.world != nil {
				test.world(w)
			}
			j := w.build(t)
			c := w.case_(t, j, expectOf(t, test.expect), test.traffic, w.ends(test.from), w.ends(test.to))
			c.Symmetric = test.symmetric
			if test.via {
				c.Hops = [][]pipeline.NodeID{{w.fw}}
			}
			if diff := cmp.Diff(test.want, show(decide(t, j, c))); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
		})
	}
}

func expectOf(t testing.TB, word string) suite.Expect {
	t.Helper()
	for _, e := range []suite.Expect{suite.Reachable, suite.Isolated, suite.Only, suite.Via, suite.NotVia, suite.Some} {
		if e.String() == word {
			return e
		}
	}
	t.Fatalf("no expect %q", word)
	return 0
}
