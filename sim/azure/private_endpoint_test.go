package azure_test

import "testing"

const endpoints = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets: {AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}, pe: {addressPrefix: 10.0.3.0/24, privateEndpointNetworkPolicies: POLICY, networkSecurityGroup: deny}}
    peerings: {to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true}, to-b: {remoteVirtualNetwork: b, allowForwardedTraffic: true}}
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      x: {addressPrefix: 10.1.0.0/24, routeTable: wide}
      exact: {addressPrefix: 10.1.1.0/24, routeTable: exact}
      space: {addressPrefix: 10.1.2.0/24, routeTable: space}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
  b:
    addressPrefixes: [10.2.0.0/16]
    subnets: {far: {addressPrefix: 10.2.0.0/24}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
networkSecurityGroups:
  deny: {securityRules: [{name: no, priority: 100, direction: Inbound, access: Deny, protocol: "*", source: "10.2.0.0/16", destination: "*"}]}
routeTables:
  wide: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}
  space: {routes: [{name: hub, addressPrefix: 10.0.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}
  exact: {routes: [{name: pe, addressPrefix: 10.0.3.4/32, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}
azureFirewalls: {fw: {subnet: hub/AzureFirewallSubnet, firewallPolicy: p}}
firewallPolicies:
  p: {ruleCollectionGroups: {g: {priority: 200, ruleCollections: {all: {priority: 200, action: Allow, rules: [
    {name: all, source: ["*"], destination: ["*"], protocols: [Any], destinationPorts: ["*"]}]}}}}}
paas: {acct: {type: Microsoft.Storage/storageAccounts}}
privateEndpoints: {pe1: {subnet: hub/pe, privateIPAddresses: [10.0.3.4], privateLinkService: acct, groupIds: [blob]}}
virtualMachines:
  x1: {nics: [{subnet: a/x}]}
  e1: {nics: [{subnet: a/exact}]}
  s1: {nics: [{subnet: a/space}]}
  f1: {nics: [{subnet: b/far}]}
`

func TestRT14_RoutesToPrivateEndpoints(t *testing.T) {
	compile(t, with(endpoints, "POLICY", "Disabled")).check(
		want{"0/0 does not capture it", "x1 10.0.3.4 tcp/443", "delivered by route 10.0.3.4/32"},
		want{"nor the VNet's prefix, policies off", "s1 10.0.3.4 tcp/443", "delivered by route 10.0.3.4/32"},
		want{"a /32 does, and the answer is contested", "e1 10.0.3.4 tcp/443", "inconclusive by privateEndpoint fw"},
		want{"NSG off: the deny does not act", "f1 10.0.3.4 tcp/443", "delivered by route 10.0.3.4/32"},
	)
	compile(t, with(endpoints, "POLICY", "Enabled")).check(
		want{"0/0 never", "x1 10.0.3.4 tcp/443", "delivered by defaultRule AllowVnetInBound of deny"},
		want{"the VNet's prefix, policies on", "s1 10.0.3.4 tcp/443", "inconclusive by privateEndpoint fw"},
		want{"NSG on", "f1 10.0.3.4 tcp/443", "denied by nsgRule no of deny"},
	)
}

func TestPE02_NotBeyondDirectPeers(t *testing.T) {
	design := with(endpoints, "POLICY", "Disabled") + `
  alone: {nics: [{subnet: c/y}]}
`
	design = with(design, "virtualNetworks:", "virtualNetworks:\n  c: {addressPrefixes: [10.3.0.0/16], subnets: {y: {addressPrefix: 10.3.0.0/24}}}")
	compile(t, design).check(
		want{"a VNet without peering", "alone 10.0.3.4 tcp/443", "dropped by route 10.0.0.0/8"},
		want{"near miss: a peer", "f1 10.0.3.4 tcp/443", "delivered by route 10.0.3.4/32"},
	)
}

func TestPE01_Approval(t *testing.T) {
	design := with(with(endpoints, "POLICY", "Disabled"), "groupIds: [blob]", "groupIds: [blob], status: Pending")
	compile(t, design).check(want{"pending", "f1 10.0.3.4 tcp/443", "dropped by privateEndpoint pe1"})
	design = with(with(endpoints, "POLICY", "Disabled"), "groupIds: [blob]", "groupIds: [blob], status: Approved")
	compile(t, design).check(want{"near miss: approved", "f1 10.0.3.4 tcp/443", "delivered by route 10.0.3.4/32"})
}

func TestNSG21_OutboundRulesTowardsPrivateEndpoints(t *testing.T) {
	design := with(endpoints, "POLICY", "Disabled")
	guarded := with(design, "x: {addressPrefix: 10.1.0.0/24, routeTable: wide}", "x: {addressPrefix: 10.1.0.0/24, routeTable: wide, networkSecurityGroup: out}")
	guarded = with(guarded, "networkSecurityGroups:\n", "networkSecurityGroups:\n  out: {securityRules: [{name: no-pe, priority: 100, direction: Outbound, access: Deny, protocol: \"*\", source: \"*\", destination: 10.0.3.0/24}]}\n")
	compile(t, guarded).check(want{"the source's rules apply", "x1 10.0.3.4 tcp/443", "denied by nsgRule no-pe of out"})
	compile(t, design).check(want{"without them", "x1 10.0.3.4 tcp/443", "delivered by route 10.0.3.4/32"})
}

func TestPE03_ThroughAMiddlebox(t *testing.T) {
	design := with(endpoints, "POLICY", "Disabled")
	compile(t, design).check(want{"with the client's source, its answers are contested", "e1 10.0.3.4 tcp/443", "inconclusive by privateEndpoint fw"})
	compile(t, with(design, "  p: {ruleCollectionGroups", "  p: {snatPrivateRanges: [255.255.255.255/32], ruleCollectionGroups")).check(
		want{"near miss: translated, they come back", "e1 10.0.3.4 tcp/443", "delivered by firewallRule g/all/all of p"})
}
