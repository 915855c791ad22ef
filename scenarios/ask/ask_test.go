package ask

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/pipeline"
	"vnetproof/topology/load"
)

const town = `
virtualNetworks:
  web:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      a: {addressPrefix: 10.1.0.0/29, networkSecurityGroup: a-nsg}
      b: {addressPrefix: 10.1.0.8/29, networkSecurityGroup: b-nsg, defaultOutboundAccess: false}
networkSecurityGroups:
  a-nsg: {}
  b-nsg:
    securityRules:
      - {name: https-in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.0.0/29, destinationPorts: [443]}
      - {name: dns-in, priority: 110, direction: Inbound, access: Allow, protocol: Udp, source: 10.1.0.0/29, destinationPorts: [53]}
      - {name: deny-in, priority: 4000, direction: Inbound, access: Deny}
virtualMachines:
  a1: {nics: [{subnet: web/a, privateIPAddress: 10.1.0.4}]}
  a2: {nics: [{subnet: web/a, privateIPAddress: 10.1.0.5}]}
  b1: {nics: [{subnet: web/b, privateIPAddress: 10.1.0.12}]}
`

// open loads a design of one file.
func open(t *testing.T, text string) *Desk {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.network.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Open(load.Options{Paths: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTraceTakesRepresentatives(t *testing.T) {
	d := open(t, town)
	tests := []struct {
		name, from, to, traffic string
		want                    []string
	}{
		{"single names need no explanation", "vm:a1", "vm:b1", "tcp/443", nil},
		{"of a subnet the lowest host", "subnet:web/a", "vm:b1", "tcp/443", []string{"subnet:web/a: a1, 10.1.0.4"}},
		{"of traffic the first word", "vm:a1", "vm:b1", "any", []string{"any: tcp/443"}},
		{"of the internet an address for examples", "vm:a1", "internet", "udp/53", []string{"internet: 203.0.113.10"}},
		{"a glob is a set", "vm:a*", "ip:10.1.0.12", "icmp", []string{"vm:a*: a1, 10.1.0.4"}},
	}
	for _, tt := range tests {
		tr, err := d.Trace(tt.from, tt.to, tt.traffic)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, tr.Took); diff != "" {
			t.Errorf("%s: took (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Nobody is at an address that nothing holds, asked for outright; over the
// subnet the same address is a planned host.
func TestWALK14_AddressThatNothingHolds(t *testing.T) {
	d := open(t, town)
	tests := []struct {
		to   string
		want pipeline.Outcome
		kind pipeline.CauseKind
	}{
		{"ip:10.1.0.12", pipeline.Delivered, pipeline.NSGRule},
		{"ip:10.1.0.13", pipeline.Dropped, pipeline.NoHost},
	}
	for _, tt := range tests {
		tr, err := d.Trace("vm:a1", tt.to, "tcp/443")
		if err != nil {
			t.Fatal(err)
		}
		if tr.Walk.Verdict != tt.want || tr.Walk.DecidedBy == nil || tr.Walk.DecidedBy.Kind != tt.kind {
			t.Errorf("to %s: %s by %+v, want %s by %s", tt.to, tr.Walk.Verdict, tr.Walk.DecidedBy, tt.want, tt.kind)
		}
	}
	// What a filter denies before is denied, whoever is there.
	tr, err := d.Trace("vm:b1", "ip:10.1.0.13", "tcp/80")
	if err != nil {
		t.Fatal(err)
	}
	if tr.Walk.Verdict != pipeline.Denied {
		t.Errorf("what is denied is %s", tr.Walk.Verdict)
	}
}

func TestReachJoinsWhatDiffersInItsEndsOnly(t *testing.T) {
	r, err := open(t, town).Reach(context.Background(), "subnet:web/a", "subnet:web/b", "any", Effort{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Flows {
		line := ""
		for _, e := range f.Source {
			line += e.Name + " "
		}
		line += "→ "
		for _, e := range f.Destination {
			line += e.Name + " "
		}
		got = append(got, line+f.Traffic.String())
	}
	if diff := cmp.Diff([]string{"web/a → web/b tcp/443", "web/a → web/b udp/53"}, got); diff != "" {
		t.Errorf("flows (-want +got):\n%s", diff)
	}
}

func TestReachNothing(t *testing.T) {
	r, err := open(t, town).Reach(context.Background(), "internet", "vnet:web", "any", Effort{})
	if err != nil || len(r.Flows) != 0 {
		t.Errorf("%d flows, %v", len(r.Flows), err)
	}
}

func TestRoutesAndRulesOfWhatIsNamed(t *testing.T) {
	d := open(t, town)
	for _, name := range []string{"web/a", "subnet:web/a", "vm:a1", "a1"} {
		r, err := d.Routes(name)
		if err != nil || r.Name != "web/a" || len(r.Routes) == 0 {
			t.Errorf("routes of %s: %+v, %v", name, r, err)
		}
	}
	rules, err := d.Rules("vm:b1")
	if err != nil || len(rules.Rules) != 9 {
		t.Errorf("rules of b1: %+v, %v", rules, err)
	}
}

// Every mistake in a question is told at once, and names what is wrong.
func TestMistakes(t *testing.T) {
	d := open(t, town)
	_, err := d.Trace("vm:a1,vn:x", "vnet:web,!", "tpc")
	for _, want := range []string{`unknown kind of endpoint "vn"`, `unknown traffic word "tpc"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	for name, want := range map[string]string{
		"vnet:web": "neither a NIC, a machine nor a subnet",
		"vm:a*":    "names 2 resources",
		"vm:a9":    `"a9"`,
	} {
		if _, err := d.Routes(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenRefusesWrongInput(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.network.yaml")
	if err := os.WriteFile(file, []byte("virtualNetworks: [\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Open(load.Options{Paths: []string{file}})
	var input *InputError
	if !errors.As(err, &input) || !input.Diags.HasErrors() {
		t.Errorf("got %v", err)
	}
}
