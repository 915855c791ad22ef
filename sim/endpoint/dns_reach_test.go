package endpoint_test

import (
	"strings"
	"testing"
)

// asking has a resolver, a spoke that asks it, and one that has no way to it.
const asking = `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets: {inbound: {addressPrefix: 10.0.0.0/28}, web: {addressPrefix: 10.0.1.0/24}}
    peerings: {to-spoke: {remoteVirtualNetwork: spoke}}
  spoke:
    addressPrefixes: [10.1.0.0/16]
    dnsServers: [10.0.0.4]
    subnets: {app: {addressPrefix: 10.1.0.0/24}, mute: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: mute-nsg}}
    peerings: {to-hub: {remoteVirtualNetwork: hub}}
  alone:
    addressPrefixes: [10.2.0.0/16]
    dnsServers: [10.0.0.4]
    subnets: {app: {addressPrefix: 10.2.0.0/24}}
networkSecurityGroups:
  mute-nsg: {securityRules: [{name: no-dns, priority: 100, direction: Outbound, access: Deny, protocol: Udp, destinationPorts: [53]}]}
dnsResolvers: {r: {virtualNetwork: hub, inboundEndpoints: {i: {subnet: hub/inbound, privateIpAddress: 10.0.0.4}}}}
privateDnsZones: {corp.example: {virtualNetworkLinks: {hub: {virtualNetwork: hub}}, A: {www: [10.0.1.4]}}}
virtualMachines:
  www: {nics: [{subnet: hub/web, privateIPAddress: 10.0.1.4}]}
  app1: {nics: [{subnet: spoke/app, privateIPAddress: 10.1.0.4}]}
  mute1: {nics: [{subnet: spoke/mute, privateIPAddress: 10.1.1.4}]}
  alone1: {nics: [{subnet: alone/app, privateIPAddress: 10.2.0.4}]}
`

func TestDNS04_QuestionsMustGetThrough(t *testing.T) {
	w := build(t, asking)
	for _, tc := range []struct{ from, want string }{
		{"vm:app1", ""},
		{"subnet:spoke/app", ""},
		{"vm:mute1", "no answer: the server 10.0.0.4 cannot be reached on port 53"},
		{"vm:alone1", "no answer: the server 10.0.0.4 cannot be reached on port 53"},
	} {
		pairs, err := w.Pairs(parse(t, tc.from), parse(t, "fqdn:www.corp.example"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range pairs {
			if p.Unresolved != nil {
				got += p.Unresolved.Reason
			}
		}
		if !strings.Contains(got, tc.want) || (got == "") != (tc.want == "") {
			t.Errorf("%s: %q, want %q", tc.from, got, tc.want)
		}
	}
}
