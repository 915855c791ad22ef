package azure_test

import (
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// linked has a consumer and a provider with the same addresses. $NSG and $NAT vary.
const linked = `
virtualNetworks:
  consumer:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      app: {addressPrefix: 10.1.1.0/24}
      endpoints: {addressPrefix: 10.1.2.0/24}
  provider:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: web-nsg}
      nat: {addressPrefix: 10.1.9.0/24}
networkSecurityGroups:
  web-nsg:
    securityRules:
      - {name: link, priority: 100, direction: Inbound, access: Allow, protocol: "*", source: $FROM, destination: "*"}
      - {name: probes, priority: 110, direction: Inbound, access: Allow, protocol: "*", source: AzureLoadBalancer, destination: "*"}
      - {name: deny, priority: 4000, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}
loadBalancers:
  lb:
    sku: Standard
    frontendIPConfigurations: {fe: {subnet: provider/web, privateIPAddress: 10.1.1.100}}
    backendAddressPools: {pool: {}}
    loadBalancingRules: [{name: https, frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Tcp, frontendPort: 443, backendPort: 8443}]
privateLinkServices:
  pls: {loadBalancerFrontendIpConfigurations: [lb/fe], subnet: provider/nat$NAT}
privateEndpoints:
  pe: {subnet: consumer/endpoints, privateIPAddresses: [10.1.2.4], privateLinkService: pls}
virtualMachines:
  client1: {nics: [{subnet: consumer/app, privateIPAddress: 10.1.1.4}]}
  web1: {nics: [{subnet: provider/web, privateIPAddress: 10.1.1.5, loadBalancerBackendAddressPools: [lb/pool]}]}
`

func linkedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(linked)
	return strings.NewReplacer("$FROM", "10.1.9.0/24", "$NAT", "").Replace(design)
}

func TestPE09_ProviderSeesTheServicesOwnAddress(t *testing.T) {
	w := compile(t, linkedOf())
	w.check(
		want{"by the endpoint to the provider's machine", "client1 10.1.2.4 tcp/443", "delivered by nsgRule link of web-nsg"},
		want{"on a port of its load balancer only", "client1 10.1.2.4 tcp/80", "dropped by loadBalancer lb/fe"},
		want{"no icmp", "client1 10.1.2.4 icmp", "dropped by privateEndpoint pls"},
		want{"the provider's address is one of the consumer's own", "client1 10.1.1.5 tcp/443", "delivered by route 10.1.0.0/16"},
	)
	if got := w.seen("client1 10.1.2.4 tcp/443"); got != "10.1.9.4" {
		t.Errorf("seen as %s, want an address of the service's subnet", got)
	}
	compile(t, linkedOf("$FROM", "10.1.1.4/32")).check(
		want{"never the consumer's", "client1 10.1.2.4 tcp/443", "denied by nsgRule deny of web-nsg"})
	compile(t, linkedOf("subnet: provider/nat$NAT", "ipConfigurations: [{name: a, subnet: provider/nat, privateIPAddress: 10.1.9.77}]")).check(
		want{"a fixed one", "client1 10.1.2.4 tcp/443", "delivered by nsgRule link of web-nsg"},
		want{"which takes answers only", "web1 10.1.9.77 tcp/443", "dropped by privateEndpoint pls"})
}

func TestPE09_ServiceOutsideOfTheInputEndsAtTheEndpoint(t *testing.T) {
	outside := strings.NewReplacer("privateLinkService: pls}", "privateLinkService: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateLinkServices/far}").Replace(linkedOf())
	w := compile(t, outside)
	if tr := w.trace("client1 10.1.2.4 tcp/443"); tr.Verdict != pipeline.Delivered || tr.To != w.at("pe") {
		t.Errorf("%s", w.told(tr))
	}
}
