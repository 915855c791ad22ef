package azure_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
)

// edged has a Front Door before a machine with a public address, an app, and a
// link service before another machine; and a machine that only others reach.
const edged = `
location: westeurope
virtualNetworks:
  shop:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      web: {addressPrefix: 10.0.1.0/24, networkSecurityGroup: web-nsg}
      inner: {addressPrefix: 10.0.2.0/24}
      links: {addressPrefix: 10.0.3.0/24}
networkSecurityGroups:
  web-nsg:
    securityRules:
      - {name: front-door, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: $SOURCE, destination: "*", destinationPorts: [443]}
      - {name: deny-internet, priority: 200, direction: Inbound, access: Deny, protocol: "*", source: Internet, destination: "*"}
      - {name: to-front-door, priority: 100, direction: Outbound, access: Allow, protocol: Tcp, source: "*", destination: AzureFrontDoor.Frontend, destinationPorts: [443]}
      - {name: no-internet, priority: 200, direction: Outbound, access: Deny, protocol: "*", source: "*", destination: Internet}
publicIPAddresses:
  web-pip: {ipAddress: 20.0.0.4}
  other-pip: {ipAddress: 20.0.0.5}
virtualMachines:
  web1: {nics: [{subnet: shop/web, privateIPAddress: 10.0.1.4, publicIPAddress: web-pip}]}
  other: {nics: [{subnet: shop/web, privateIPAddress: 10.0.1.5, publicIPAddress: other-pip}]}
  inner1: {nics: [{subnet: shop/inner, privateIPAddress: 10.0.2.4, loadBalancerBackendAddressPools: [ilb/pool]}]}
loadBalancers:
  ilb:
    frontendIPConfigurations: {f: {subnet: shop/inner, privateIPAddress: 10.0.2.10}}
    backendAddressPools: {pool: {}}
    loadBalancingRules: {web: {frontendIPConfiguration: f, backendAddressPool: pool, protocol: Tcp, frontendPort: 443}}
privateLinkServices:
  pls: {loadBalancerFrontendIpConfigurations: [ilb/f], subnet: shop/links}
paas:
  app: {type: Microsoft.Web/sites, $APP}
frontDoors:
  fd:
    sku: Premium_AzureFrontDoor
    customDomains: {www: {hostName: www.contoso.com}}
    originGroups:
      machines: {origins: {web1: {hostName: 20.0.0.4, httpsPort: 443}}}
      apps: {origins: {app: {hostName: app.azurewebsites.net$LINK}}}
      inside: {origins: {pls: {hostName: inner.contoso.com, privateLink: pls$STATUS}}}
      spare: {origins: {other: {hostName: 20.0.0.5}}}
    afdEndpoints:
      edge:
        routes:
          machines: {originGroup: machines, customDomains: [www], forwardingProtocol: HttpsOnly$ROUTE}
          apps: {originGroup: apps, forwardingProtocol: HttpsOnly}
          inside: {originGroup: inside, forwardingProtocol: HttpsOnly}
      closed: {enabledState: Disabled, routes: {all: {originGroup: machines}}}
      secure: {routes: {all: {originGroup: machines, supportedProtocols: [Https]}}}
    securityPolicies: {waf: {wafPolicy: waf, domains: [edge]}}
webApplicationFirewallPolicies:
  waf: {mode: Prevention}
`

func edgedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(edged)
	return strings.NewReplacer("$SOURCE", "AzureFrontDoor.Backend", "$APP", "defaultAction: Allow", "$LINK", "", "$STATUS", ", privateLinkStatus: Approved", "$ROUTE", "").Replace(design)
}

// fronts makes the names of the endpoints known.
const fronts = "fqdns: {www.contoso.com: [13.107.246.10]}\nserviceTags: {AzureFrontDoor.Backend: [147.243.0.0/16], AzureFrontDoor.Frontend: [13.107.246.0/24]}"

func TestAGW04_FrontDoorEndsTheFlowsOfClients(t *testing.T) {
	w := compile(t, edgedOf(), fronts)
	w.check(
		want{"HTTPS at the edge", "internet 13.107.246.10 tcp/443", "delivered by loadBalancer fd/edge"},
		want{"HTTP too", "internet 13.107.246.10 tcp/80", "delivered by loadBalancer fd/edge"},
		want{"no other port", "internet 13.107.246.10 tcp/8443", "dropped by loadBalancer fd/edge"},
		want{"no other protocol", "internet 13.107.246.10 udp/443", "dropped by loadBalancer fd/edge"},
		want{"a host by the service tag", "web1 13.107.246.10 tcp/443", "delivered by nsgRule to-front-door of web-nsg"},
	)
	if got := w.trace("internet 13.107.246.10 tcp/443").DecidedBy.Reason; !strings.Contains(got, "its web firewall blocks (Prevention)") || !strings.Contains(got, "at domain www it has no web firewall") {
		t.Errorf("the WAF's state is not told: %s", got)
	}
}

func TestAGW04_EndpointsAndRoutesThatAreOff(t *testing.T) {
	w := compile(t, edgedOf("$ROUTE", ", enabledState: Disabled"))
	var told []string
	for _, name := range []string{"edge", "secure", "closed"} {
		for _, port := range []string{"80", "443"} {
			told = append(told, name+" "+port+" "+w.trace("internet "+w.front(name)+" tcp/"+port).Verdict.String())
		}
	}
	expected := []string{"edge 80 delivered", "edge 443 delivered", "secure 80 dropped", "secure 443 delivered", "closed 80 dropped", "closed 443 dropped"}
	if diff := cmp.Diff(expected, told); diff != "" {
		t.Error(diff)
	}
	w.check(want{"a route that is off asks nobody, but others do", "fd 20.0.0.4 tcp/443", "delivered by nsgRule front-door of web-nsg"})
}

func TestAGW04_OriginsTakeFrontDoorOnly(t *testing.T) {
	w := compile(t, edgedOf(), fronts)
	w.check(
		want{"the origin lets Front Door in", "fd 20.0.0.4 tcp/443", "delivered by nsgRule front-door of web-nsg"},
		want{"and nobody else", "internet 20.0.0.4 tcp/443", "denied by nsgRule deny-internet of web-nsg"},
		want{"but whoever has a Front Door", "internet>147.243.1.1 20.0.0.4 tcp/443", "delivered by nsgRule front-door of web-nsg"},
		want{"HttpsOnly asks 443", "fd 20.0.0.4 tcp/80", "denied by nsgRule deny-internet of web-nsg"},
		want{"what no route names is not asked", "fd 20.0.0.5 tcp/443", "dropped by loadBalancer fd"},
		want{"an app", "fd " + w.front("app") + " tcp/443", "delivered by publicAddress app"},
	)
	if got := w.seen("fd 20.0.0.4 tcp/443"); !strings.HasPrefix(got, "147.243.") {
		t.Errorf("the origin sees %s, want an address of AzureFrontDoor.Backend", got)
	}
	open := compile(t, edgedOf("$SOURCE", "Internet"), fronts)
	open.check(want{"an origin that is open to all", "internet 20.0.0.4 tcp/443", "delivered by nsgRule front-door of web-nsg"})
	own := compile(t, edgedOf("$SOURCE", "VirtualNetwork"), fronts)
	own.check(want{"an origin that forgets Front Door", "fd 20.0.0.4 tcp/443", "denied by nsgRule deny-internet of web-nsg"})
}

func TestAGW04_WithoutRangesTheTagsAreStillTheSame(t *testing.T) {
	w := compile(t, edgedOf())
	w.check(
		want{"from Front Door to the origin", "fd 20.0.0.4 tcp/443", "delivered by nsgRule front-door of web-nsg"},
		want{"a host that may reach Front Door", "web1 " + w.front("edge") + " tcp/443", "delivered by nsgRule to-front-door of web-nsg"},
	)
}

func TestAGW04_PrivateLinksToOrigins(t *testing.T) {
	w := compile(t, edgedOf())
	w.check(want{"a link service that its owner approved", "fd 10.0.2.10 tcp/443", "delivered by nsgRule no NSG"})
	if got := w.seen("fd 10.0.2.10 tcp/443"); got != "10.0.3.4" {
		t.Errorf("the provider sees %s, want the link service's own address", got)
	}
	compile(t, edgedOf("$STATUS", ", privateLinkStatus: Pending")).check(want{"pending", "fd 10.0.2.10 tcp/443", "dropped by privateEndpoint fd/pls"})
	compile(t, edgedOf("$STATUS", "")).check(want{"not told", "fd 10.0.2.10 tcp/443", "inconclusive by privateEndpoint fd/pls"})
	shut := compile(t, edgedOf("$APP", "publicNetworkAccess: Disabled"))
	shut.check(want{"an app without public access", "fd " + shut.front("app") + " tcp/443", "denied by serviceAcl app"})
	linked := compile(t, edgedOf("$APP", "publicNetworkAccess: Disabled", "$LINK", ", privateLink: app, privateLinkStatus: Approved"))
	linked.check(
		want{"by private link it is reached", "fd " + linked.front("app") + " tcp/443", "delivered by loadBalancer fd/app"},
		want{"by nobody else", "internet " + linked.front("app") + " tcp/443", "denied by serviceAcl app"},
	)
}

// front is the stand-in for the address of an endpoint or a service.
func (w world) front(name string) string {
	w.t.Helper()
	for _, p := range w.Pipeline.Places[1:] {
		for _, a := range each(p.Public) {
			if called, ok := w.StandsFor(a); ok && called == name {
				return a.String()
			}
		}
	}
	w.t.Fatalf("nothing stands for %s", name)
	return ""
}

// each lists the stand-ins of a set.
func each(set packet.AddrSet) []netip.Addr {
	var list []netip.Addr
	for _, r := range set.Intersect(packet.FromPrefixes(netip.MustParsePrefix("240.0.0.0/4"))).Ranges() {
		for a := r.Lo; a.Compare(r.Hi) <= 0 && len(list) < 100; a = a.Next() {
			list = append(list, a)
		}
	}
	return list
}
