package suite

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// read reads YAML as a file a.scenario.yaml.
func read(text string) (*Suite, []string) {
	var diags source.Diagnostics
	root := tree.ParseYAML(source.NewFile("a.scenario.yaml", []byte(text)), []byte(text), &diags)
	s := Read(root, &diags)
	var lines []string
	for _, d := range diags.Sorted() {
		lines = append(lines, d.String())
	}
	return s, lines
}

const whole = `suite: payments
topology: ../network
scenarios:
  - name: web reaches app on 8443 and on nothing else
    from: subnet:payments/web
    to: subnet:payments/app
    expect: only
    traffic: tcp/8443
  - name: egress is forced
    from: vnet:spoke-*
    to: internet
    expect: via
    via: [fw:hub-fw, onprem:hq]
    symmetric: true
    allowEmpty: true
  - {name: nobody else, from: "!subnet:payments/web", to: subnet:payments/app, expect: isolated,
     waive: {until: 2027-01-31, reason: "CHG-1234"}}
`

func TestReadWholeSuite(t *testing.T) {
	s, diags := read(whole)
	if diags != nil {
		t.Fatal(diags)
	}
	var got []string
	for _, sc := range s.Scenarios {
		line := sc.Pos.String() + " " + sc.Name + ": " + sc.From.Text + " → " + sc.To.Text + " " + sc.Expect.String() + " " + sc.Traffic.String()
		for _, via := range sc.Via {
			line += " via " + via.Text
		}
		if sc.Symmetric {
			line += " symmetric"
		}
		if sc.AllowEmpty {
			line += " allowEmpty"
		}
		if sc.Waive != nil {
			line += " waived until " + sc.Waive.Until.Format(time.DateOnly) + " " + sc.Waive.Reason
		}
		got = append(got, line)
	}
	want := []string{
		"a.scenario.yaml:4:5 web reaches app on 8443 and on nothing else: subnet:payments/web → subnet:payments/app only tcp/8443",
		"a.scenario.yaml:9:5 egress is forced: vnet:spoke-* → internet via any via fw:hub-fw via onprem:hq symmetric allowEmpty",
		"a.scenario.yaml:16:5 nobody else: !subnet:payments/web → subnet:payments/app isolated any waived until 2027-01-31 CHG-1234",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scenarios (-want +got):\n%s", diff)
	}
	if s.Name != "payments" || len(s.Topology) != 1 || s.Topology[0].Text != "../network" || s.File() != "a.scenario.yaml" {
		t.Errorf("suite %q of %v in %s", s.Name, s.Topology, s.File())
	}
}

func TestReadMistakes(t *testing.T) {
	tests := []struct{ name, scenario, want string }{
		{"unknown key", "{name: n, from: any, to: any, expect: some, trafic: tcp}",
			`4:49: unknown key "trafic"; did you mean traffic?`},
		{"far key", "{name: n, from: any, to: any, expect: some, x: 1}",
			`4:49: unknown key "x"; known keys of a scenario are name, from, to, expect, traffic, via, symmetric, allowEmpty, waive`},
		{"unknown expect", "{name: n, from: any, to: any, expect: isolate}",
			`4:43: unknown expect "isolate"; did you mean isolated?`},
		{"far expect", "{name: n, from: any, to: any, expect: blocked}",
			`4:43: unknown expect "blocked"; known are reachable, isolated, only, via, not-via, some`},
		{"expect of a wrong type", "{name: n, from: any, to: any, expect: true}",
			`4:43: expect is true or false; expected text; quote it: "true"`},
		{"missing name", "{from: any, to: any, expect: some}",
			"4:5: a scenario has no name; add name: nobody else reaches app"},
		{"bad traffic word with its column", "{name: n, from: any, to: any, expect: some, traffic: 'tcp/443 tpc/80'}",
			`4:67: unknown traffic word "tpc"; did you mean tcp?`},
		{"traffic as list", "{name: n, from: any, to: any, expect: some, traffic: [tcp]}",
			"4:58: traffic is a list; expected text; join words by spaces: tcp/443 udp/53"},
		{"selector with its column", "{name: n, from: 'vnet:a,vnets:b', to: any, expect: some}",
			`4:29: unknown kind of endpoint "vnets"; did you mean vnet:NAME?`},
		{"selector as list", "{name: n, from: [vnet:a], to: any, expect: some}",
			`4:21: from is a list; expected text; join selectors by commas: "vnet:a,vnet:b"`},
		{"via missing", "{name: n, from: any, to: any, expect: via}",
			"4:43: expect: via needs via; add via: fw:hub-fw, say"},
		{"via too much", "{name: n, from: any, to: any, expect: some, via: fw:x}",
			"4:54: via says nothing with expect: some; write expect: via, or leave via out"},
		{"empty via", "{name: n, from: any, to: any, expect: via, via: []}",
			"4:53: via is an empty list; name what must be passed: via: fw:hub-fw"},
		{"symmetric of a wrong type", "{name: n, from: any, to: any, expect: some, symmetric: 'yes'}",
			"4:60: symmetric is text; expected true or false"},
		{"symmetric for nothing", "{name: n, from: any, to: any, expect: isolated, symmetric: true}",
			"4:64: symmetric says nothing with expect: isolated; leave it out"},
		{"bad date", "{name: n, from: any, to: any, expect: some, waive: {until: 31.1.2027, reason: r}}",
			`4:64: "31.1.2027" is no day; write year-month-day, as in 2027-01-31`},
		{"waiver without reason", "{name: n, from: any, to: any, expect: some, waive: {until: 2027-01-31}}",
			`4:56: waive has no reason; add reason: "CHG-1234, replacing the appliance"`},
		{"scenario as text", "isolated", "4:5: a scenario is text; expected an object; write name: nobody else reaches app"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, diags := read("suite: s\n# a comment\nscenarios:\n  - " + test.scenario + "\n")
			if diff := cmp.Diff([]string{"a.scenario.yaml:" + test.want}, diags); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadMistakesOfTheWhole(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no suite key", "scenarios: [{name: n, from: any, to: any, expect: some}]", "1:1: a scenario file has no suite; add suite: segmentation"},
		{"no scenarios", "suite: s", "1:1: a scenario file has no scenarios; add scenarios: [{name: ..., from: ..., to: ..., expect: isolated}]"},
		{"empty scenarios", "suite: s\nscenarios: []", "2:12: the suite has no scenario; add one: {name: ..., from: ..., to: ..., expect: isolated}"},
		{"scenarios as object", "suite: s\nscenarios: {a: 1}", `2:12: scenarios is an object; expected a list; start each scenario with "- name:"`},
		{"topology of a wrong type", "suite: s\ntopology: [1]\nscenarios: [{name: n, from: any, to: any, expect: some}]",
			`2:12: topology is a number; expected text; quote it: "1"`},
		{"duplicate names", "suite: s\nscenarios:\n- {name: n, from: any, to: any, expect: some}\n- {name: n, from: any, to: any, expect: some}",
			`4:3: two scenarios are named "n"; give each its own name`},
		{"not an object", "- a", "1:1: a scenario file is a list; expected an object; write suite: segmentation"},
		{"empty", "", "1:1: the file is empty; write suite: segmentation, and scenarios below it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, diags := read(test.text)
			if diff := cmp.Diff([]string{"a.scenario.yaml:" + test.want}, diags); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadReportsEverythingAtOnce(t *testing.T) {
	_, diags := read("suit: s\nscenarios:\n- {from: vn:a, to: '!!b', expect: none, traffic: http}\n")
	if len(diags) != 7 {
		t.Errorf("want 7 diagnostics, got:\n%s", strings.Join(diags, "\n"))
	}
}

func TestReadNothing(t *testing.T) {
	var diags source.Diagnostics
	if s := Read(nil, &diags); s == nil || len(diags.Sorted()) != 0 {
		t.Error("what could not be read was reported by its reader and gives an empty suite")
	}
}

func TestWaiverHoldsThroughItsDay(t *testing.T) {
	s, _ := read(whole)
	w := s.Scenarios[2].Waive
	for day, want := range map[string]bool{"2027-01-30": true, "2027-01-31": true, "2027-02-01": false} {
		date, _ := time.Parse(time.DateOnly, day)
		if got := w.Excuses(date); got != want {
			t.Errorf("on %s: %v", day, got)
		}
	}
	if (*Waiver)(nil).Excuses(time.Time{}) {
		t.Error("no waiver excuses")
	}
}
