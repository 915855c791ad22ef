package lint

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/load"
)

func read(t *testing.T, text string) *topology.Design {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.network.yaml")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	d, diags := load.Load(load.Options{Paths: []string{name}})
	if diags.HasErrors() {
		t.Fatal(diags.Err())
	}
	return d
}

// told is a result in short.
func told(r *Result) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Severity.String()+" "+f.Code+" "+f.Message)
		for _, b := range f.Because {
			out = append(out, "  "+b.Text)
		}
	}
	for _, g := range r.Gaps {
		out = append(out, "gap "+g.Why)
	}
	for _, b := range r.TooBig {
		out = append(out, "too big "+b)
	}
	return out
}

const nsg = "networkSecurityGroups:\n  web-nsg:\n    securityRules:\n"

func TestRun(t *testing.T) {
	tests := []struct {
		name, design string
		want         []string
	}{
		{
			name: "shadowed by the opposite",
			design: nsg + `      - {name: any-in, priority: 100, direction: Inbound, access: Allow, source: 10.1.0.0/16}
      - {name: ssh-in, priority: 110, direction: Inbound, access: Deny, protocol: Tcp, source: 10.1.1.0/24, destinationPorts: [22]}
`,
			want: []string{
				"medium shadowed-rule network security group web-nsg, inbound: rule ssh-in (110, Deny) never decides, and rules before it do the opposite",
				"  its packets are decided by any-in (100, Allow)",
			},
		},
		{
			name: "shadowed by two together, not by a third",
			design: nsg + `      - {name: low, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.0.0/17, destinationPorts: [443]}
      - {name: other, priority: 105, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.0.0/20, destinationPorts: [22, 443]}
      - {name: high, priority: 110, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.128.0/17, destinationPorts: [443]}
      - {name: both, priority: 120, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.0.0/16, destinationPorts: [443]}
      - {name: near-miss, priority: 130, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.0.0/16, destinationPorts: [443, 444]}
      - {name: deny-in, priority: 140, direction: Inbound, access: Deny}
`,
			want: []string{
				"low shadowed-rule network security group web-nsg, inbound: rule both (120, Allow) never decides",
				"  its packets are decided by low (100, Allow)",
				"  its packets are decided by high (110, Allow)",
				"low redundant-rule network security group web-nsg, inbound: rule low (100, Allow) can go: nothing would change",
				"  its packets are treated alike by other (105, Allow)",
				"  its packets are treated alike by near-miss (130, Allow)",
				"low redundant-rule network security group web-nsg, inbound: rule high (110, Allow) can go: nothing would change",
				"  its packets are treated alike by near-miss (130, Allow)",
			},
		},
		{
			name: "what the default rules do as well",
			design: nsg + `      - {name: vnet-in, priority: 100, direction: Inbound, access: Allow, source: VirtualNetwork, destination: VirtualNetwork}
      - {name: deny-web, priority: 110, direction: Outbound, access: Deny, protocol: Tcp, destination: Internet, destinationPorts: [80]}
`,
			want: []string{
				"info redundant-rule network security group web-nsg, inbound: rule vnet-in (100, Allow) can go: nothing would change",
				"  its packets are treated alike by AllowVnetInBound (65000, Allow)",
			},
		},
		{
			name: "nothing to say",
			design: nsg + `      - {name: web-in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: Internet, destinationPorts: [443]}
      - {name: storage-out, priority: 100, direction: Outbound, access: Allow, protocol: Tcp, destination: Storage, destinationPorts: [443]}
      - {name: deny-out, priority: 200, direction: Outbound, access: Deny, destination: Internet}
      - {name: deny-in, priority: 4096, direction: Inbound, access: Deny}
`,
		},
		{
			name: "tags may hold anything, so only names that are alike shadow",
			design: nsg + `      - {name: prefix-out, priority: 100, direction: Outbound, access: Allow, protocol: Tcp, destination: 20.0.0.0/6}
      - {name: storage-out, priority: 105, direction: Outbound, access: Allow, protocol: Tcp, destination: Storage}
      - {name: west-out, priority: 110, direction: Outbound, access: Deny, protocol: Tcp, destination: Storage.WestEurope}
      - {name: sql-out, priority: 120, direction: Outbound, access: Deny, protocol: Tcp, destination: Sql}
`,
			want: []string{
				"medium shadowed-rule network security group web-nsg, outbound: rule west-out (110, Deny) never decides, and rules before it do the opposite",
				"  its packets are decided by storage-out (105, Allow)",
			},
		},
		{
			name: "an application rule behind a network rule",
			design: `firewallPolicies:
  hub-policy:
    ruleCollectionGroups:
      all:
        priority: 100
        ruleCollections:
          - {name: app, priority: 100, action: Deny, rules: [{name: bad, source: '*', protocols: ['Https:443'], targetFqdns: [bad.example.com]}]}
          - {name: net, priority: 200, action: Allow, rules: [{name: web, source: '*', destination: '*', protocols: [TCP], destinationPorts: [443]}]}
`,
			want: []string{
				"medium shadowed-rule firewall policy hub-policy: rule all/app/bad (100, Deny) never decides, and rules before it do the opposite",
				"  its packets are decided by all/net/web (200, Allow)",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := Run(t.Context(), read(t, test.design), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, told(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNotKnown(t *testing.T) {
	d := read(t, nsg+`      - {name: any-in, priority: 100, direction: Inbound, access: Allow}
      - {name: ssh-in, priority: 110, direction: Inbound, access: Deny}
`)
	rule := d.NetworkSecurityGroups[0].SecurityRules[0]
	rule.Priority = topology.NotKnown[int](topology.Unknown{Why: "known after apply"}, rule.Pos)
	r, err := Run(t.Context(), d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gap at which priority rule any-in stands (known after apply)"}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}
}

func TestChecksSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Checks() {
		if c.Name == "" || c.Doc == "" || seen[c.Name] {
			t.Errorf("check %q has no name, no doc, or the name of another", c.Name)
		}
		seen[c.Name] = true
	}
}
