package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// certain has the common kinds, each on the path of one of the packets below.
const certain = `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
      GatewaySubnet: {addressPrefix: 10.0.1.0/26, routeTable: gwrt}
      AzureBastionSubnet: {addressPrefix: 10.0.2.0/26}
      app: {addressPrefix: 10.0.3.0/24, networkSecurityGroup: nsg, routeTable: rt, natGateway: nat}
      links: {addressPrefix: 10.0.4.0/24}
    peerings: {to-spoke: {remoteVirtualNetwork: spoke, allowForwardedTraffic: true, allowGatewayTransit: true}}
  spoke:
    addressPrefixes: [10.1.0.0/16]
    subnets: {web: {addressPrefix: 10.1.0.0/24}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
networkSecurityGroups: {nsg: {securityRules: {any: {priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: "*", destination: asg:apps}, no: {priority: 200, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}}}}
applicationSecurityGroups: {apps: }
routeTables: {rt: {routes: {far: {addressPrefix: 10.9.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}, home: {addressPrefix: 192.168.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}}}, gwrt: {routes: {back: {addressPrefix: 10.0.3.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}}}}
virtualMachines:
  app1: {nics: [{subnet: hub/app, privateIPAddress: 10.0.3.4, applicationSecurityGroups: [apps]}]}
  web1: {nics: [{subnet: spoke/web, privateIPAddress: 10.1.0.4}]}
publicIPAddresses: {fw: {ipAddress: 20.0.0.1}, nat: {ipAddress: 20.0.0.2}, bastion: {ipAddress: 20.0.0.3}}
natGateways: {nat: {publicIPAddresses: [nat]}}
bastionHosts: {bastion: {sku: Standard, subnet: hub/AzureBastionSubnet, publicIPAddress: bastion}}
azureFirewalls: {fw: {sku: Standard, subnet: hub/AzureFirewallSubnet, privateIPAddress: 10.0.0.4, publicIPAddresses: [fw], firewallPolicy: policy}}
ipGroups: {sites: {ipAddresses: [10.9.0.0/16, 192.168.0.0/16]}}
firewallPolicies:
  policy:
    ruleCollectionGroups: {main: {priority: 200, ruleCollections: {net: {priority: 200, action: Allow, rules: {all: {source: "*", destination: ipGroup:sites, protocols: [TCP], destinationPorts: ["*"]}}}}}}
virtualNetworkGateways: {vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet}}
localNetworkGateways: {hq: {addressPrefixes: [192.168.0.0/16, 10.9.0.0/16], gatewayIpAddress: 192.0.2.1}}
connections: {to-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}}
loadBalancers:
  lb:
    sku: Standard
    frontendIPConfigurations: {in: {subnet: hub/links, privateIPAddress: 10.0.4.100}}
    backendAddressPools: {apps: {addresses: {a: {ipAddress: 10.0.3.4, virtualNetwork: hub}}}}
    loadBalancingRules: {all: {frontendIPConfiguration: in, backendAddressPool: apps, protocol: Tcp, frontendPort: 443, backendPort: 443, probe: alive}}
    probes: {alive: {protocol: Tcp, port: 443}}
paas: {files: {type: Microsoft.Storage/storageAccounts}}
privateEndpoints: {files-pe: {subnet: hub/links, privateLinkService: files, groupIds: [blob], privateIPAddresses: [10.0.4.4]}}
`

// certainLines says which packet passes each kind: all are delivered as long
// as nothing is in doubt.
var certainLines = map[string]string{
	"virtualNetworks": "app1 10.1.0.4 tcp/443", "subnets": "app1 10.1.0.4 tcp/443", "virtualNetworkPeerings": "app1 10.1.0.4 tcp/443",
	"networkInterfaces": "app1 10.1.0.4 tcp/443", "ipConfigurations": "app1 10.1.0.4 tcp/443", "virtualMachines": "app1 10.1.0.4 tcp/443",
	"networkSecurityGroups": "web1 10.0.3.4 tcp/443", "securityRules": "web1 10.0.3.4 tcp/443", "applicationSecurityGroups": "web1 10.0.3.4 tcp/443",
	"routeTables": "app1 10.9.0.4 tcp/443", "routes": "app1 10.9.0.4 tcp/443", "azureFirewalls": "app1 10.9.0.4 tcp/443",
	"firewallPolicies": "app1 10.9.0.4 tcp/443", "ruleCollectionGroups": "app1 10.9.0.4 tcp/443", "ipGroups": "app1 10.9.0.4 tcp/443",
	"virtualNetworkGateways": "app1 192.168.0.4 tcp/443", "localNetworkGateways": "app1 192.168.0.4 tcp/443", "connections": "app1 192.168.0.4 tcp/443",
	"natGateways": "app1 203.0.113.10 tcp/443", "bastionHosts": "bastion 10.0.3.4 tcp/22",
	"loadBalancers": "web1 10.0.4.100 tcp/443", "backendAddressPools": "web1 10.0.4.100 tcp/443", "loadBalancingRules": "web1 10.0.4.100 tcp/443",
	"probes": "web1 10.0.4.100 tcp/443", "privateEndpoints": "app1 10.0.4.4 tcp/443",
}

// notOnPath are resources of those kinds that the packets do not need.
var notOnPath = []string{"web1-nic", "web1", "links", "AzureFirewallSubnet", "GatewaySubnet", "AzureBastionSubnet", "web", "spoke", "to-hub", "no", "home", "gwrt", "back"}

func TestDoubtAboutAnythingOnThePathMakesTheAnswerInconclusive(t *testing.T) {
	doubts := map[string]func(d *topology.Design, r *topology.Resource){
		"a property that is not simulated": func(d *topology.Design, r *topology.Resource) {
			d.Ignored = append(d.Ignored, topology.Ignored{Resource: r.ID, Property: "somethingNew"})
		},
		"an unknown condition": func(_ *topology.Design, r *topology.Resource) {
			r.Maybe = &later
			r.Incomplete = append(r.Incomplete, topology.Incomplete{Property: "condition", Unknown: later})
		},
		"a stranger that names it": func(d *topology.Design, r *topology.Resource) {
			d.Others = append(d.Others, &topology.Other{Resource: topology.Resource{ID: "/subscriptions/s/box", Name: "box", Type: "Vendor.Net/boxes"},
				References: []topology.ID{r.ID}})
		},
	}
	// A machine, a subnet and their like are not changed by what names them.
	unchanged := []string{"virtualMachines", "subnets"}
	tested := map[string]bool{}
	for _, n := range read(t, certain).All {
		r := n.Base()
		kind := r.Type[strings.LastIndexByte(r.Type, '/')+1:]
		line, ok := certainLines[kind]
		if !ok || slices.Contains(notOnPath, r.Name) || kind == "ipConfigurations" && !strings.Contains(string(r.ID), "app1") {
			continue
		}
		tested[kind] = true
		for name, doubt := range doubts {
			if strings.HasPrefix(name, "a stranger") && slices.Contains(unchanged, kind) {
				continue
			}
			d := read(t, certain)
			w := worldOf(t, d)
			if tr := w.trace(line); tr.Verdict.String() != "delivered" {
				t.Fatalf("%s without doubt: %s\n%s", line, w.told(tr), w.story(tr))
			}
			doubt(d, d.ByID(r.ID).Base())
			w = worldOf(t, d)
			if tr := w.trace(line); tr.Verdict.String() != "inconclusive" || len(tr.Gaps) == 0 {
				t.Errorf("%s, %s: %s: %s\n%s", r.ID.Path(), name, line, w.told(tr), w.story(tr))
			}
		}
	}
	for kind := range certainLines {
		if !tested[kind] {
			t.Errorf("the design has no %s", kind)
		}
	}
}

func worldOf(t *testing.T, d *topology.Design) world {
	t.Helper()
	n, err := azure.Compile(d, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return world{t, d, n}
}

func TestPeeringsThatTheInputNamesAndDoesNotGive(t *testing.T) {
	d := read(t, certain)
	v := d.VirtualNetworks[0]
	v.Incomplete = append(v.Incomplete, topology.Incomplete{Property: "virtualNetworkPeerings", Pos: source.Pos{}, Unknown: later})
	w := worldOf(t, d)
	w.check(want{"a peer that nobody lists", "app1 10.77.0.4 tcp/443", "inconclusive by defaultRule AllowVnetOutBound of nsg"},
		want{"within the network", "app1 10.0.4.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of nsg"})
}
