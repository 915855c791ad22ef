package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// balanced has a public and an internal load balancer before two machines.
// $RULE, $WEB, $VM, $SKU and $NSG vary.
const balanced = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.1.0/24$WEB}
      other: {addressPrefix: 10.1.2.0/24, defaultOutboundAccess: false}
networkSecurityGroups:
  open: {securityRules: [{name: any, priority: 100, direction: Inbound, access: Allow, protocol: "*", source: "*", destination: "*"}]}
  web-nsg: {securityRules: [$NSG]}
publicIPAddresses:
  lb-pip: {ipAddress: 20.0.0.7, sku: Standard}
  vm-pip: {ipAddress: 20.0.0.8, sku: Standard}
loadBalancers:
  pub:
    sku: $SKU
    frontendIPConfigurations: {fe: {publicIPAddress: lb-pip}}
    backendAddressPools: {pool: {}}
    probes: {p: {protocol: Tcp, port: 8080}}
    loadBalancingRules: [{name: http, frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Tcp, frontendPort: 80, backendPort: 8080$RULE}]
    inboundNatRules: [{name: ssh1, frontendIPConfiguration: fe, protocol: Tcp, frontendPort: 50001, backendPort: 22}]
  int:
    sku: Standard
    frontendIPConfigurations: {fe: {subnet: net/web, privateIPAddress: 10.1.1.100}}
    backendAddressPools: {pool: {}}
    probes: {p: {protocol: Tcp, port: 9000}}
    loadBalancingRules: [{name: https, frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Tcp, frontendPort: 443, backendPort: 8443, probe: p}]
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.1.4, loadBalancerBackendAddressPools: [$POOLS], loadBalancerInboundNatRules: [pub/ssh1]$VM}]}
  web2: {nics: [{subnet: net/web, privateIPAddress: 10.1.1.5, loadBalancerBackendAddressPools: [$POOLS]}]}
  client: {nics: [{subnet: net/other, privateIPAddress: 10.1.2.4}]}
`

// balancedOf fills the holes of balanced; what is not given is empty, the NSG open.
func balancedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(balanced)
	return strings.NewReplacer("$RULE", "", "$WEB", ", networkSecurityGroup: open", "$VM", "", "$SKU", "Standard", "$NSG", "",
		"$POOLS", "pub/pool, int/pool").Replace(design)
}

// arrivals lists by which destination each branch arrives, sorted.
func arrivals(w world, tr *walk.Trace) []string {
	var list []string
	for _, b := range tr.Branches {
		end := b.Outcome.String()
		if b.Arrived {
			end += " " + w.Pipeline.Nodes[w.Pipeline.Places[b.To].Node].Name + " as " + b.Seen.Destinations().String() + ":" + b.Seen.DestinationPorts().String()
		}
		list = append(list, end)
	}
	slices.Sort(list)
	return list
}

func (w world) checkArrivals(line string, want ...string) {
	w.t.Helper()
	tr := w.trace(line)
	if got := arrivals(w, tr); !slices.Equal(got, want) {
		w.t.Errorf("%s: got %q, want %q\n%s", line, got, want, w.story(tr))
	}
}

func TestLB01_RuleTranslatesDestinationAndPort(t *testing.T) {
	w := compile(t, balancedOf())
	w.checkArrivals("internet 20.0.0.7 tcp/80", "delivered web1 as 10.1.1.4:8080", "delivered web2 as 10.1.1.5:8080")
	w.checkArrivals("client 10.1.1.100 tcp/443", "delivered web1 as 10.1.1.4:8443", "delivered web2 as 10.1.1.5:8443")
	w.check(
		want{"another port", "internet 20.0.0.7 tcp/81", "dropped by loadBalancer pub/fe"},
		want{"another protocol", "client 10.1.1.100 udp/443", "dropped by loadBalancer int/fe"},
	)
	if got := w.seen("internet 20.0.0.7 tcp/80"); got != "203.0.113.10" {
		t.Errorf("seen as %s: a load balancer keeps the source", got)
	}
}

func TestLB01_NSGJudgesThePortOfTheMember(t *testing.T) {
	on := func(port string) string {
		return balancedOf("$WEB", ", networkSecurityGroup: web-nsg", "$NSG",
			`{name: in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: Internet, destination: "*", destinationPorts: [`+port+`]}`)
	}
	compile(t, on("8080")).check(want{"the member's port", "internet 20.0.0.7 tcp/80", "delivered by nsgRule in of web-nsg"})
	compile(t, on("80")).check(want{"not the front end's", "internet 20.0.0.7 tcp/80", "denied by defaultRule DenyAllInBound of web-nsg"})
}

func TestLB01_FloatingIPKeepsTheDestination(t *testing.T) {
	floating := func(dst string) string {
		return balancedOf("backendPort: 8080$RULE", "backendPort: 80, enableFloatingIP: true", "$WEB", ", networkSecurityGroup: web-nsg", "$NSG",
			`{name: in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: Internet, destination: `+dst+`, destinationPorts: [80]}`)
	}
	w := compile(t, floating("20.0.0.7/32"))
	w.checkArrivals("internet 20.0.0.7 tcp/80", "delivered web1 as 20.0.0.7:80", "delivered web2 as 20.0.0.7:80")
	compile(t, floating("10.1.1.0/24")).check(want{"the NSG sees the front end's address", "internet 20.0.0.7 tcp/80", "denied by defaultRule DenyAllInBound of web-nsg"})
}

func TestLB03_InboundNATRuleLeadsToOneMachine(t *testing.T) {
	w := compile(t, balancedOf())
	w.checkArrivals("internet 20.0.0.7 tcp/50001", "delivered web1 as 10.1.1.4:22")
	w.check(want{"the next port", "internet 20.0.0.7 tcp/50002", "dropped by loadBalancer pub/fe"})
}

func TestLB03_RangeOfPortsLeadsToSomeMember(t *testing.T) {
	design := balancedOf("frontendPort: 50001, backendPort: 22", "frontendPortRangeStart: 50001, frontendPortRangeEnd: 50010, backendPort: 22, backendAddressPool: pool",
		", loadBalancerInboundNatRules: [pub/ssh1]", "")
	w := compile(t, design)
	tr := w.trace("internet 20.0.0.7 tcp/50003")
	if tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "which machine each port of NAT rule pub/ssh1 leads to") {
		t.Errorf("%s because of %v", w.told(tr), tr.Gaps)
	}
	w.check(want{"past the range", "internet 20.0.0.7 tcp/50011", "dropped by loadBalancer pub/fe"})
}

func TestLB04_ProbesMustPass(t *testing.T) {
	nsg := func(rule string) string {
		return balancedOf("$RULE", ", probe: p", "$WEB", ", networkSecurityGroup: web-nsg", "$NSG",
			`{name: in, priority: 200, direction: Inbound, access: Allow, protocol: Tcp, source: Internet, destination: "*", destinationPorts: [8080]}, `+rule)
	}
	deny := `{name: no, priority: 100, direction: Inbound, access: Deny, protocol: Tcp, source: $FROM, destination: "*", destinationPorts: [$PORT]}`
	with := func(from, port string) string {
		return nsg(strings.NewReplacer("$FROM", from, "$PORT", port).Replace(deny))
	}
	w := compile(t, with("VirtualNetwork", "8080"))
	w.check(want{"VirtualNetwork holds the probe's source", "internet 20.0.0.7 tcp/80", "dropped by loadBalancer pub/http"})
	if tr := w.trace("internet 20.0.0.7 tcp/80"); !strings.Contains(tr.DecidedBy.Reason, "rule no of web-nsg at a.network.yaml:") {
		t.Errorf("reason %q", tr.DecidedBy.Reason)
	}
	compile(t, with("AzureLoadBalancer", "8080")).check(want{"by its tag", "internet 20.0.0.7 tcp/80", "dropped by loadBalancer pub/http"})
	compile(t, with("VirtualNetwork", "8081")).check(want{"on another port", "internet 20.0.0.7 tcp/80", "delivered by nsgRule in of web-nsg"})
	unprobed := strings.Replace(with("VirtualNetwork", "8080"), ", probe: p", "", 1)
	compile(t, unprobed).check(want{"a rule without a probe", "internet 20.0.0.7 tcp/80", "delivered by nsgRule in of web-nsg"})
}

func TestLB04_OneHealthyMemberTakesAll(t *testing.T) {
	w := compile(t, balancedOf(), "down: [\"vm:web2\"]")
	w.checkArrivals("client 10.1.1.100 tcp/443", "delivered web1 as 10.1.1.4:8443")
	compile(t, balancedOf(), "down: [\"vm:web1\", \"vm:web2\"]").check(want{"none is left", "client 10.1.1.100 tcp/443", "dropped by loadBalancer int/https"})
	compile(t, balancedOf("pub/pool, int/pool", "pub/pool", "$POOLS", "pub/pool")).check(
		want{"an empty pool", "client 10.1.1.100 tcp/443", "dropped by loadBalancer int/https"})
}

func TestLB05_MemberAsksItsOwnFrontEnd(t *testing.T) {
	w := compile(t, balancedOf())
	tr := w.trace("web1 10.1.1.100 tcp/443")
	if tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "whether the load balancer chooses web1 for its own flow") {
		t.Errorf("%s because of %v", w.told(tr), tr.Gaps)
	}
	compile(t, balancedOf(), "down: [\"vm:web2\"]").check(want{"the only member", "web1 10.1.1.100 tcp/443", "dropped by loadBalancer int/https"})
	compile(t, balancedOf(), "down: [\"vm:web1\"]").check(want{"one that is chosen for others", "client 10.1.1.100 tcp/443", "delivered by nsgRule any of open"})
}

func TestNSG16_StandardLoadBalancerIsClosedWithoutNSG(t *testing.T) {
	compile(t, balancedOf("$WEB", "")).check(
		want{"a public front end", "internet 20.0.0.7 tcp/80", "dropped by loadBalancer pub/http"},
		want{"a NAT rule", "internet 20.0.0.7 tcp/50001", "dropped by loadBalancer pub/ssh1"},
		want{"not an internal one", "client 10.1.1.100 tcp/443", "delivered by route 10.1.0.0/16"},
	)
	compile(t, balancedOf("$WEB", "", "$SKU", "Basic")).check(want{"nor a Basic one", "internet 20.0.0.7 tcp/80", "delivered by nsgRule no NSG"})
}

func TestLB06_NoImplicitOutboundBehindStandard(t *testing.T) {
	compile(t, balancedOf("$POOLS", "int/pool")).check(
		want{"behind an internal one", "web1 203.0.113.10 tcp/443", "dropped by publicAddress net/web"})
	const forwarded = ", loadBalancerInboundNatRules: [pub/ssh1]" // RT-19: nobody knows
	compile(t, strings.Replace(balancedOf("$POOLS", ""), forwarded, "", 1)).check(
		want{"beside it", "web1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of open"})
	basic := strings.Replace(balancedOf("$POOLS", "int/pool"), "int:\n    sku: Standard", "int:\n    sku: Basic", 1)
	compile(t, strings.Replace(basic, forwarded, "", 1)).check(
		want{"behind a Basic one", "web1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of open"})
}

func TestLB07_WaysOutOfAPool(t *testing.T) {
	w := compile(t, balancedOf())
	if got := w.seen("web1 203.0.113.10 tcp/443"); got != "20.0.0.7" {
		t.Errorf("implied by the rule: seen as %s", got)
	}
	w.check(
		want{"implied", "web1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of open"},
		want{"for the rule's protocol only", "web1 203.0.113.10 udp/53", "dropped by loadBalancer pub"},
	)
	compile(t, balancedOf("$RULE", ", disableOutboundSnat: true")).check(
		want{"switched off", "web1 203.0.113.10 tcp/443", "dropped by publicAddress net/web"})
	ruled := balancedOf("$RULE", ", disableOutboundSnat: true", "    inboundNatRules: [{name: ssh1", "    outboundRules: [{name: out, frontendIPConfigurations: [fe], backendAddressPool: pool}]\n    inboundNatRules: [{name: ssh1")
	w = compile(t, ruled)
	w.check(
		want{"by an outbound rule", "web1 203.0.113.10 udp/53", "delivered by defaultRule AllowInternetOutBound of open"},
		want{"never icmp", "web1 203.0.113.10 icmp", "dropped by loadBalancer pub/out"},
		want{"what comes in is answered as before", "internet 20.0.0.7 tcp/50001", "delivered by nsgRule any of open"},
	)
	if got := compile(t, balancedOf("$VM", pip)).seen("web1 203.0.113.10 tcp/443"); got != "20.0.0.8" {
		t.Errorf("the instance's address comes before: seen as %s", got)
	}
}

func TestLB08_GatewayLoadBalancerIsNotKnown(t *testing.T) {
	chained := `
  glb:
    sku: Gateway
    frontendIPConfigurations: {fe: {subnet: net/other, privateIPAddress: 10.1.2.100}}
  int:`
	inLine := func(holes ...string) string { return strings.Replace(balancedOf(holes...), "\n  int:", chained, 1) }
	for name, tc := range map[string]struct{ design, line string }{
		"a front end":         {inLine("{publicIPAddress: lb-pip}", "{publicIPAddress: lb-pip, gatewayLoadBalancer: glb/fe}"), "internet 20.0.0.7 tcp/80"},
		"what its pool opens": {inLine("{publicIPAddress: lb-pip}", "{publicIPAddress: lb-pip, gatewayLoadBalancer: glb/fe}"), "web1 203.0.113.10 tcp/443"},
		"an instance":         {inLine("$VM", pip+", gatewayLoadBalancer: glb/fe"), "internet 20.0.0.8 tcp/80"},
		"what the host opens": {inLine("$VM", pip+", gatewayLoadBalancer: glb/fe"), "web1 203.0.113.10 tcp/443"},
	} {
		w := compile(t, tc.design)
		if tr := w.trace(tc.line); tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "gateway load balancer glb") {
			t.Errorf("%s: %s because of %v", name, w.told(tr), tr.Gaps)
		}
	}
	compile(t, inLine()).check(want{"one that nothing names", "internet 20.0.0.7 tcp/50001", "delivered by nsgRule any of open"})
}

func TestLB_MembersByAddress(t *testing.T) {
	design := balancedOf("pub/pool, int/pool", "", "$POOLS", "", "fe: {subnet: net/web, privateIPAddress: 10.1.1.100}}\n    backendAddressPools: {pool: {}}",
		"fe: {subnet: net/web, privateIPAddress: 10.1.1.100}}\n    backendAddressPools: {pool: {virtualNetwork: net, addresses: {a: {ipAddress: 10.1.1.5}, b: {ipAddress: 10.1.1.77}}}}")
	w := compile(t, design)
	w.checkArrivals("client 10.1.1.100 tcp/443", "delivered net/web as 10.1.1.77:8443", "delivered web2 as 10.1.1.5:8443")
	if got := seen(w.trace("web2 203.0.113.10 tcp/443")); got == "" {
		t.Error("members by address keep default outbound access")
	}
}

func TestLB_RT10DefaultRouteBreaksPublicFrontEnds(t *testing.T) {
	design := balancedOf("$WEB", ", networkSecurityGroup: open, routeTable: rt") + `
  nva: {nics: [{subnet: net/other, privateIPAddress: 10.1.2.9, enableIPForwarding: true}]}
routeTables: {rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.2.9}]}}
`
	compile(t, design, "appliances: {nva: {stateful: true}}").check(want{"the answer goes to the appliance", "internet 20.0.0.7 tcp/80", "dropped by asymmetry nva"})
}

func TestLB01_MembersOutsideOfTheInputAreNotKnown(t *testing.T) {
	const far = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/int/backendAddressPools/far"
	design := strings.Replace(balancedOf(), "frontendIPConfiguration: fe, backendAddressPool: pool, protocol: Tcp, frontendPort: 443",
		"frontendIPConfiguration: fe, backendAddressPools: [pool, "+far+"], protocol: Tcp, frontendPort: 443", 1)
	w := compile(t, design)
	tr := w.trace("client 10.1.1.100 tcp/443")
	if tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "far is not in the input") {
		t.Errorf("%s because of %v", w.told(tr), tr.Gaps)
	}
	if got := arrivals(w, tr); !slices.Contains(got, "delivered web1 as 10.1.1.4:8443") {
		t.Errorf("those in the input are chosen all the same: %q", got)
	}
}
