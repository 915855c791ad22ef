package azure_test

import (
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// integrated has an app that sends by a subnet. $ALL and $INT vary.
const integrated = `
location: westeurope
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      int: {addressPrefix: 10.1.1.0/26, networkSecurityGroup: int-nsg, delegations: [Microsoft.Web/serverFarms]$INT}
      db: {addressPrefix: 10.1.2.0/24, networkSecurityGroup: db-nsg}
networkSecurityGroups:
  int-nsg:
    securityRules:
      - {name: sql, priority: 100, direction: Outbound, access: Allow, protocol: Tcp, source: "*", destination: 10.1.2.0/24, destinationPorts: [1433]}
      - {name: web, priority: 110, direction: Outbound, access: Allow, protocol: Tcp, source: "*", destination: Internet, destinationPorts: [443]}
      - {name: no-out, priority: 200, direction: Outbound, access: Deny, protocol: "*", source: "*", destination: "*"}
  db-nsg:
    securityRules:
      - {name: app, priority: 100, direction: Inbound, access: Allow, protocol: "*", source: 10.1.1.0/26, destination: "*"}
      - {name: deny, priority: 200, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}
routeTables: {fw: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.2.9}]}}
natGateways: {nat: {publicIPAddresses: [nat-pip]}}
publicIPAddresses: {nat-pip: {ipAddress: 20.0.0.40}}
paas:
  site: {type: Microsoft.Web/sites, virtualNetworkSubnet: net/int$ALL}
virtualMachines:
  db1: {nics: [{subnet: net/db, privateIPAddress: 10.1.2.4}]}
`

func integratedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(integrated)
	return strings.NewReplacer("$ALL", "", "$INT", "").Replace(design)
}

const (
	siteFacts = "fqdns: {site.azurewebsites.net: [20.0.0.60]}"
	routeAll  = ", vnetRouteAllEnabled: true"
)

func TestPE06_AppSendsFromItsSubnet(t *testing.T) {
	w := compile(t, integratedOf(), siteFacts)
	w.check(
		want{"private destinations", "site 10.1.2.4 tcp/1433", "delivered by nsgRule app of db-nsg"},
		want{"the subnet's outbound rules apply", "site 10.1.2.4 tcp/22", "denied by nsgRule no-out of int-nsg"},
		want{"nothing comes in by it", "db1 10.1.1.4 tcp/443", "dropped by route site"},
	)
	if got := w.seen("site 10.1.2.4 tcp/1433"); !strings.HasPrefix(got, "10.1.1.") {
		t.Errorf("seen as %s, want an address of the subnet", got)
	}
}

func TestPE06_RouteAllDecidesAboutPublicDestinations(t *testing.T) {
	past := compile(t, integratedOf("$INT", ", natGateway: nat"), siteFacts)
	past.check(want{"past the network", "site 203.0.113.10 tcp/80", "delivered by route site"})
	if got := past.seen("site 203.0.113.10 tcp/80"); got != "20.0.0.60" {
		t.Errorf("seen as %s, want the app's public address", got)
	}
	all := compile(t, integratedOf("$ALL", routeAll, "$INT", ", natGateway: nat"), siteFacts)
	all.check(want{"all of it, by the subnet's rules", "site 203.0.113.10 tcp/80", "denied by nsgRule no-out of int-nsg"},
		want{"those that they allow", "site 203.0.113.10 tcp/443", "delivered by nsgRule web of int-nsg"})
	if got := all.seen("site 203.0.113.10 tcp/443"); got != "20.0.0.40" {
		t.Errorf("seen as %s, want the NAT gateway", got)
	}
	compile(t, integratedOf("$ALL", routeAll, "$INT", ", routeTable: fw"), siteFacts).check(
		want{"and by its routes", "site 203.0.113.10 tcp/443", "dropped by route fw/all"})
}

func TestPE06_AnswersToClientsIgnoreTheSubnet(t *testing.T) {
	compile(t, integratedOf("$ALL", routeAll, "$INT", ", routeTable: fw"), siteFacts).check(
		want{"in and out by its public address", "internet 20.0.0.60 tcp/443", "delivered"})
}

func TestPE06_SubnetOutsideOfTheInput(t *testing.T) {
	design := strings.Replace(integratedOf(), "virtualNetworkSubnet: net/int", "virtualNetworkSubnet: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/far/subnets/int", 1)
	w := compile(t, design, siteFacts)
	if tr := w.trace("site 203.0.113.10 tcp/443"); tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "by which subnet site sends") {
		t.Errorf("%s because of %v", w.told(tr), tr.Gaps)
	}
}
