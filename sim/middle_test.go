package sim_test

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
	"vnetproof/topology/native/nativetest"
)

// middle has one of each thing that stands between two hosts and translates,
// ends or spreads what passes it.
const middle = `
location: westeurope
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: open}
      app: {addressPrefix: 10.1.2.0/24, routeTable: ha, networkSecurityGroup: open}
      nva: {addressPrefix: 10.1.3.0/24}
      agw: {addressPrefix: 10.1.4.0/26}
      int: {addressPrefix: 10.1.5.0/26, delegations: [Microsoft.Web/serverFarms]}
      nat: {addressPrefix: 10.1.6.0/24}
      endpoints: {addressPrefix: 10.1.7.0/24}
      AzureBastionSubnet: {addressPrefix: 10.1.8.0/26}
      GatewaySubnet: {addressPrefix: 10.1.9.0/27}
networkSecurityGroups:
  open: {securityRules: [{name: any, priority: 100, direction: Inbound, access: Allow, protocol: "*", source: "*", destination: "*"}]}
routeTables: {ha: {routes: [{name: web, addressPrefix: 10.1.1.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.3.100}]}}
publicIPAddresses:
  lb-pip: {ipAddress: 20.0.0.7}
  agw-pip: {ipAddress: 20.0.0.8}
  bastion-pip: {ipAddress: 20.0.0.9}
  vpn-pip: {ipAddress: 20.0.0.10}
loadBalancers:
  pub:
    sku: Standard
    frontendIPConfigurations: {fe: {publicIPAddress: lb-pip}}
    backendAddressPools: {pool: {}}
    loadBalancingRules:
      - {name: http, frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Tcp, frontendPort: 443, backendPort: 8443}
      - {name: dns, frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Udp, frontendPort: 53, backendPort: 53, enableFloatingIP: true}
    inboundNatRules: [{name: ssh, frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Tcp, frontendPortRangeStart: 22, frontendPortRangeEnd: 30, backendPort: 22}]
  int:
    sku: Standard
    frontendIPConfigurations: {fe: {subnet: net/web, privateIPAddress: 10.1.1.100}, ha: {subnet: net/nva, privateIPAddress: 10.1.3.100}}
    backendAddressPools: {web: {}, nva: {}}
    loadBalancingRules:
      - {name: https, frontendIPConfiguration: fe, backendAddressPool: web, protocol: Tcp, frontendPort: 443, backendPort: 8443}
      - {name: ha, frontendIPConfiguration: ha, backendAddressPool: nva, protocol: All}
privateLinkServices: {pls: {loadBalancerFrontendIpConfigurations: [int/fe], subnet: net/nat}}
privateEndpoints: {pe: {subnet: net/endpoints, privateIPAddresses: [10.1.7.4], privateLinkService: pls}}
bastionHosts: {bastion: {subnet: net/AzureBastionSubnet, publicIPAddress: bastion-pip}}
applicationGateways:
  agw:
    subnet: net/agw
    frontendIPConfigurations: {public: {publicIPAddress: agw-pip}, private: {subnet: net/agw, privateIPAddress: 10.1.4.60}}
    httpListeners: [{name: a, frontendIPConfiguration: public, port: 443}, {name: b, frontendIPConfiguration: private, port: 443}]
    backendAddressPools: {pool: {addresses: [10.1.1.4, api.contoso.com]}}
    backendHttpSettings: [{name: http, port: 443}]
paas: {site: {type: Microsoft.Web/sites, virtualNetworkSubnet: net/int}}
virtualNetworkGateways:
  vpn:
    gatewayType: Vpn
    subnet: net/GatewaySubnet
    publicIPAddresses: [vpn-pip]
    natRules:
      - {name: out, mode: EgressSnat, internalMappings: [10.1.0.0/16], externalMappings: [100.64.0.0/16]}
      - {name: in, mode: IngressSnat, type: Dynamic, internalMappings: [192.168.0.0/24], externalMappings: [100.65.0.0/30]}
localNetworkGateways: {hq: {addressPrefixes: [192.168.0.0/24, 192.168.9.0/24], gatewayIpAddress: 198.51.100.77}}
connections: {hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq, ingressNatRules: [vpn/in], egressNatRules: [vpn/out]}}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.1.4, loadBalancerBackendAddressPools: [pub/pool, int/web]}]}
  web2: {nics: [{subnet: net/web, privateIPAddress: 10.1.1.5, loadBalancerBackendAddressPools: [pub/pool, int/web]}]}
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.2.4}]}
  nva1: {nics: [{subnet: net/nva, privateIPAddress: 10.1.3.4, enableIPForwarding: true, loadBalancerBackendAddressPools: [int/nva]}]}
  nva2: {nics: [{subnet: net/nva, privateIPAddress: 10.1.3.5, enableIPForwarding: true, loadBalancerBackendAddressPools: [int/nva]}]}
`

// TestEnginesAgreeOnWhatStandsBetween: both engines follow what load balancers,
// application gateways, bastions, link services, apps and VPN NAT do.
func TestEnginesAgreeOnWhatStandsBetween(t *testing.T) {
	d := nativetest.Read(t, middle, "appliances: {nva1: {stateful: true, snat: false}}\nfqdns: {site.azurewebsites.net: [20.0.0.60]}")
	n, err := azure.Compile(d, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		from := drawPlace(rt, n.Pipeline)
		services := packetset.FromTraffic(drawTraffic(rt), packet.IPv4)
		answer := reach(rt, n.Pipeline, symbolic.Question{From: []pipeline.Source{{Place: from.ID, Addresses: from.Addresses}}, Services: services, Budget: 40_000,
			To: []pipeline.Target{{Sent: packet.All4(), Addressed: packet.All4()}}})
		for range 8 {
			sent, _ := services.Pick(packet.IPv4)
			sent.Src, _ = from.Addresses.OfFamily(packet.IPv4).Lowest()
			sent.Dst = netip.MustParseAddr(rapid.SampledFrom([]string{"20.0.0.7", "20.0.0.8", "20.0.0.9", "20.0.0.60", "10.1.1.4", "10.1.1.5", "10.1.1.100",
				"10.1.2.4", "10.1.3.100", "10.1.3.4", "10.1.4.60", "10.1.4.5", "10.1.5.4", "10.1.6.4", "10.1.7.4", "10.1.8.9", "100.64.1.4", "100.65.0.1",
				"100.64.2.4", "192.168.9.4", "203.0.113.9"}).Draw(rt, "address"))
			compare(rt, answer, walk.Walk(n.Pipeline, from.ID, sent))
		}
	})
}
