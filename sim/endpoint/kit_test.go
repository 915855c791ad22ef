package endpoint_test

import (
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// town is a small design with one of each thing that selectors name.
const town = `
location: westeurope
resourceGroup: net
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
      GatewaySubnet: {addressPrefix: 10.0.1.0/27}
      shared: {addressPrefix: 10.0.4.0/29}
      endpoints: {addressPrefix: 10.0.5.0/29}
    peerings:
      to-web: {remoteVirtualNetwork: web, allowForwardedTraffic: true, allowGatewayTransit: true}
  web:
    addressPrefixes: [10.1.0.0/16, "fd00:1::/48"]
    tags: {env: prod}
    subnets:
      front: {addressPrefixes: [10.1.0.0/29, "fd00:1::/64"]}
      empty: {addressPrefix: 10.1.1.0/29}
    peerings:
      to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true, useRemoteGateways: true}
  dev-west:
    location: northeurope
    resourceGroup: dev
    addressPrefixes: [10.9.0.0/16]
    subnets: {front: {addressPrefix: 10.9.0.0/29}}
applicationSecurityGroups: {web: {}}
publicIPAddresses:
  web1-ip: {ipAddress: 20.0.0.4}
  fw-ip: {ipAddress: 20.0.0.5}
  gw-ip: {ipAddress: 20.0.0.6}
  lb-ip: {ipAddress: 20.0.0.7}
azureFirewalls:
  fw: {subnet: hub/AzureFirewallSubnet, publicIPAddresses: [fw-ip], firewallPolicy: fw-policy}
firewallPolicies: {fw-policy: {}}
virtualNetworkGateways:
  vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet, publicIPAddresses: [gw-ip]}
localNetworkGateways:
  hq: {addressPrefixes: [192.168.0.0/16], gatewayIpAddress: 198.51.100.77}
connections:
  vpn-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}
loadBalancers:
  lb:
    frontendIPConfigurations: {f: {publicIPAddress: lb-ip}}
    backendAddressPools: {p: {}}
    loadBalancingRules: [{name: https, frontendIPConfiguration: f, backendAddressPool: p, protocol: Tcp, frontendPort: 443, backendPort: 443}]
virtualMachines:
  web1:
    tags: {tier: front}
    nics: [{subnet: web/front, privateIPAddress: 10.1.0.4, publicIPAddress: web1-ip, applicationSecurityGroups: [web], loadBalancerBackendAddressPools: [lb/p]}]
  web2: {nics: [{subnet: web/front, privateIPAddress: 10.1.0.5, loadBalancerBackendAddressPools: [lb/p]}]}
  nva:
    nics:
      - {name: nva-b, subnet: hub/shared, privateIPAddress: 10.0.4.5, primary: true}
      - {name: nva-a, subnet: hub/shared, privateIPAddress: 10.0.4.4}
  web: {resourceGroup: dev, nics: [{name: dev-web, subnet: dev-west/front, privateIPAddress: 10.9.0.4}]}
paas: {archive: {type: Microsoft.Storage/storageAccounts}}
privateEndpoints:
  archive-pe: {subnet: hub/endpoints, privateIPAddresses: [10.0.5.4], privateLinkService: archive, groupIds: [blob]}
`

// world is a design, compiled.
type world struct {
	*endpoint.Resolver
	names   *endpoint.Names
	network *azure.Network
	design  *topology.Design
}

// build compiles a design of one or, apart by ---, several files.
func build(t testing.TB, text string, services ...string) *world {
	t.Helper()
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	for file := range strings.SplitSeq(text, "\n---\n") {
		r.AddDesign(tree.ParseYAML(source.NewFile("a.network.yaml", []byte(file)), []byte(file), &diags))
	}
	resources, facts := r.Finish()
	d := decode.New(&diags)
	for _, n := range resources {
		d.Add(n)
	}
	for _, n := range facts {
		d.AddFacts(n)
	}
	design := d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	n, err := azure.Compile(design, azure.Options{Services: services})
	if err != nil {
		t.Fatal(err)
	}
	return &world{endpoint.NewResolver(design, n), endpoint.NewNames(design, n.Pipeline, n.StandsFor), n, design}
}

func parse(t testing.TB, text string) endpoint.Selector {
	t.Helper()
	s, err := endpoint.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// show prints a set of addresses, the whole internet as a word.
func (w *world) show(set packet.AddrSet) string {
	outside := w.network.Pipeline.Places[w.network.Internet].Addresses
	switch {
	case set.Equal(packet.AllAddrs()):
		return "all"
	case set.Equal(outside):
		return "public"
	}
	return set.String()
}

// sources prints what a selector means as a source, one place a line.
func (w *world) sources(t testing.TB, text string) string {
	list, err := w.Sources(parse(t, text))
	if err != nil {
		return err.Error()
	}
	var lines []string
	for _, s := range list {
		lines = append(lines, w.names.Place(s.Place)+" "+w.show(s.Addresses))
	}
	return strings.Join(lines, "\n")
}

// targets prints what it means as a target: sent; addressed from inside; from the internet.
func (w *world) targets(t testing.TB, text string) string {
	ends, err := w.Targets(parse(t, text))
	if err != nil {
		return err.Error()
	}
	var lines []string
	for i, g := range ends.Inside {
		lines = append(lines, w.names.Place(g.Place)+" "+w.show(g.Sent)+"; "+w.show(g.Addressed)+"; "+w.show(ends.Outside[i].Addressed))
	}
	return strings.Join(lines, "\n")
}
