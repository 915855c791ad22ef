package azure_test

import (
	"slices"
	"strings"
	"testing"
)

// services is a subnet with service endpoints ($ENDPOINTS), one without, and a
// storage account with $ACL.
const services = `
location: westeurope
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      app: {addressPrefix: 10.1.1.0/24, routeTable: rt, serviceEndpoints: [$ENDPOINTS]}
      web: {addressPrefix: 10.1.2.0/24, routeTable: rt, natGateway: gw}
      dmz: {addressPrefix: 10.1.3.0/24}
routeTables:
  rt: {routes: [$ROUTES]}
natGateways: {gw: {sku: Standard, publicIPAddresses: [gw-pip]}}
publicIPAddresses: {gw-pip: {ipAddress: 20.0.0.50, sku: Standard}}
paas:
  acct: {type: Microsoft.Storage/storageAccounts$ACL}
  vault: {type: Microsoft.KeyVault/vaults$ACL}
virtualMachines:
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.2.4}]}
  nva1: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.3.4, enableIPForwarding: true}]}
`

func servicesOf(endpoints, acl, routes string) string {
	return strings.NewReplacer("$ENDPOINTS", endpoints, "$ACL", acl, "$ROUTES", routes).Replace(services)
}

// door is the public address of a platform service.
func (w world) door(name string) string {
	a, _ := w.Pipeline.Places[w.at(name)].Addresses.Lowest()
	return a.String()
}

const viaNVA = "{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.3.4}"

func TestPE04_PublicDoors(t *testing.T) {
	for _, tc := range []struct{ name, acl, want string }{
		{"open by default", "", "delivered by route 0.0.0.0/0"},
		{"disabled", ", publicNetworkAccess: Disabled", "denied by serviceAcl vault"},
		{"default deny", ", defaultAction: Deny", "denied by serviceAcl vault"},
		{"default deny, the address listed", ", defaultAction: Deny, ipRules: [20.0.0.50]", "delivered by route 0.0.0.0/0"},
		{"another address listed", ", defaultAction: Deny, ipRules: [20.0.0.51]", "denied by serviceAcl vault"},
	} {
		w := compile(t, servicesOf("", tc.acl, ""))
		w.check(want{tc.name, "web1 " + w.door("vault") + " tcp/443", tc.want})
	}
}

func TestPE04_TrustedServicesAndAzureServices(t *testing.T) {
	trusted := compile(t, servicesOf("", ", defaultAction: Deny, bypass: AzureServices", ""))
	trusted.check(
		want{"a host is no trusted service", "web1 " + trusted.door("vault") + " tcp/443", "denied by serviceAcl vault"},
		want{"nor is the internet", "internet " + trusted.door("vault") + " tcp/443", "denied by serviceAcl vault"},
	)
	server := func(settings string) world {
		return compile(t, with(servicesOf("", "", ""), "paas:\n", "paas:\n  data: {type: Microsoft.Sql/servers, connectionType: Proxy"+settings+"}\n"))
	}
	w := server(", bypass: AzureServices")
	w.check(
		want{"a database server that lets Azure services in: an address of the design", "web1 " + w.door("data") + " tcp/1433", "delivered by route 0.0.0.0/0"},
		want{"another public address may be Azure's", "internet>20.99.0.1 " + w.door("data") + " tcp/1433", "inconclusive by serviceAcl data"},
	)
	w = server("")
	w.check(want{"near miss: without the exception", "web1 " + w.door("data") + " tcp/1433", "denied by serviceAcl data"})
}

func TestPublicDoorsOpenNothing(t *testing.T) {
	compile(t, servicesOf("", "", "")).check(want{"a vault", "vault 203.0.113.10 tcp/443", "dropped by noHost vault"})
}

func TestPE05_ServiceEndpoints(t *testing.T) {
	acl := ", defaultAction: Deny, virtualNetworkRules: [net/app, net/web]"
	w := compile(t, servicesOf("Microsoft.Storage", acl, ""))
	w.check(
		want{"the subnet by its endpoint", "app1 " + w.door("acct") + " tcp/443", "delivered by route service endpoint of net/app"},
		want{"a listed subnet without endpoint", "web1 " + w.door("acct") + " tcp/443", "denied by serviceAcl acct"},
		want{"the endpoint is of another service", "app1 " + w.door("vault") + " tcp/443", "denied by serviceAcl vault"},
	)
	byAddress := compile(t, servicesOf("Microsoft.KeyVault", ", defaultAction: Deny, ipRules: [20.0.0.50]", ""))
	byAddress.check(want{"address rules do not match what comes by an endpoint", "app1 " + byAddress.door("vault") + " tcp/443", "denied by serviceAcl vault"})
}

func TestPE07_AddressRulesOfStorage(t *testing.T) {
	w := compile(t, servicesOf("", ", defaultAction: Deny, ipRules: [20.0.0.50, 203.0.113.0/24]", ""))
	w.check(
		want{"a NAT gateway of the design", "web1 " + w.door("acct") + " tcp/443", "inconclusive by serviceAcl acct"},
		want{"somebody outside", "internet " + w.door("acct") + " tcp/443", "delivered by serviceAcl acct"},
	)
}

func TestRT03_ServiceEndpointRoutes(t *testing.T) {
	facts := "serviceTags: {Storage.westeurope: [20.60.0.0/16], Storage.northeurope: [20.61.0.0/16], Storage.eastus: [20.62.0.0/16]}"
	w := compile(t, servicesOf("Microsoft.Storage", "", viaNVA), facts)
	for _, line := range []string{"Default Active 20.60.0.0/16 VirtualNetworkServiceEndpoint", "Default Active 20.61.0.0/16 VirtualNetworkServiceEndpoint"} {
		if !slices.Contains(w.routes("net", "app"), line) {
			t.Errorf("no %q among %v", line, w.routes("net", "app"))
		}
	}
	w.check(
		want{"a 0/0 to an appliance does not take it", "app1 20.60.0.4 tcp/443", "delivered by route service endpoint of net/app"},
		want{"nor in the paired region", "app1 20.61.0.4 tcp/443", "delivered by route service endpoint of net/app"},
		want{"another region is not covered", "app1 20.62.0.4 tcp/443", "dropped by publicAddress nva1"},
		want{"nor another subnet", "web1 20.60.0.4 tcp/443", "dropped by publicAddress nva1"},
	)
}

func TestRT05_ServiceEndpointsAgainstUserRoutes(t *testing.T) {
	facts := "serviceTags: {Storage.westeurope: [20.60.0.0/16]}"
	route := func(prefix, hop string) string {
		return "{name: r, addressPrefix: " + prefix + ", nextHopType: " + hop + "}"
	}
	for _, tc := range []struct{ name, routes, want string }{
		{"equal, to an appliance: contested", route("20.60.0.0/16", "VirtualAppliance, nextHopIpAddress: 10.1.3.4"), "inconclusive by route rt/r"},
		{"longer, to None: contested", route("20.60.0.0/24", "None"), "inconclusive by route rt/r"},
		{"shorter: loses", route("20.0.0.0/8", "None"), "delivered by route service endpoint of net/app"},
		{"to Internet: changes nothing", route("20.60.0.0/24", "Internet"), "delivered by route service endpoint of net/app"},
	} {
		w := compile(t, servicesOf("Microsoft.Storage", "", tc.routes), facts)
		w.check(want{tc.name, "app1 20.60.0.4 tcp/443", tc.want})
	}
	unknown := compile(t, servicesOf("Microsoft.Storage", "", viaNVA))
	unknown.check(
		want{"without ranges the tag itself leaves by the endpoint", "app1 " + first(t, unknown.Network, "Storage.westeurope").String() + " tcp/443",
			"delivered by route service endpoint of net/app"},
		want{"a documentation address is in no tag", "app1 203.0.113.10 tcp/443", "dropped by publicAddress nva1"},
		want{"any other may be", "app1 20.60.0.4 tcp/443", "inconclusive by route Storage.westeurope"},
	)
}
