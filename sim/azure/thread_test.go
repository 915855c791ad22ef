package azure_test

import "testing"

const thread = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      nva: {addressPrefix: 10.0.1.0/24}
    peerings:
      to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true}
      to-b: {remoteVirtualNetwork: b, allowForwardedTraffic: true}
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      x: {addressPrefix: 10.1.0.0/24, networkSecurityGroup: x-nsg, routeTable: a-rt}
      y: {addressPrefix: 10.1.1.0/24}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
  b:
    addressPrefixes: [10.2.0.0/16]
    subnets: {z: {addressPrefix: 10.2.0.0/24, routeTable: b-rt}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
networkSecurityGroups:
  x-nsg:
    securityRules:
      - {name: ssh, priority: 100, direction: Inbound, access: Deny, protocol: Tcp, source: "*", destination: "*", destinationPorts: [22]}
routeTables:
  a-rt: {routes: [{name: to-b, addressPrefix: 10.2.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.1.4}]}
  b-rt: {routes: [{name: to-a, addressPrefix: 10.1.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.1.4}]}
publicIPAddresses:
  x1-pip: {ipAddress: 198.51.100.7, sku: Standard}
virtualMachines:
  x1: {nics: [{subnet: a/x, privateIPAddress: 10.1.0.4, publicIPAddress: x1-pip}]}
  y1: {nics: [{subnet: a/y}]}
  z1: {nics: [{subnet: b/z}]}
  nva1: {nics: [{subnet: hub/nva, enableIPForwarding: true}]}
`

func TestThread(t *testing.T) {
	compile(t, thread).check(
		want{"inside the VNet", "y1 10.1.0.4 tcp/443", "delivered by defaultRule AllowVnetInBound of x-nsg"},
		want{"a rule of the NSG", "y1 10.1.0.4 tcp/22", "denied by nsgRule ssh of x-nsg"},
		want{"over the appliance", "x1 10.2.0.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of x-nsg"},
		want{"no route to the peer's peer", "y1 10.2.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
		want{"out to the internet", "x1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of x-nsg"},
		want{"in from the internet", "internet 198.51.100.7 tcp/443", "denied by defaultRule DenyAllInBound of x-nsg"},
		want{"planned hosts", "a/y 10.1.0.4 tcp/443", "delivered by defaultRule AllowVnetInBound of x-nsg"},
		want{"nobody there", "y1 10.1.7.7 tcp/443", "dropped by noHost a"},
	)
}
