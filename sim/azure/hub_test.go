package azure_test

import (
	"strings"
	"testing"
)

// wan is two hubs with two VNets and a site each; FIREWALL and INTENT are filled by the tests.
const wan = `
location: westeurope
virtualWans: {w: {allowBranchToBranchTraffic: true}}
virtualHubs:
  h1:
    virtualWan: w
    addressPrefix: 10.100.0.0/23
    hubRouteTables: {red: {labels: []}}
    hubVirtualNetworkConnections:
      ca: {remoteVirtualNetwork: a}
      cb: {remoteVirtualNetwork: b}
      cr: {remoteVirtualNetwork: r, associatedRouteTable: h1/red, propagatedRouteTables: [h1/red]}
  h2:
    virtualWan: w
    addressPrefix: 10.101.0.0/23
    hubVirtualNetworkConnections: {cc: {remoteVirtualNetwork: c}}
vpnSites:
  s1: {virtualWan: w, addressPrefixes: [192.168.1.0/24]}
  s2: {virtualWan: w, addressPrefixes: [192.168.2.0/24]}
vpnGateways:
  g1: {virtualHub: h1, connections: {k1: {remoteVpnSite: s1}}}
  g2: {virtualHub: h2, connections: {k2: {remoteVpnSite: s2}}}
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}, off: {addressPrefix: 10.1.1.0/24, routeTable: off}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24}}}
  c: {addressPrefixes: [10.3.0.0/16], subnets: {s: {addressPrefix: 10.3.0.0/24}}}
  r: {addressPrefixes: [10.4.0.0/16], subnets: {s: {addressPrefix: 10.4.0.0/24}}}
routeTables: {off: {disableBgpRoutePropagation: true}}
virtualMachines:
  a1: {nics: [{subnet: a/s}]}
  ao: {nics: [{subnet: a/off}]}
  b1: {nics: [{subnet: b/s}]}
  c1: {nics: [{subnet: c/s}]}
  r1: {nics: [{subnet: r/s}]}
`

func TestVWAN02_AnyToAny(t *testing.T) {
	compile(t, wan).check(
		want{"VNet to VNet", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"},
		want{"VNet to branch", "a1 192.168.1.9 tcp/443", "delivered by route 192.168.1.0/24"},
		want{"branch to VNet", "s1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"},
		want{"branch to branch", "s1 192.168.2.9 tcp/443", "delivered by route 192.168.2.0/24"},
	)
	compile(t, with(wan, "allowBranchToBranchTraffic: true", "allowBranchToBranchTraffic: false")).check(
		want{"near miss: off for the WAN", "s1 192.168.2.9 tcp/443", "dropped by gateway s1"},
	)
}

func TestVWAN05_OtherTablesDoNotTalk(t *testing.T) {
	compile(t, wan).check(
		want{"red is not in default", "a1 10.4.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
		want{"nor default in red", "r1 10.1.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
	)
}

func TestVWAN06_HubToHub(t *testing.T) {
	compile(t, wan).check(
		want{"VNets of two hubs", "a1 10.3.0.4 tcp/443", "delivered by route 10.3.0.0/16"},
		want{"VNet to the other hub's branch", "a1 192.168.2.9 tcp/443", "delivered by route 192.168.2.0/24"},
		want{"near miss: a table without the label", "c1 10.4.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
	)
}

func TestVWAN12_PropagationOff(t *testing.T) {
	compile(t, wan).check(want{"off", "ao 10.2.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
}

const secured = `
azureFirewalls: {fw1: {virtualHub: h1, firewallPolicy: p}}
firewallPolicies:
  p: {ruleCollectionGroups: {g: {priority: 200, ruleCollections: {net: {priority: 200, action: Allow, rules: [
    {name: https, source: ["*"], destination: ["*"], protocols: [TCP], destinationPorts: [443]}]}}}}}
`

func TestVWAN07_RoutingIntent(t *testing.T) {
	design := with(wan, "    hubRouteTables: {red: {labels: []}}", "    routingIntent: {p: {destinations: [PrivateTraffic], nextHop: fw1}, i: {destinations: [Internet], nextHop: fw1}}")
	design = with(design, ", associatedRouteTable: h1/red, propagatedRouteTables: [h1/red]", "")
	design = with(design, "ca: {remoteVirtualNetwork: a}", "ca: {remoteVirtualNetwork: a, enableInternetSecurity: true}") + secured
	compile(t, design).check(
		want{"VNet to VNet passes the firewall", "a1 10.2.0.4 tcp/443", "delivered by firewallRule g/net/https of p"},
		want{"which denies the rest", "a1 10.2.0.4 tcp/22", "denied by firewallRule fw1 of fw1"},
		want{"VNet to branch", "a1 192.168.1.9 tcp/443", "delivered by firewallRule g/net/https of p"},
		want{"branch to VNet", "s1 10.2.0.4 tcp/22", "denied by firewallRule fw1 of fw1"},
		want{"between hubs, by the one firewall", "c1 10.1.0.4 tcp/443", "delivered by firewallRule g/net/https of p"},
		want{"internet with enableInternetSecurity", "a1 203.0.113.10 tcp/443", "delivered by firewallRule g/net/https of p"},
		want{"near miss: without it, directly", "b1 203.0.113.10 tcp/22", "delivered by route 0.0.0.0/0"},
	)
}

func TestVWAN08_StaticRoutesToTheFirewall(t *testing.T) {
	design := with(wan, "hubRouteTables: {red: {labels: []}}", "hubRouteTables: {red: {labels: []}, defaultRouteTable: {labels: [default], routes: {all: {destinations: [0.0.0.0/0], nextHop: fw1}}}}")
	design = with(design, "ca: {remoteVirtualNetwork: a}", "ca: {remoteVirtualNetwork: a, enableInternetSecurity: true}") + secured
	compile(t, design).check(
		want{"0/0 to the firewall", "a1 203.0.113.10 tcp/22", "denied by firewallRule fw1 of fw1"},
		want{"near miss: VNet to VNet is not covered", "a1 10.2.0.4 tcp/22", "delivered by route 10.2.0.0/16"},
		want{"near miss: VWAN-3, 0/0 is not accepted there", "b1 203.0.113.10 tcp/22", "delivered by route 0.0.0.0/0"},
	)
}

// publishing is a hub whose firewall takes its own public address, or what an
// export tells, and publishes a VM of a connected network.
const publishing = `
virtualWans: {w: {}}
virtualHubs: {h: {virtualWan: w, addressPrefix: 10.100.0.0/23, INTENT
  hubVirtualNetworkConnections: {a: {remoteVirtualNetwork: a, enableInternetSecurity: true}}}}
publicIPAddresses: {pip: {ipAddress: 20.1.1.1}}
azureFirewalls: {fw: {virtualHub: h, firewallPolicy: p, ADDRESS}}
firewallPolicies: {p: {ruleCollectionGroups: {in: {priority: 100, ruleCollections: {dnat: {priority: 100, action: Dnat, rules: [
  {name: web, source: ["*"], destination: [20.1.1.1], protocols: [TCP], destinationPorts: [443], translatedAddress: 10.1.0.4, translatedPort: 443}]}}}}}}
virtualNetworks: {a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}}}}
virtualMachines: {a1: {nics: [{subnet: a/s, privateIPAddress: 10.1.0.4}]}}
`

func TestFW18_AHubsFirewallPublishes(t *testing.T) {
	both := "routingIntent: {internet: {destinations: [Internet], nextHop: fw}, private: {destinations: [PrivateTraffic], nextHop: fw}},"
	for _, address := range []string{"publicIPAddresses: [pip]", "hubPublicIPAddresses: [20.1.1.1]"} {
		for _, intent := range []string{"", both} {
			design := with(with(publishing, "ADDRESS", address), "INTENT", intent)
			if strings.HasPrefix(address, "hub") {
				design = with(design, "publicIPAddresses: {pip: {ipAddress: 20.1.1.1}}\n", "")
			}
			compile(t, design).check(
				want{address + intent, "internet 20.1.1.1 tcp/443", "delivered by firewallRule in/dnat/web of p"},
				want{"near miss: another port", "internet 20.1.1.1 tcp/80", "denied by firewallRule fw"},
			)
		}
	}
}

func TestNSG10_AGatewaysRouteThatAUserRouteReplaces(t *testing.T) {
	const design = `
virtualWans: {w: {}}
virtualHubs: {h: {virtualWan: w, addressPrefix: 10.100.0.0/23, hubRouteTables: {defaultRouteTable: {routes: {out: {destinations: [0.0.0.0/0], nextHop: fw}}}},
  hubVirtualNetworkConnections: {a: {remoteVirtualNetwork: a, enableInternetSecurity: true}}}}
azureFirewalls: {fw: {virtualHub: h}}
publicIPAddresses: {pip: {ipAddress: 20.1.1.1}}
routeTables: {own: {routes: [{name: out, addressPrefix: 0.0.0.0/0, nextHopType: Internet}]}}
networkSecurityGroups: {rdp: {securityRules: [{name: rdp, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: "*", destination: "*", destinationPorts: [3389]}MORE]}}
virtualNetworks: {a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24, networkSecurityGroup: rdp, routeTable: own}}}}
virtualMachines: {jump: {nics: [{subnet: a/s, privateIPAddress: 10.1.0.4, publicIPAddress: pip}]}}
`
	compile(t, with(design, "MORE", "")).check(
		want{"whether the hub's 0.0.0.0/0 still is in the tag is not documented", "internet 20.1.1.1 tcp/22", "inconclusive by defaultRule AllowVnetInBound of rdp"},
		want{"near miss: a rule of its own decides", "internet 20.1.1.1 tcp/3389", "delivered by nsgRule rdp of rdp"},
	)
	deny := `, {name: rest, priority: 4000, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*", destinationPorts: ["*"]}`
	compile(t, with(design, "MORE", deny)).check(want{"near miss: and closes the rest", "internet 20.1.1.1 tcp/22", "denied by nsgRule rest of rdp"})
}
