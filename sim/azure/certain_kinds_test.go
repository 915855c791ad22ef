package azure_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// wide has the kinds that certain has not.
const wide = `
virtualWans: {w: {}}
virtualHubs:
  h:
    virtualWan: w
    addressPrefix: 10.100.0.0/23
    hubVirtualNetworkConnections: {a: {remoteVirtualNetwork: a}, b: {remoteVirtualNetwork: b}}
vpnGateways: {hvpn: {virtualHub: h, connections: {branch: {remoteVpnSite: branch}}}}
vpnSites: {branch: {virtualWan: w, addressPrefixes: [192.168.0.0/16]}}
expressRouteCircuits: {hq: {}}
expressRouteGateways: {her: {virtualHub: h, expressRouteConnections: {to-hq: {expressRouteCircuit: hq}}}}
p2sVpnGateways: {hp2s: {virtualHub: h, vpnClientAddressPool: [172.16.0.0/24]}}
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24}}}
  m: {addressPrefixes: [10.3.0.0/16], subnets: {s: {addressPrefix: 10.3.0.0/24, networkSecurityGroup: open}, gw: {addressPrefix: 10.3.1.0/24, networkSecurityGroup: open}, links: {addressPrefix: 10.3.2.0/24}}}
networkSecurityGroups: {open: {securityRules: {in: {priority: 100, direction: Inbound, access: Allow, protocol: "*", source: "*", destination: "*"}}}}
virtualMachines:
  a1: {nics: [{subnet: a/s, privateIPAddress: 10.1.0.4}]}
  b1: {nics: [{subnet: b/s, privateIPAddress: 10.2.0.4}]}
  m1: {nics: [{subnet: m/s, privateIPAddress: 10.3.0.4, publicIPAddress: m1}]}
virtualMachineScaleSets: {pool: {orchestrationMode: Uniform, capacity: 1, nics: [{name: eth0, primary: true, subnet: m/s}]}}
publicIPAddresses: {m1: {ipAddress: 20.0.0.1}, agw: {ipAddress: 20.0.0.2}}
applicationGateways:
  agw:
    sku: WAF_v2
    subnet: m/gw
    frontendIPConfigurations: {public: {publicIPAddress: agw}}
    httpListeners: {https: {frontendIPConfiguration: public, port: 443, protocol: Https}}
    backendAddressPools: {sites: {addresses: [10.3.0.4]}}
    backendHttpSettings: {https: {port: 8443, protocol: Https}}
networkManagers:
  manager:
    scopes: [/subscriptions/00000000-0000-0000-0000-000000000000]
    networkGroups: {all: {members: [m]}}
    securityAdminConfigurations: {admin: {ruleCollections: {all: {appliesToGroups: [all], rules: {ssh: {priority: 10, direction: Inbound, access: Deny, protocol: Tcp, source: "*", destination: "*", destinationPorts: [22]}}}}}}
frontDoors: {fd: {afdEndpoints: {edge: {hostName: fd.azurefd.net, routes: {all: {originGroup: web}}}}, originGroups: {web: {origins: {m: {hostName: 20.0.0.1}}}}}}
paas: {files: {type: Microsoft.Storage/storageAccounts}}
`

var wideFacts = "learnedRoutes: [{virtualHub: h, from: hq, prefixes: [10.200.0.0/16]}]\nfqdns: {fd.azurefd.net: [20.60.1.9], files.blob.core.windows.net: [20.60.0.9]}"

// wideLines says which packet rests on each kind of wide, and how it ends
// while nothing is in doubt.
var wideLines = []struct{ kind, name, line, want string }{
	{"virtualWans", "w", "a1 10.2.0.4 tcp/443", "delivered"},
	{"virtualHubs", "h", "a1 10.2.0.4 tcp/443", "delivered"},
	{"hubVirtualNetworkConnections", "b", "a1 10.2.0.4 tcp/443", "delivered"},
	{"vpnGateways", "hvpn", "a1 192.168.0.4 tcp/443", "delivered"},
	{"vpnConnections", "branch", "a1 192.168.0.4 tcp/443", "delivered"},
	{"vpnSites", "branch", "a1 192.168.0.4 tcp/443", "delivered"},
	{"expressRouteCircuits", "hq", "a1 10.200.0.4 tcp/443", "delivered"},
	{"expressRouteGateways", "her", "a1 10.200.0.4 tcp/443", "delivered"},
	{"expressRouteConnections", "to-hq", "a1 10.200.0.4 tcp/443", "delivered"},
	{"p2sVpnGateways", "hp2s", "a1 172.16.0.4 tcp/443", "delivered"},
	{"applicationGateways", "agw", "internet 20.0.0.2 tcp/443", "delivered"},
	{"httpListeners", "https", "internet 20.0.0.2 tcp/443", "delivered"},
	{"publicIPAddresses", "m1", "internet 20.0.0.1 tcp/443", "delivered"},
	{"networkManagers", "manager", "internet 20.0.0.1 tcp/22", "denied"},
	{"networkGroups", "all", "internet 20.0.0.1 tcp/22", "denied"},
	{"securityAdminConfigurations", "admin", "internet 20.0.0.1 tcp/22", "denied"},
	{"rules", "ssh", "internet 20.0.0.1 tcp/22", "denied"},
	{"profiles", "fd", "internet 20.60.1.9 tcp/443", "delivered"},
	{"afdEndpoints", "edge", "internet 20.60.1.9 tcp/443", "delivered"},
	{"routes", "all", "internet 20.60.1.9 tcp/443", "delivered"},
	{"originGroups", "web", "fd 20.0.0.1 tcp/443", "delivered"},
	{"origins", "m", "fd 20.0.0.1 tcp/443", "delivered"},
	{"storageAccounts", "files", "m1 20.60.0.9 tcp/443", "delivered"},
}

func TestDoubtAboutTheWiderKinds(t *testing.T) {
	for _, tc := range wideLines {
		d := read(t, wide, wideFacts)
		i := slices.IndexFunc(d.All, func(n topology.Node) bool {
			return strings.EqualFold(n.Base().Name, tc.name) && strings.HasSuffix(n.Base().Type, "/"+tc.kind)
		})
		if i < 0 {
			t.Errorf("the design has no %s %s", tc.kind, tc.name)
			continue
		}
		w := worldOf(t, d)
		if tr := w.trace(tc.line); tr.Verdict.String() != tc.want {
			t.Errorf("%s without doubt: %s\n%s", tc.line, w.told(tr), w.story(tr))
			continue
		}
		d.Ignored = append(d.Ignored, topology.Ignored{Resource: d.All[i].Base().ID, Property: "somethingNew"})
		w = worldOf(t, d)
		tr := w.trace(tc.line)
		named := slices.ContainsFunc(tr.Gaps, func(g *pipeline.Gap) bool { return g.Property == "somethingNew" })
		if tr.Verdict.String() != "inconclusive" || !named {
			t.Errorf("%s %s, a property that is not simulated: %s: %s\n%s", tc.kind, tc.name, tc.line, w.told(tr), w.story(tr))
		}
	}
}

// elsewhere are kinds of a design whose doubts another test goes through, or
// that decide over no packet.
var elsewhere = map[string]string{
	"PrivateDNSZones": "sim/dns", "DNSResolvers": "sim/dns", "ForwardingRulesets": "sim/dns",
	"WAFPolicies":         "they judge requests above the ports, and change no packet's way",
	"RouteServers":        "TestDoubt of route servers in route_server_test.go",
	"PrivateLinkServices": "private_link_test.go",
	"Others":              "they are the doubt of others", "Ignored": "it is the doubt of others",
	"PublicIPPrefixes": "they lend addresses to kinds that are tested", "ScaleSets": "their interfaces are those of machines",
}

func TestEveryKindOfADesignHasItsDoubt(t *testing.T) {
	both := []reflect.Value{reflect.ValueOf(*read(t, certain)), reflect.ValueOf(*read(t, wide, wideFacts))}
	kinds := both[0].Type()
	for i := range kinds.NumField() {
		f := kinds.Field(i)
		if f.Type.Kind() != reflect.Slice || f.Name == "All" || f.Name == "Unsettled" || elsewhere[f.Name] != "" {
			continue
		}
		if both[0].Field(i).Len()+both[1].Field(i).Len() == 0 {
			t.Errorf("no test doubts %s", f.Name)
		}
	}
}
