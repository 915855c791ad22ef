package azure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/azure"
	"vnetproof/topology"
)

// guarded is a VNet whose subnet app has NSG app-nsg; $RULES, $TABLE and $ROUTES vary.
const guarded = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16, "fd00:1::/48"]
    subnets:
      web: {addressPrefixes: [10.1.0.0/24, "fd00:1:0:1::/64"]}
      app: {addressPrefixes: [10.1.1.0/24, "fd00:1:0:2::/64"], networkSecurityGroup: app-nsg, routeTable: app-rt}
    peerings: {to-far: {remoteVirtualNetwork: far, allowForwardedTraffic: true}}
  far:
    addressPrefixes: [10.9.0.0/16]
    subnets: {z: {addressPrefix: 10.9.0.0/24}}
    peerings: {to-net: {remoteVirtualNetwork: net, allowForwardedTraffic: true}}
networkSecurityGroups:
  app-nsg: {securityRules: [$RULES]}
routeTables:
  app-rt: {routes: [$ROUTES]}
publicIPAddresses:
  app-pip: {ipAddress: 20.0.0.7, sku: Standard}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.0.4, applicationSecurityGroups: [front], ipConfigurations: [
    {name: six, subnet: net/web, privateIPAddressVersion: IPv6, privateIPAddress: "fd00:1:0:1::4"}]}]}
  web2: {nics: [{subnet: net/web, privateIPAddress: 10.1.0.5}]}
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4, publicIPAddress: app-pip, applicationSecurityGroups: [back], ipConfigurations: [
    {name: six, subnet: net/app, privateIPAddressVersion: IPv6, privateIPAddress: "fd00:1:0:2::4"}]}]}
  z1: {nics: [{subnet: far/z, privateIPAddress: 10.9.0.4}]}
`

// withRules is guarded with rules "name priority In|Out Allow|Deny protocol source destination [ports [source ports]]".
func withRules(rules ...string) string { return withRoutes("", rules...) }

func withRoutes(routes string, rules ...string) string {
	var list []string
	for _, r := range rules {
		f := strings.Fields(r)
		text := fmt.Sprintf("{name: %s, priority: %s, direction: %sbound, access: %s, protocol: %q, source: %q, destination: %q",
			f[0], f[1], f[2], f[3], f[4], f[5], f[6])
		if len(f) > 7 {
			text += fmt.Sprintf(", destinationPorts: [%q]", f[7])
		}
		if len(f) > 8 {
			text += fmt.Sprintf(", sourcePorts: [%q]", f[8])
		}
		list = append(list, text+"}")
	}
	return strings.NewReplacer("$RULES", strings.Join(list, ", "), "$ROUTES", routes).Replace(guarded)
}

func TestNSG01_PriorityThenDefaults(t *testing.T) {
	compile(t, withRules("late 200 In Deny Tcp * * 443", "early 100 In Allow Tcp * * 443", "out 100 Out Deny Udp * *")).check(
		want{"the lower number decides", "web1 10.1.1.4 tcp/443", "delivered by nsgRule early of app-nsg"},
		want{"other ports: default rule of the VNet", "web1 10.1.1.4 tcp/80", "delivered by defaultRule AllowVnetInBound of app-nsg"},
		want{"from outside: the last default rule", "internet 20.0.0.7 tcp/80", "denied by defaultRule DenyAllInBound of app-nsg"},
		want{"the other direction has its own list", "app1 10.1.0.4 udp/443", "denied by nsgRule out of app-nsg"},
		want{"default rule out to the internet", "app1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of app-nsg"},
		want{"default rule against the rest", "app1 172.31.0.100 tcp/80", "denied by defaultRule DenyAllOutBound of app-nsg"},
	)
}

func TestNSG02_NoNSGAllows(t *testing.T) {
	compile(t, withRules("none 100 In Deny * * *")).check(
		want{"web has none", "app1 10.1.0.4 tcp/22", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
		want{"app has one", "web1 10.1.1.4 tcp/22", "denied by nsgRule none of app-nsg"},
	)
}

func TestNSG03_Protocols(t *testing.T) {
	w := compile(t, withRules("t 100 In Allow Tcp * *", "u 110 In Allow Udp * *", "i 120 In Allow Icmp * *",
		"e 130 In Allow Esp * *", "a 140 In Allow Ah * *", "none 4000 In Deny * * *"))
	w.check(
		want{"tcp", "web1 10.1.1.4 tcp/1", "delivered by nsgRule t of app-nsg"},
		want{"udp", "web1 10.1.1.4 udp/1", "delivered by nsgRule u of app-nsg"},
		want{"icmp", "web1 10.1.1.4 icmp", "delivered by nsgRule i of app-nsg"},
		want{"esp", "web1 10.1.1.4 esp", "delivered by nsgRule e of app-nsg"},
		want{"ah", "web1 10.1.1.4 ah", "delivered by nsgRule a of app-nsg"},
		want{"another one", "web1 10.1.1.4 132", "denied by nsgRule none of app-nsg"},
	)
}

func TestNSG04_AnyProtocolWithPorts(t *testing.T) {
	w := compile(t, withRules("ports 100 In Allow * * * 443", "none 4000 In Deny * * *"))
	w.check(
		want{"tcp", "web1 10.1.1.4 tcp/443", "delivered by nsgRule ports of app-nsg"},
		want{"udp", "web1 10.1.1.4 udp/443", "delivered by nsgRule ports of app-nsg"},
		want{"icmp has no ports", "web1 10.1.1.4 icmp", "denied by nsgRule none of app-nsg"},
	)
	if tr := w.trace("web1 10.1.1.4 tcp/443"); len(tr.Assumptions) != 1 || !strings.Contains(tr.Assumptions[0].Text, "TCP and UDP only") {
		t.Errorf("assumptions %v", tr.Assumptions)
	}
	compile(t, withRules("all 100 In Allow * * * *", "none 4000 In Deny * * *")).check(
		want{"any port is any packet", "web1 10.1.1.4 icmp", "delivered by nsgRule all of app-nsg"})
}

func TestNSG05_ICMPWithPorts(t *testing.T) {
	compile(t, withRules("echo 100 In Allow Icmp * * 8", "none 4000 In Deny * * *")).check(
		want{"contested", "web1 10.1.1.4 icmp", "inconclusive by nsgRule echo of app-nsg"},
		want{"no other protocol is concerned", "web1 10.1.1.4 tcp/8", "denied by nsgRule none of app-nsg"},
	)
}

func TestNSG06_AnyAddress(t *testing.T) {
	four := compile(t, withRules("four 100 In Deny * 0.0.0.0/0 *"))
	four.check(
		want{"0.0.0.0/0 is IPv4", "web1 10.1.1.4 tcp/1", "denied by nsgRule four of app-nsg"},
		want{"only", "web1 fd00:1:0:2::4 tcp/1", "delivered by defaultRule AllowVnetInBound of app-nsg"},
	)
	compile(t, withRules("six 100 In Deny * ::/0 *")).check(
		want{"::/0 is IPv6", "web1 fd00:1:0:2::4 tcp/1", "denied by nsgRule six of app-nsg"},
		want{"only", "web1 10.1.1.4 tcp/1", "delivered by defaultRule AllowVnetInBound of app-nsg"},
	)
	compile(t, withRules("both 100 In Deny * * *")).check(
		want{"* is IPv4", "web1 10.1.1.4 tcp/1", "denied by nsgRule both of app-nsg"},
		want{"and IPv6", "web1 fd00:1:0:2::4 tcp/1", "denied by nsgRule both of app-nsg"},
	)
}

func TestNSG07_ADenyAtEitherLevel(t *testing.T) {
	both := strings.Replace(withRules("ok 100 In Allow Tcp * * 443"), "publicIPAddress: app-pip", "publicIPAddress: app-pip, networkSecurityGroup: nic-nsg", 1)
	nic := "  nic-nsg: {securityRules: [{name: nic, priority: 100, direction: Inbound, access: ACCESS, protocol: Tcp, source: \"*\", destination: \"*\"}]}\n  app-nsg:"
	compile(t, strings.Replace(both, "  app-nsg:", strings.Replace(nic, "ACCESS", "Deny", 1), 1)).check(
		want{"the NIC denies", "web1 10.1.1.4 tcp/443", "denied by nsgRule nic of nic-nsg"})
	compile(t, strings.Replace(both, "  app-nsg:", strings.Replace(nic, "ACCESS", "Allow", 1), 1)).check(
		want{"both allow", "web1 10.1.1.4 tcp/443", "delivered by nsgRule nic of nic-nsg"},
		want{"the subnet denies", "internet 20.0.0.7 tcp/22", "denied by defaultRule DenyAllInBound of app-nsg"})
}

func TestNSG08_PrivateAddressesOnly(t *testing.T) {
	compile(t, withRules("by-private 100 In Allow Tcp Internet 10.1.1.4 443", "by-public 110 In Allow Tcp Internet 20.0.0.7 80",
		"private-out 100 Out Deny Tcp 10.1.1.4 Internet 25", "public-out 110 Out Deny Tcp 20.0.0.7 Internet 26")).check(
		want{"inbound after translation", "internet 20.0.0.7 tcp/443", "delivered by nsgRule by-private of app-nsg"},
		want{"the public address matches nothing", "internet 20.0.0.7 tcp/80", "denied by defaultRule DenyAllInBound of app-nsg"},
		want{"outbound before translation", "app1 203.0.113.10 tcp/25", "denied by nsgRule private-out of app-nsg"},
		want{"nor here", "app1 203.0.113.10 tcp/26", "delivered by defaultRule AllowInternetOutBound of app-nsg"},
	)
}

func TestNSG09_ApplicationSecurityGroups(t *testing.T) {
	compile(t, withRules("front 100 In Allow Tcp asg:front asg:back 443", "none 4000 In Deny * * *")).check(
		want{"members reach members", "web1 10.1.1.4 tcp/443", "delivered by nsgRule front of app-nsg"},
		want{"a neighbour is not a member", "web2 10.1.1.4 tcp/443", "denied by nsgRule none of app-nsg"},
		want{"a planned host is in no group", "web1 10.1.1.9 tcp/443", "denied by nsgRule none of app-nsg"},
	)
}

const toNVA = "{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.0.5}"

func TestNSG10_VirtualNetworkTag(t *testing.T) {
	rule := "vnet 100 In Allow * VirtualNetwork *"
	none := "none 4000 In Deny * * *"
	compile(t, withRules(rule, none)).check(
		want{"the VNet itself", "web1 10.1.1.4 tcp/1", "delivered by nsgRule vnet of app-nsg"},
		want{"a direct peer", "z1 10.1.1.4 tcp/1", "delivered by nsgRule vnet of app-nsg"},
		want{"not the internet", "internet 20.0.0.7 tcp/1", "denied by nsgRule none of app-nsg"},
	)
	wide := compile(t, withRoutes(toNVA, rule, none))
	if tr := wide.trace("internet 20.0.0.7 tcp/1"); !tr.Arrived {
		t.Errorf("under a 0/0 to an appliance the tag is every address: %s", wide.told(tr))
	}
	doubtful := compile(t, withRoutes("{name: all, addressPrefix: 0.0.0.0/0, nextHopType: Internet}", rule, none))
	doubtful.check(want{"under a 0/0 to Internet nobody says", "internet 20.0.0.7 tcp/1", "inconclusive by nsgRule vnet of app-nsg"})
}

func TestNSG11_InternetTag(t *testing.T) {
	rule := "no-net 100 Out Deny * * Internet"
	compile(t, withRules(rule)).check(
		want{"public space", "app1 203.0.113.10 tcp/443", "denied by nsgRule no-net of app-nsg"},
		want{"not the VNet", "app1 10.1.0.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
	)
	nva := strings.Replace(withRoutes(toNVA, rule), "privateIPAddress: 10.1.0.5", "privateIPAddress: 10.1.0.5, enableIPForwarding: true", 1)
	compile(t, nva, "appliances: {web2: {snat: true}}").check(
		want{"a public address that VirtualNetwork holds too", "app1 203.0.113.10 tcp/443", "inconclusive by nsgRule no-net of app-nsg"})
	compile(t, withRoutes("{name: all, addressPrefix: 0.0.0.0/0, nextHopType: Internet}")).check(
		want{"default rules let it out one way or the other", "app1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of app-nsg"})
}

func TestNSG12_LoadBalancerTagIsTheProbes(t *testing.T) {
	w := compile(t, withRules("lb 100 In Allow * AzureLoadBalancer *", "none 4000 In Deny * * *"))
	w.check(
		want{"probes", "Azure>168.63.129.16 10.1.1.4 tcp/443", "delivered by nsgRule lb of app-nsg"},
		want{"clients", "internet 20.0.0.7 tcp/443", "denied by nsgRule none of app-nsg"},
	)
}

func TestNSG13_ServiceTags(t *testing.T) {
	rules := []string{"eu 100 Out Deny * * Storage.WestEurope", "all 110 Out Deny * * Sql"}
	known := compile(t, withRules(rules...), "serviceTags: {Storage.WestEurope: [20.60.0.0/16], Sql: [20.70.0.0/16]}")
	known.check(
		want{"inside the ranges", "app1 20.60.0.1 tcp/443", "denied by nsgRule eu of app-nsg"},
		want{"outside", "app1 20.61.0.1 tcp/443", "delivered by defaultRule AllowInternetOutBound of app-nsg"},
	)
	d := read(t, withRules(append(rules, "parent 120 Out Deny * * AzureKeyVault")...))
	n, err := azure.Compile(d, azure.Options{Services: []string{"Sql.NorthEurope", "Storage", "AzureKeyVault.WestEurope", "EventHub", "AzureFrontDoor.Backend"}})
	if err != nil {
		t.Fatal(err)
	}
	w := world{t, d, n}
	of := func(tag string) string { return first(t, n, tag).String() }
	w.check(
		want{"without ranges a tag is itself", "app1 " + of("Storage.WestEurope") + " tcp/443", "denied by nsgRule eu of app-nsg"},
		want{"and holds its regions", "app1 " + of("Sql.NorthEurope") + " tcp/443", "denied by nsgRule all of app-nsg"},
		want{"of any service", "app1 " + of("AzureKeyVault.WestEurope") + " tcp/443", "denied by nsgRule parent of app-nsg"},
		want{"services with ranges of their own are apart", "app1 " + of("EventHub") + " tcp/443", "delivered by defaultRule AllowInternetOutBound of app-nsg"},
		want{"the relation to others is not known", "app1 " + of("AzureFrontDoor.Backend") + " tcp/443", "inconclusive by nsgRule eu of app-nsg"},
		want{"nor to addresses", "app1 20.60.0.1 tcp/443", "inconclusive by nsgRule eu of app-nsg"},
		want{"a private address is in none", "app1 10.1.0.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
	)
	if name, ok := n.StandsFor(first(t, n, "EventHub")); !ok || name != "EventHub" {
		t.Errorf("the address stands for %q", name)
	}
}

func TestNSG14_DenyIsolatesNeighbours(t *testing.T) {
	compile(t, withRules("none 4000 In Deny * * *")).check(
		want{"planned neighbours", "net/app 10.1.1.4 tcp/1", "denied by nsgRule none of app-nsg"})
	compile(t, withRules()).check(
		want{"without the rule", "net/app 10.1.1.4 tcp/1", "delivered by defaultRule AllowVnetInBound of app-nsg"})
}

func TestNSG15_DenyAllAndThePlatform(t *testing.T) {
	w := compile(t, withRules("none-in 4000 In Deny * * *", "none-out 4000 Out Deny * * *"))
	w.check(
		want{"DNS goes on", "app1 168.63.129.16 udp/53", "delivered by route Azure platform"},
		want{"probes do not", "Azure>168.63.129.16 10.1.1.4 tcp/443", "denied by nsgRule none-in of app-nsg"},
	)
	compile(t, withRules("no-vnet 100 In Deny * VirtualNetwork *")).check(
		want{"the VirtualNetwork tag holds the probes", "Azure>168.63.129.16 10.1.1.4 tcp/443", "denied by nsgRule no-vnet of app-nsg"})
	compile(t, withRules("no-web 100 In Deny * 10.1.0.0/24 *")).check(
		want{"a default rule lets them in", "Azure>168.63.129.16 10.1.1.4 tcp/443", "delivered by defaultRule AllowVnetInBound of app-nsg"})
}

func TestNSG16_StandardAddressesAreClosed(t *testing.T) {
	bare := strings.Replace(withRules(), "networkSecurityGroup: app-nsg, ", "", 1)
	compile(t, bare).check(
		want{"without an NSG", "internet 20.0.0.7 tcp/443", "dropped by publicAddress app-pip"},
		want{"outbound flows are not concerned", "app1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
	compile(t, strings.Replace(bare, "sku: Standard", "sku: Basic", 1)).check(
		want{"a basic one is open", "internet 20.0.0.7 tcp/443", "delivered by nsgRule no NSG"})
	compile(t, withRules("web 100 In Allow Tcp Internet * 443")).check(
		want{"an NSG that allows opens it", "internet 20.0.0.7 tcp/443", "delivered by nsgRule web of app-nsg"})
}

func TestNSG19_DirectionIsTheOpeners(t *testing.T) {
	compile(t, withRules("none-out 100 Out Deny * * *")).check(
		want{"an answer is no outbound flow", "web1 10.1.1.4 tcp/21", "delivered by defaultRule AllowVnetInBound of app-nsg"},
		want{"the data connection of an FTP server is", "app1 10.1.0.4 tcp/50000 from 20", "denied by nsgRule none-out of app-nsg"},
	)
}

func TestNSG20_AnswersOfAnyProtocol(t *testing.T) {
	compile(t, withRules("none 4000 In Deny * * *")).check(
		want{"datagrams", "app1 10.1.0.4 udp/53", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
		want{"echo", "app1 10.1.0.4 icmp", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
	)
}

func TestNSG22_SourcePorts(t *testing.T) {
	compile(t, withRules("high 100 In Allow Tcp * * 443 1024-65535", "none 4000 In Deny * * *")).check(
		want{"inside", "web1 10.1.1.4 tcp/443", "delivered by nsgRule high of app-nsg"},
		want{"below", "web1 10.1.1.4 tcp/443 from 1000", "denied by nsgRule none of app-nsg"},
	)
}

func TestNSG24_BothEndsInTheTag(t *testing.T) {
	design := withRoutes("{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.2.4}")
	design = strings.Replace(design, "      app: {", "      dmz: {addressPrefix: 10.1.2.0/24, networkSecurityGroup: dmz-nsg}\n      app: {", 1)
	design = strings.Replace(design, "virtualMachines:\n", "virtualMachines:\n  nva1: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.4, enableIPForwarding: true}]}\n", 1)
	closed := strings.Replace(design, "  app-nsg:", "  dmz-nsg: {}\n  app-nsg:", 1)
	compile(t, closed).check(
		want{"the appliance's subnet lacks the route", "app1 203.0.113.10 tcp/443", "denied by defaultRule DenyAllInBound of dmz-nsg"})
	open := strings.Replace(design, "  app-nsg:",
		"  dmz-nsg: {securityRules: [{name: transit, priority: 100, direction: Inbound, access: Allow, protocol: \"*\", source: VirtualNetwork, destination: \"*\"}]}\n  app-nsg:", 1)
	compile(t, open).check(
		want{"a rule lets it through, and nothing translates it", "app1 203.0.113.10 tcp/443", "dropped by publicAddress nva1"})
}

func TestEffectiveRules(t *testing.T) {
	w := compile(t, withRules("web 100 In Allow Tcp VirtualNetwork * 443", "one 200 In Deny Tcp 10.1.0.4 * 443", "two 300 In Deny Tcp 10.1.0.4 * 80"))
	var got []string
	for _, r := range w.EffectiveRules(id("Microsoft.Network/networkInterfaces/app1-nic")) {
		if r.Direction != topology.Inbound {
			continue
		}
		line := fmt.Sprintf("%s %s %d %s %s→%s", r.Level, r.Name, r.Priority, r.Access, strings.Join(r.Source, ","), strings.Join(r.Destination, ","))
		if r.ShadowedBy != nil {
			line += " under " + r.ShadowedBy.Name
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{
		"subnet web 100 Allow VirtualNetwork→*",
		"subnet one 200 Deny 10.1.0.4/32→* under web",
		"subnet two 300 Deny 10.1.0.4/32→*",
		"subnet AllowVnetInBound 65000 Allow VirtualNetwork→VirtualNetwork",
		"subnet AllowAzureLoadBalancerInBound 65001 Allow AzureLoadBalancer→*",
		"subnet DenyAllInBound 65500 Deny *→*",
	}, got); diff != "" {
		t.Error(diff)
	}
	vnet := w.EffectiveRules(id("Microsoft.Network/networkInterfaces/app1-nic"))[0].ExpandedSource
	if vnet.String() != "10.1.0.0/16,10.9.0.0/16,168.63.129.16,fd00:1::/48" {
		t.Errorf("VirtualNetwork is %s", vnet)
	}
}
