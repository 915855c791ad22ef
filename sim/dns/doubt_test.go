package dns_test

import (
	"net/netip"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/sim/dns"
	"vnetproof/topology"
	"vnetproof/topology/native/nativetest"
	"vnetproof/topology/source"
)

var later = topology.Unknown{Why: "a deployment decides it", Supply: "give the parameter"}

func notGiven[T any]() topology.Property[T] { return topology.NotKnown[T](later, source.Pos{}) }

// zoneNamed and its like find what a change is about.
func zoneNamed(d *topology.Design, name string) *topology.PrivateDNSZone {
	for _, z := range d.PrivateDNSZones {
		if z.Name == name {
			return z
		}
	}
	return nil
}

func incomplete(r *topology.Resource, part string) {
	r.Incomplete = append(r.Incomplete, topology.Incomplete{Property: part, Unknown: later})
}

func maybe(r *topology.Resource) {
	r.Maybe = &later
	incomplete(r, "condition")
}

func TestNamesThatRestOnWhatIsNotKnownAreInconclusive(t *testing.T) {
	corp := func(d *topology.Design) *topology.PrivateDNSZone { return zoneNamed(d, "corp.example") }
	record := func(d *topology.Design, i int) *topology.DNSRecord { return corp(d).Records[i] }
	pe := func(d *topology.Design) *topology.PrivateEndpoint { return d.PrivateEndpoints[1] }
	rules := func(d *topology.Design) *topology.ForwardingRuleset { return d.ForwardingRulesets[0] }
	const www, account = "www.corp.example", "acct.blob.core.windows.net"
	for _, tc := range []struct {
		name      string
		design    string
		change    func(d *topology.Design)
		from, ask string
		want      dns.Outcome
	}{
		{"the servers of a VNet", zones, func(d *topology.Design) { d.VirtualNetworks[0].DNSServers = notGiven[[]netip.Addr]() }, "a", www, dns.NotKnown},
		{"those of another", zones, func(d *topology.Design) { d.VirtualNetworks[0].DNSServers = notGiven[[]netip.Addr]() }, "b", www, dns.ResolvedPublicly},
		{"a zone that may be deployed", zones, func(d *topology.Design) { maybe(corp(d).Base()) }, "a", www, dns.NotKnown},
		{"not linked here", zones, func(d *topology.Design) { maybe(corp(d).Base()) }, "b", www, dns.ResolvedPublicly},
		{"a link that may be deployed", zones, func(d *topology.Design) { maybe(corp(d).Links[0].Base()) }, "a", www, dns.NotKnown},
		{"a link to nobody knows which VNet", zones, func(d *topology.Design) {
			corp(d).Links[0].VirtualNetwork = topology.Ref[topology.VirtualNetwork]{Why: &later}
		}, "b", www, dns.NotKnown},
		{"links that the input does not give", zones, func(d *topology.Design) { incomplete(corp(d).Base(), "virtualNetworkLinks") }, "b", www, dns.NotKnown},
		{"links of a zone for other names", zones, func(d *topology.Design) { incomplete(corp(d).Base(), "virtualNetworkLinks") }, "b", "www.contoso.example", dns.ResolvedPublicly},
		{"links of a shorter zone than the one found", zones, func(d *topology.Design) { incomplete(corp(d).Base(), "virtualNetworkLinks") }, "a", "www.inner.corp.example", dns.Resolved},
		{"links of a longer zone than the one found", zones, func(d *topology.Design) {
			z := zoneNamed(d, "inner.corp.example")
			z.Links = nil
			incomplete(z.Base(), "virtualNetworkLinks")
		}, "a", "www.inner.corp.example", dns.NotKnown},
		{"a zone whose name is not known", zones, func(d *topology.Design) { corp(d).Name = "unnamed at main.tf:1:2" }, "a", "www.contoso.example", dns.NotKnown},
		{"an address of a record", zones, func(d *topology.Design) { record(d, 0).Addresses = notGiven[[]netip.Addr]() }, "a", www, dns.NotKnown},
		{"a record that may be deployed", zones, func(d *topology.Design) { maybe(record(d, 0).Base()) }, "a", www, dns.NotKnown},
		{"a wildcard that may be deployed, beside the record itself", zones, func(d *topology.Design) { maybe(record(d, 1).Base()) }, "a", www, dns.Resolved},
		{"records that the input does not give", zones, func(d *topology.Design) { incomplete(corp(d).Base(), "A") }, "a", "none.corp.example", dns.NotKnown},
		{"the same, for a record that it gives", zones, func(d *topology.Design) { incomplete(corp(d).Base(), "A") }, "a", www, dns.Resolved},
		{"whether a zone registers", zones, func(d *topology.Design) { corp(d).Links[0].RegistrationEnabled = notGiven[bool]() }, "a", "vm1.corp.example", dns.NotKnown},
		{"a machine that may be deployed", zones, func(d *topology.Design) { maybe(d.VirtualMachines[0].Base()) }, "a", "vm1.corp.example", dns.NotKnown},
		{"an endpoint that may be deployed", zones, func(d *topology.Design) { maybe(pe(d).Base()) }, "a", account, dns.NotKnown},
		{"its zone group", zones, func(d *topology.Design) { maybe(d.ByID(pe(d).DNSZoneGroups[0]).Base()) }, "a", account, dns.NotKnown},
		{"the zone of its group", zones, func(d *topology.Design) {
			pe(d).DNSZones = []topology.Ref[topology.PrivateDNSZone]{{Why: &later}}
		}, "a", account, dns.NotKnown},
		{"the service of an endpoint", zones, func(d *topology.Design) {
			pe(d).Connections[0].Service = topology.Ref[topology.PaaS]{Why: &later}
		}, "a", account, dns.NotKnown},
		{"what a zone does with other names", zones, func(d *topology.Design) {
			pe(d).DNSZones = nil
			zoneNamed(d, "privatelink.blob.core.windows.net").Links[0].ResolutionPolicy = notGiven[string]()
		}, "a", account, dns.NotKnown},
		{"a setting of a zone that is not simulated", zones, func(d *topology.Design) {
			d.Ignored = append(d.Ignored, topology.Ignored{Resource: corp(d).ID, Property: "somethingNew"})
		}, "a", "none.corp.example", dns.NotKnown},

		{"a forwarding rule that may be enabled", forwarding, func(d *topology.Design) { rules(d).Rules[0].Enabled = notGiven[bool]() }, "spoke", "www.contoso.com", dns.NotKnown},
		{"a shorter one than the rule found", forwarding, func(d *topology.Design) { rules(d).Rules[0].Enabled = notGiven[bool]() }, "spoke", "secure.store.azure.contoso.com", dns.Resolved},
		{"the domain of a rule", forwarding, func(d *topology.Design) { rules(d).Rules[2].Domain = notGiven[string]() }, "spoke", "secure.store.azure.contoso.com", dns.NotKnown},
		{"the servers of a rule", forwarding, func(d *topology.Design) { rules(d).Rules[1].Targets = notGiven[[]netip.AddrPort]() }, "spoke", "secure.store.azure.contoso.com", dns.NotKnown},
		{"the servers of another", forwarding, func(d *topology.Design) { rules(d).Rules[2].Targets = notGiven[[]netip.AddrPort]() }, "spoke", "secure.store.azure.contoso.com", dns.Resolved},
		{"links of a ruleset", forwarding, func(d *topology.Design) { incomplete(rules(d).Base(), "virtualNetworkLinks.condition") }, "far", "secure.store.azure.contoso.com", dns.NotKnown},
		{"rules of a ruleset", forwarding, func(d *topology.Design) { incomplete(rules(d).Base(), "forwardingRules") }, "spoke", "www.contoso.example", dns.NotKnown},
		{"rules of a ruleset that is not linked", forwarding, func(d *topology.Design) { incomplete(rules(d).Base(), "forwardingRules") }, "far", "www.contoso.example", dns.ResolvedPublicly},
		{"an inbound endpoint that may be deployed", forwarding, func(d *topology.Design) { maybe(d.DNSResolvers[0].Inbound[0].Base()) }, "spoke", "secure.store.azure.contoso.com", dns.NotKnown},
		{"a resolver that may be deployed", forwarding, func(d *topology.Design) { maybe(d.DNSResolvers[0].Base()) }, "spoke", "secure.store.azure.contoso.com", dns.NotKnown},
		{"a record that a forwarded question meets", forwarding, func(d *topology.Design) { maybe(d.PrivateDNSZones[0].Records[0].Base()) }, "spoke", "secure.store.azure.contoso.com", dns.NotKnown},

		{"the proxy of a firewall", proxied, func(d *topology.Design) { d.FirewallPolicies[0].DNSProxy = notGiven[bool]() }, "app", www, dns.NotKnown},
		{"whom it asks", proxied, func(d *topology.Design) { d.FirewallPolicies[0].DNSServers = notGiven[[]netip.Addr]() }, "app", www, dns.NotKnown},
		{"a policy outside the input", proxied, func(d *topology.Design) {
			d.AzureFirewalls[0].Policy = topology.Ref[topology.FirewallPolicy]{ID: "/subscriptions/x/far"}
		}, "app", www, dns.NotKnown},
		{"near miss: all of it known", proxied, func(*topology.Design) {}, "app", www, dns.Resolved},
	} {
		d := nativetest.Read(t, tc.design)
		tc.change(d)
		n, err := azure.Compile(d, azure.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := dns.Resolver{Design: d, Network: n}
		answer := r.Resolve(subnetOf(d, tc.from), tc.ask)
		if answer.Outcome != tc.want {
			t.Errorf("%s: %s from %s: got %s (%s), want %s", tc.name, tc.ask, tc.from, answer.Outcome, answer.Cause().Reason, tc.want)
		}
		if tc.want == dns.NotKnown && (answer.Gap == nil || answer.Gap.Property == "" || answer.Gap.Why == "") {
			t.Errorf("%s: the gap has no name: %+v", tc.name, answer.Gap)
		}
	}
}

func subnetOf(d *topology.Design, vnet string) *topology.Subnet {
	for _, v := range d.VirtualNetworks {
		if v.Name == vnet {
			return v.Subnets[0]
		}
	}
	return nil
}

// proxied is a spoke that asks the firewall of its hub.
const proxied = `
virtualNetworks:
  hub: {addressPrefixes: [10.0.0.0/16], subnets: {AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}}}
  app: {addressPrefixes: [10.1.0.0/16], dnsServers: [10.0.0.4], subnets: {s: {addressPrefix: 10.1.0.0/24}}}
publicIPAddresses: {fw: {ipAddress: 20.0.0.1}}
azureFirewalls: {fw: {subnet: hub/AzureFirewallSubnet, privateIPAddress: 10.0.0.4, publicIPAddresses: [fw], firewallPolicy: policy}}
firewallPolicies: {policy: {dnsProxy: true}}
privateDnsZones: {corp.example: {virtualNetworkLinks: {hub: {virtualNetwork: hub}}, A: {www: [10.0.0.7]}}}
`

func TestDNS03_EachPartOfAStorageAccountHasItsOwnEndpoint(t *testing.T) {
	check(t, zones, []question{
		{"the part that has one", "a/s", "acct.blob.core.windows.net", "private 10.0.0.20"},
		{"near miss: another part", "a/s", "acct.file.core.windows.net", "public 203.0.113.9"},
	}, "fqdns: {acct.file.core.windows.net: [203.0.113.9]}")
}
