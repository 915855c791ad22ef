package diff

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/load"
)

// policy returns a design with one firewall policy of one group of collections.
func policy(collections string) string {
	return "ipGroups:\n  spokes: {ipAddresses: [10.1.0.0/16, 10.2.0.0/16]}\nfirewallPolicies:\n  hub-policy:\n    ruleCollectionGroups:\n" +
		"      all:\n        priority: 100\n        ruleCollections:\n" + collections
}

const (
	networkAllow = "          - {name: net, priority: 200, action: Allow, rules: ["
	appAllow     = "          - {name: app, priority: 300, action: Allow, rules: ["
	translate    = "          - {name: in, priority: 100, action: DNAT, rules: ["
	end          = "]}\n"

	web       = "{name: web, source: [10.1.0.0/16, 10.2.0.0/16], destination: 10.9.0.0/24, protocols: [TCP], destinationPorts: [443]}"
	webGroups = "{name: web, source: 'ipGroup:spokes', destination: 10.9.0.0/24, protocols: [TCP], destinationPorts: [443]}"
	pings     = "{name: any, source: 10.1.0.0/16, destination: 10.9.0.0/24, protocols: [Any], destinationPorts: ['*']}"
)

func TestFirewallPolicies(t *testing.T) {
	asks := func(names string) string {
		return "{name: sites, source: 10.1.0.0/16, protocols: ['Https:443'], targetFqdns: [" + names + "]}"
	}
	enters := func(to string) string {
		return "{name: site, source: '*', destination: 198.51.100.4, protocols: [TCP], destinationPorts: [443], translatedAddress: " + to + ", translatedPort: 443}"
	}
	tests := []struct {
		name     string
		old, new string
		want     []string
	}{
		{
			name: "an IP group is its addresses",
			old:  policy(networkAllow + web + end),
			new:  policy(networkAllow + webGroups + end),
		},
		{
			name: "one rule of several protocols is one change",
			old:  policy(networkAllow + web + end),
			new:  policy(networkAllow + web + ", " + pings + end),
			want: []string{
				"different hub-policy",
				"  opened 10.1.0.0/16 → 10.9.0.0/24 tcp/0-442,444-65535 udp icmp esp ah by all/net/any, was default deny",
			},
		},
		{
			name: "a name of an application rule",
			old:  policy(appAllow + asks("www.contoso.com, '*.fabrikam.com'") + end),
			new:  policy(appAllow + asks("www.contoso.com, api.fabrikam.com") + end),
			want: []string{
				"different hub-policy",
				"  closed 10.1.0.0/16 → any tcp/443 for *.fabrikam.com but not for api.fabrikam.com by default deny, was all/app/sites",
			},
		},
		{
			name: "the order of names that exclude each other",
			old:  policy(appAllow + asks("www.contoso.com, '*.fabrikam.com'") + end),
			new:  policy(appAllow + asks("'*.fabrikam.com', WWW.contoso.com") + end),
		},
		{
			name: "a translation that leads elsewhere",
			old:  policy(translate + enters("10.1.1.4") + end),
			new:  policy(translate + enters("10.1.1.5") + end),
			want: []string{
				"different hub-policy",
				"  rerouted any → 198.51.100.4 tcp/443 by all/in/site, was all/in/site",
			},
		},
		{
			name: "a translation that is new",
			old:  policy(networkAllow + web + end),
			new:  policy(networkAllow + web + end + translate + enters("10.1.1.5") + end),
			want: []string{
				"different hub-policy",
				"  opened any → 198.51.100.4 tcp/443 by all/in/site, was default deny",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := OfFilters(t.Context(), read(t, test.old), read(t, test.new), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, told(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// manager returns a design with one admin rule collection.
func manager(rules string) string {
	return `virtualNetworks: {managed: {addressPrefixes: [10.0.0.0/16], subnets: {a: {addressPrefix: 10.0.0.0/24}}}}
networkManagers:
  manager:
    networkGroups: {production: {members: [managed]}}
    securityAdminConfigurations:
      baseline:
        ruleCollections:
          shells:
            appliesToGroups: [manager/production]
            rules:
` + rules
}

func TestAdminCollections(t *testing.T) {
	const (
		noSSH  = "              - {name: no-ssh, priority: 100, direction: Inbound, access: Deny, protocol: Tcp, destinationPorts: [22]}\n"
		allow  = "              - {name: web, priority: 110, direction: Inbound, access: Allow, protocol: Tcp, destinationPorts: [443]}\n"
		always = "              - {name: web, priority: 110, direction: Inbound, access: AlwaysAllow, protocol: Tcp, destinationPorts: [443]}\n"
	)
	// ADM-1: what a rule allows goes on to the NSGs, as what no rule matches.
	r, err := OfFilters(t.Context(), read(t, manager(noSSH)), read(t, manager(noSSH+allow)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string(nil), told(r)); diff != "" {
		t.Error(diff)
	}
	r, err = OfFilters(t.Context(), read(t, manager(noSSH+allow)), read(t, manager(noSSH+always)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"different manager/baseline/shells Inbound",
		"  opened any → any tcp/443 by web, was web",
	}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}
}

// TestOneDesignInTwoFormats compares a design with itself as Azure exports it:
// other IDs, no short names, every filter the same.
func TestOneDesignInTwoFormats(t *testing.T) {
	whole := func(path string) *topology.Design {
		d, diags := load.Load(load.Options{Paths: []string{path}})
		if diags.HasErrors() {
			t.Fatal(diags.Err())
		}
		return d
	}
	r, err := OfFilters(t.Context(), whole("../../testdata/hub-spoke"), whole("../../testdata/export-hub-spoke"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string(nil), told(r)); diff != "" || len(r.Filters) < 10 {
		t.Errorf("%d filters: %s", len(r.Filters), diff)
	}
}

func TestWhatIsNotKnownOfAFilter(t *testing.T) {
	later := topology.Unknown{Why: "known after apply"}
	old, new := read(t, rules("protocol: Tcp", "access: Deny")), read(t, rules("protocol: Tcp", "access: Deny"))
	rule := new.NetworkSecurityGroups[0].SecurityRules[0]
	rule.Source = topology.NotKnown[[]topology.AddressTerm](later, rule.Pos)
	r, err := OfFilters(t.Context(), old, new, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"inconclusive web-nsg Inbound",
		"  perhaps closed any not in what source r0 has → any tcp by r1, was r0",
		"  gap which source rule r0 has: known after apply",
	}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}

	new = read(t, rules("protocol: Tcp", "access: Deny"))
	new.NetworkSecurityGroups[0].SecurityRules[1].Priority = topology.NotKnown[int](later, rule.Pos)
	r, err = OfFilters(t.Context(), old, new, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = []string{"inconclusive web-nsg Inbound", "  gap at which priority rule r1 stands (known after apply)"}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}
}

func TestBudgetOfFilters(t *testing.T) {
	old := rules("source: 10.1.0.0/16, protocol: Tcp", "destination: 10.2.0.0/16, protocol: Udp", "access: Deny")
	new := rules("source: 10.1.0.0/17, protocol: Udp", "destination: 10.2.0.0/17, protocol: Tcp", "access: Deny")
	r, err := OfFilters(t.Context(), read(t, old), read(t, new), Options{Budget: 3})
	if err != nil {
		t.Fatal(err)
	}
	if f := r.Filters[0]; f.Verdict != Inconclusive || !f.Budget {
		t.Errorf("verdict %v, budget %v; want inconclusive by the budget", f.Verdict, f.Budget)
	}
}
