package dns_test

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/sim/dns"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/native/nativetest"
)

// ask resolves a name from a subnet "vnet/subnet", or from outside (""), and
// tells the answer: "private 10.0.0.4".
func ask(t *testing.T, design, from, name string, facts ...string) string {
	t.Helper()
	d := nativetest.Read(t, design, facts...)
	n, err := azure.Compile(d, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var place topology.Node
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			if v.Name+"/"+s.Name == from {
				place = s
			}
		}
	}
	r := dns.Resolver{Design: d, Network: n, Reaches: func(_ topology.ID, server netip.Addr) (bool, *pipeline.Gap) {
		return server != netip.MustParseAddr("10.0.0.99"), nil
	}}
	answer := r.Resolve(place, name)
	words := []string{answer.Outcome.String()}
	for _, a := range answer.Addresses {
		words = append(words, a.String())
	}
	return strings.Join(words, " ")
}

type question struct{ name, from, ask, want string }

func check(t *testing.T, design string, cases []question, facts ...string) {
	t.Helper()
	for _, tc := range cases {
		if got := ask(t, design, tc.from, tc.ask, facts...); got != tc.want {
			t.Errorf("%s: %s from %s: got %q, want %q", tc.name, tc.ask, tc.from, got, tc.want)
		}
	}
}

const zones = `
virtualNetworks:
  a: {addressPrefixes: [10.0.0.0/16], subnets: {s: {addressPrefix: 10.0.0.0/24}}}
  b: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}}}
  custom: {addressPrefixes: [10.2.0.0/16], dnsServers: [10.2.0.10], subnets: {s: {addressPrefix: 10.2.0.0/24}}}
  cut: {addressPrefixes: [10.3.0.0/16], dnsServers: [10.0.0.99], subnets: {s: {addressPrefix: 10.3.0.0/24}}}
privateDnsZones:
  corp.example:
    virtualNetworkLinks: {a: {virtualNetwork: a, registrationEnabled: true}}
    A: {www: [10.0.0.7], "*.apps": [10.0.0.8]}
    CNAME: {alias: www.corp.example}
  inner.corp.example: {virtualNetworkLinks: {a: {virtualNetwork: a}}, A: {www: [10.0.0.9]}}
  privatelink.blob.core.windows.net: {virtualNetworkLinks: {a: {virtualNetwork: a}}}
paas:
  acct: {type: Microsoft.Storage/storageAccounts}
  other: {type: Microsoft.Storage/storageAccounts}
  keys: {type: Microsoft.KeyVault/vaults}
privateEndpoints: {keys-pe: {subnet: a/s, privateLinkService: keys, groupIds: [vault], privateIPAddresses: [10.0.0.21]}, pe: {subnet: a/s, privateLinkService: acct, groupIds: [blob], privateIPAddresses: [10.0.0.20], privateDnsZones: [privatelink.blob.core.windows.net]}}
virtualMachines: {vm1: {nics: [{subnet: a/s, privateIPAddress: 10.0.0.30}]}}
`

func TestDNS01_TheVNetsServersElseThePlatforms(t *testing.T) {
	check(t, zones, []question{
		{"no servers: the platform", "a/s", "www.corp.example", "private 10.0.0.7"},
		{"a custom server, whose forwarders nobody knows", "custom/s", "www.corp.example", "unknown"},
	})
}

func TestDNS02_LinkedZones(t *testing.T) {
	check(t, zones, []question{
		{"linked", "a/s", "www.corp.example", "private 10.0.0.7"},
		{"near miss: not linked", "b/s", "www.corp.example", "public"},
		{"the longest suffix wins", "a/s", "www.inner.corp.example", "private 10.0.0.9"},
		{"and the longer zone without the record", "a/s", "x.inner.corp.example", "NXDOMAIN"},
		{"a wildcard", "a/s", "one.apps.corp.example", "private 10.0.0.8"},
		{"an alias", "a/s", "alias.corp.example", "private 10.0.0.7"},
		{"no record", "a/s", "none.corp.example", "NXDOMAIN"},
	})
	redirect := strings.Replace(zones, "privatelink.blob.core.windows.net: {virtualNetworkLinks: {a: {virtualNetwork: a}}}",
		"privatelink.blob.core.windows.net: {virtualNetworkLinks: {a: {virtualNetwork: a, resolutionPolicy: NxDomainRedirect}}}", 1)
	redirect = strings.Replace(redirect, ", privateDnsZones: [privatelink.blob.core.windows.net]", "", 1)
	check(t, redirect, []question{{"falls back to the internet", "a/s", "acct.blob.core.windows.net", "public"}})
	check(t, strings.Replace(redirect, "NxDomainRedirect", "Default", 1), []question{{"near miss: it does not", "a/s", "acct.blob.core.windows.net", "NXDOMAIN"}})
}

func TestDNS03_PrivateLinkNames(t *testing.T) {
	check(t, zones, []question{
		{"with the zone linked: the endpoint", "a/s", "acct.blob.core.windows.net", "private 10.0.0.20"},
		{"without: the public address", "b/s", "acct.blob.core.windows.net", "public 203.0.113.5"},
		{"a service without endpoint has no alias", "a/s", "other.blob.core.windows.net", "public"},
		{"an alias under another suffix", "a/s", "keys.vault.azure.net", "public 203.0.113.6"},
	}, "fqdns: {acct.blob.core.windows.net: [203.0.113.5], keys.vault.azure.net: [203.0.113.6]}")
}

func TestDNS04_ServersMustBeReached(t *testing.T) {
	check(t, zones, []question{
		{"a server out of reach", "cut/s", "www.corp.example", "no answer"},
		{"a custom server as the facts say", "custom/s", "www.corp.example", "private 10.0.0.7"},
	}, "fqdns: {www.corp.example: [10.0.0.7]}")
}

func TestDNS05_AZoneOfAnotherVNet(t *testing.T) {
	two := strings.Replace(zones, "privateDnsZones:\n", "privateDnsZones:\n  corp.second: {virtualNetworkLinks: {b: {virtualNetwork: b}}, A: {www: [10.1.0.7]}}\n", 1)
	check(t, two, []question{
		{"its own link", "b/s", "www.corp.second", "private 10.1.0.7"},
		{"near miss: the other's", "a/s", "www.corp.second", "public"},
	})
}

func TestDNS06_Registration(t *testing.T) {
	check(t, zones, []question{
		{"registered", "a/s", "vm1.corp.example", "private 10.0.0.30"},
		{"near miss: a link that does not register", "a/s", "vm1.inner.corp.example", "NXDOMAIN"},
	})
}

const forwarding = `
virtualNetworks:
  hub: {addressPrefixes: [10.10.0.0/16], subnets: {in: {addressPrefix: 10.10.0.0/28}, out: {addressPrefix: 10.10.0.16/28}}}
  spoke: {addressPrefixes: [10.11.0.0/16], subnets: {s: {addressPrefix: 10.11.0.0/24}}}
  far: {addressPrefixes: [10.12.0.0/16], subnets: {s: {addressPrefix: 10.12.0.0/24}}}
privateDnsZones:
  azure.contoso.com: {virtualNetworkLinks: {hub: {virtualNetwork: hub}}, A: {secure.store: [10.10.5.5]}}
dnsResolvers: {r: {virtualNetwork: hub, inboundEndpoints: {i: {subnet: hub/in, privateIpAddress: 10.10.0.4}}, outboundEndpoints: {o: {subnet: hub/out}}}}
dnsForwardingRulesets:
  rules:
    dnsResolverOutboundEndpoints: [r/o]
    virtualNetworkLinks: {hub: {virtualNetwork: hub}, spoke: {virtualNetwork: spoke}}
    forwardingRules:
      contoso: {domainName: contoso.com., targetDnsServers: [{ipAddress: 10.100.0.2, port: 53}]}
      private: {domainName: azure.contoso.com., targetDnsServers: [{ipAddress: 10.10.0.4, port: 53}]}
      loop: {domainName: loop.example., targetDnsServers: [{ipAddress: 10.10.0.4, port: 53}]}
      all: {domainName: ".", targetDnsServers: [{ipAddress: 10.100.0.2, port: 53}]}
`

func TestDNS07_ForwardingRules(t *testing.T) {
	check(t, forwarding, []question{
		{"the longest suffix, answered in the resolver's VNet", "spoke/s", "secure.store.azure.contoso.com", "private 10.10.5.5"},
		{"another rule: a server outside", "spoke/s", "www.contoso.com", "unknown"},
		{"near miss: the ruleset is not linked", "far/s", "secure.store.azure.contoso.com", "public"},
		{"a linked zone beats the rule", "hub/in", "secure.store.azure.contoso.com", "private 10.10.5.5"},
		{"the wildcard skips Azure's domains", "spoke/s", "acct.blob.core.windows.net", "public"},
		{"a rule to the inbound endpoint of its own VNet loops", "hub/in", "x.loop.example", "no answer"},
	})
}

func TestDNS09_OutsideSeesPublicDNSOnly(t *testing.T) {
	check(t, zones, []question{{"from outside", "", "www.corp.example", "public"}})
}
