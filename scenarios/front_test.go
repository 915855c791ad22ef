package scenarios

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fronted has hosts that the internet reaches by what stands before them only.
const fronted = `location: westeurope
virtualNetworks:
  v:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
      a: {addressPrefix: 10.0.1.0/24, networkSecurityGroup: g, routeTable: rt}
      pe: {addressPrefix: 10.0.3.0/24}
      l: {addressPrefix: 10.0.4.0/24, networkSecurityGroup: g}
routeTables: {rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}}
networkSecurityGroups:
  g: {securityRules: [{name: web, priority: 200, direction: Inbound, access: Allow, protocol: Tcp, destinationPorts: [443, 8443]}]}
publicIPAddresses: {fw-pip: {ipAddress: 20.0.0.4}, lb-pip: {ipAddress: 20.0.0.7}}
azureFirewalls: {fw: {subnet: v/AzureFirewallSubnet, publicIPAddresses: [fw-pip], firewallPolicy: p}}
firewallPolicies:
  p: {ruleCollectionGroups: {g: {priority: 200, ruleCollections: {in: {priority: 200, action: DNAT, rules: [
    {name: web, source: ["*"], destination: [20.0.0.4], protocols: [TCP], destinationPorts: [443], translatedAddress: 10.0.1.4, translatedPort: 443}]}}}}}
loadBalancers:
  lb: {frontendIPConfigurations: {f: {publicIPAddress: lb-pip}}, backendAddressPools: {p: {}}, loadBalancingRules: {r: {frontendIPConfiguration: f, backendAddressPool: p, protocol: Tcp, frontendPort: 443, backendPort: 8443}}}
virtualMachines:
  a1: {nics: [{subnet: v/a, privateIPAddress: 10.0.1.4}]}
  l1: {nics: [{subnet: v/l, privateIPAddress: 10.0.4.4, loadBalancerBackendAddressPools: [lb/p]}]}
  b1: {nics: [{subnet: v/l, privateIPAddress: 10.0.4.5}]}
paas: {acct: {type: Microsoft.Storage/storageAccounts, publicNetworkAccess: Enabled}}
privateEndpoints: {pe: {subnet: v/pe, privateLinkService: acct, groupIds: [blob], privateIPAddresses: [10.0.3.4]}}
`

// TestHostsBehindSomethingSayHowToStateThem: what is refuted for want of a
// public address says by which address the internet comes, and what to state.
func TestHostsBehindSomethingSayHowToStateThem(t *testing.T) {
	for _, tc := range []struct{ name, to, traffic, because, fix string }{
		{"by DNAT", "vm:a1", "tcp/443", "a1 has no public address of its own: the internet reaches it by 20.0.0.4 of firewall fw only, as DNAT rule web translates", "state to: ip:20.0.0.4"},
		{"near miss: the address itself", "ip:20.0.0.4", "tcp/443", "", ""},
		{"a member by its private address", "ip:10.0.4.4", "tcp/443", "l1 has no public address of its own: the internet reaches it by 20.0.0.7 only", "state to: lb:lb"},
		{"near miss: the load balancer", "lb:lb", "tcp/443", "", ""},
		{"a private endpoint", "pe:pe", "tcp/443", "pe has no public address of its own: the internet does not reach private endpoints", "state to: paas:acct"},
		{"near miss: its service, by the public endpoint", "paas:acct", "tcp/443", "", ""},
		{"near miss: nothing in front", "vm:b1", "tcp/443", "b1 has no public address to which the internet could send", "give b1 a public address, or a load balancer in front of it"},
	} {
		suite := suiteOf("s", `{name: x, from: internet, to: "`+tc.to+`", traffic: `+tc.traffic+`, expect: reachable}`)
		dir := write(t, map[string]string{"a.network.yaml": fronted, "s.scenario.yaml": suite})
		var because, fix []string
		for _, f := range run1(t, Options{Paths: []string{dir}}).Suites[0].Results[0].Decision.Violations {
			because = append(because, f.DecidedBy.Reason)
			for _, x := range f.Fixes {
				fix = append(fix, x.Text)
			}
		}
		want := [][]string{{tc.because}, {tc.fix}}
		if tc.because == "" {
			want = [][]string{nil, nil}
		}
		if diff := cmp.Diff(want, [][]string{because, fix}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}
