package azure_test

import (
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// relayed has a bastion and an application gateway before hosts of its own, of
// a peered and of a far network.
const relayed = `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureBastionSubnet: {addressPrefix: 10.0.1.0/26, networkSecurityGroup: bastion-nsg}
      agw: {addressPrefix: 10.0.2.0/24, networkSecurityGroup: agw-nsg$AGW}
      web: {addressPrefix: 10.0.3.0/24, networkSecurityGroup: web-nsg}
    peerings: {to-spoke: {remoteVirtualNetwork: spoke}}
  spoke:
    addressPrefixes: [10.1.0.0/16]
    subnets: {app: {addressPrefix: 10.1.1.0/24}}
    peerings: {to-hub: {remoteVirtualNetwork: hub}, to-far: {remoteVirtualNetwork: far}}
  far:
    addressPrefixes: [10.2.0.0/16]
    subnets: {app: {addressPrefix: 10.2.1.0/24}}
    peerings: {to-spoke: {remoteVirtualNetwork: spoke}}
networkSecurityGroups:
  bastion-nsg:
    securityRules:
      - {name: clients, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: Internet, destination: "*", destinationPorts: [443]}
      - {name: hosts, priority: 100, direction: Outbound, access: Allow, protocol: Tcp, source: "*", destination: VirtualNetwork, destinationPorts: [22, 3389]}
      - {name: no-out, priority: 200, direction: Outbound, access: Deny, protocol: "*", source: "*", destination: "*"}
  agw-nsg:
    securityRules:
      - {name: clients, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: Internet, destination: 10.0.2.0/24, destinationPorts: [443]}
  web-nsg:
    securityRules:
      - {name: from-bastion, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: 10.0.1.0/26, destination: "*", destinationPorts: [22]}
      - {name: from-agw, priority: 110, direction: Inbound, access: Allow, protocol: Tcp, source: 10.0.2.0/24, destination: "*", destinationPorts: [8080, 8081]}
      - {name: deny, priority: 4000, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}
publicIPAddresses:
  bastion-pip: {ipAddress: 20.0.0.10}
  agw-pip: {ipAddress: 20.0.0.11}
bastionHosts:
  bastion: {subnet: hub/AzureBastionSubnet, publicIPAddress: bastion-pip, $SKU}
applicationGateways:
  agw:
    subnet: hub/agw
    frontendIPConfigurations: {public: {publicIPAddress: agw-pip}, private: {subnet: hub/agw, privateIPAddress: 10.0.2.100}}
    httpListeners:
      - {name: https, frontendIPConfiguration: public, port: 443}
      - {name: inner, frontendIPConfiguration: private, port: 8443}
    backendAddressPools: {pool: {addresses: [10.0.3.4$POOL]}}
    backendHttpSettings: [{name: http, port: 8080}]
    $WAF
webApplicationFirewallPolicies:
  waf: {mode: Detection}
virtualMachines:
  web1: {nics: [{subnet: hub/web, privateIPAddress: 10.0.3.4}]}
  web2: {nics: [{subnet: hub/web, privateIPAddress: 10.0.3.5}]}
  app1: {nics: [{subnet: spoke/app, privateIPAddress: 10.1.1.4}]}
  far1: {nics: [{subnet: far/app, privateIPAddress: 10.2.1.4}]}
`

func relayedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(relayed)
	return strings.NewReplacer("$AGW", "", "$SKU", "sku: Basic", "$WAF", "", "$POOL", "").Replace(design)
}

func TestBAS01_BastionOpensItsOwnFlows(t *testing.T) {
	w := compile(t, relayedOf())
	w.check(
		want{"to a machine of its network", "bastion 10.0.3.4 tcp/22", "delivered by nsgRule from-bastion of web-nsg"},
		want{"whose NSG judges", "bastion 10.0.3.4 tcp/3389", "denied by nsgRule deny of web-nsg"},
		want{"of a peered one", "bastion 10.1.1.4 tcp/3389", "delivered by nsgRule hosts of bastion-nsg"},
		want{"not of the peer's peer", "bastion 10.2.1.4 tcp/22", "dropped by appliance bastion"},
		want{"not other ports", "bastion 10.0.3.4 tcp/445", "dropped by appliance bastion"},
		want{"not other protocols", "bastion 10.0.3.4 udp/22", "dropped by appliance bastion"},
		want{"others do not get in so", "app1 10.0.3.4 tcp/22", "denied by nsgRule deny of web-nsg"},
	)
	if got := w.seen("bastion 10.0.3.4 tcp/22"); !strings.HasPrefix(got, "10.0.1.") {
		t.Errorf("seen as %s, want an address of AzureBastionSubnet", got)
	}
	narrow := strings.Replace(relayedOf(), "destinationPorts: [22, 3389]}", "destinationPorts: [3389]}", 1)
	compile(t, narrow).check(want{"its own NSG judges, too", "bastion 10.0.3.4 tcp/22", "denied by nsgRule no-out of bastion-nsg"})
	compile(t, relayedOf("$SKU", "sku: Standard")).check(want{"other ports from Standard on", "bastion 10.1.1.4 tcp/445", "denied by nsgRule no-out of bastion-nsg"})
}

func TestBAS01_BastionEndsTheFlowsOfClients(t *testing.T) {
	w := compile(t, relayedOf())
	w.check(
		want{"on 443", "internet 20.0.0.10 tcp/443", "delivered by nsgRule clients of bastion-nsg"},
		want{"on no other port", "internet 20.0.0.10 tcp/22", "denied by defaultRule DenyAllInBound of bastion-nsg"},
	)
	if to := w.trace("internet 20.0.0.10 tcp/443").To; !w.Pipeline.Places[to].Relays || to != w.at("bastion") {
		t.Errorf("ends at place %d", to)
	}
	closed := strings.Replace(relayedOf(), "source: Internet, destination: \"*\", destinationPorts: [443]", "source: Internet, destination: \"*\", destinationPorts: [444]", 1)
	compile(t, closed).check(want{"its NSG judges clients", "internet 20.0.0.10 tcp/443", "denied by defaultRule DenyAllInBound of bastion-nsg"})
	compile(t, relayedOf(), `down: ["bastion:bastion"]`).check(want{"one out of service", "internet 20.0.0.10 tcp/443", "dropped by noHost bastion"})
}

func TestBAS01_DeveloperBastionIsNotKnown(t *testing.T) {
	design := strings.Replace(relayedOf(), "bastion: {subnet: hub/AzureBastionSubnet, publicIPAddress: bastion-pip, sku: Basic}", "bastion: {virtualNetwork: hub, sku: Developer}", 1)
	w := compile(t, design)
	if tr := w.trace("bastion 10.0.3.4 tcp/22"); tr.Verdict != pipeline.InconclusiveOutcome {
		t.Errorf("%s", w.told(tr))
	}
	w.check(want{"its own VNet only", "bastion 10.1.1.4 tcp/22", "dropped by appliance bastion"})
}

func TestAGW01_GatewayEndsAndOpensFlows(t *testing.T) {
	w := compile(t, relayedOf())
	w.check(
		want{"by its public front end", "internet 20.0.0.11 tcp/443", "delivered by nsgRule clients of agw-nsg"},
		want{"no listener", "web2 10.0.2.100 tcp/443", "dropped by loadBalancer agw"},
		want{"by its private one", "web2 10.0.2.100 tcp/8443", "delivered by defaultRule AllowVnetInBound of agw-nsg"},
		want{"to a backend", "agw 10.0.3.4 tcp/8080", "delivered by nsgRule from-agw of web-nsg"},
		want{"on the port of its settings only", "agw 10.0.3.4 tcp/8081", "dropped by loadBalancer agw"},
		want{"to nobody else", "agw 10.0.3.5 tcp/8080", "dropped by loadBalancer agw"},
		want{"clients do not get through it", "internet 20.0.0.11 tcp/8080", "denied by defaultRule DenyAllInBound of agw-nsg"},
	)
	if got := w.seen("agw 10.0.3.4 tcp/8080"); !strings.HasPrefix(got, "10.0.2.") {
		t.Errorf("seen as %s, want an address of the gateway's subnet", got)
	}
	if to := w.trace("internet 20.0.0.11 tcp/443").To; to != w.at("agw") || !w.Pipeline.Places[to].Relays {
		t.Errorf("ends at place %d", to)
	}
	w = compile(t, relayedOf("$POOL", ", api.contoso.com"))
	if tr := w.trace("agw 203.0.113.10 tcp/8080"); tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "backend api.contoso.com") {
		t.Errorf("a name that nothing resolves: %s", w.told(tr))
	}
	compile(t, relayedOf("$POOL", ", api.contoso.com"), "fqdns: {api.contoso.com: [203.0.113.10]}").check(
		want{"one that facts resolve", "agw 203.0.113.10 tcp/8080", "delivered by defaultRule AllowInternetOutBound of agw-nsg"},
		want{"then nothing else is", "agw 203.0.113.11 tcp/8080", "dropped by loadBalancer agw"})
}

func TestAGW02_NSGOfItsSubnetJudgesClients(t *testing.T) {
	closed := strings.Replace(relayedOf(), "source: Internet, destination: 10.0.2.0/24", "source: 203.0.113.128/25, destination: 10.0.2.0/24", 1)
	w := compile(t, closed)
	w.check(
		want{"another client", "internet 20.0.0.11 tcp/443", "denied by defaultRule DenyAllInBound of agw-nsg"},
		want{"the client's own address", "internet>203.0.113.200 20.0.0.11 tcp/443", "delivered by nsgRule clients of agw-nsg"},
	)
}

func TestAGW03_WebFirewallIsSaid(t *testing.T) {
	for _, tc := range []struct{ waf, mode, want string }{
		{"", "", "it has no web firewall"},
		{"firewallPolicy: waf", "", "its web firewall only logs (Detection)"},
		{"firewallPolicy: waf", "mode: Prevention", "its web firewall blocks (Prevention)"},
		{"firewallPolicy: waf", "mode: Prevention, state: Disabled", "web firewall waf is disabled"},
		{"wafMode: Prevention", "", "its web firewall blocks (Prevention)"},
	} {
		design := relayedOf("$WAF", tc.waf)
		if tc.mode != "" {
			design = strings.Replace(design, "mode: Detection", tc.mode, 1)
		}
		w := compile(t, design)
		tr := w.trace("internet 20.0.0.11 tcp/443")
		if !strings.Contains(w.story(tr), "listener https ends the flow; "+tc.want) {
			t.Errorf("%s %s: want %q\n%s", tc.waf, tc.mode, tc.want, w.story(tr))
		}
	}
}
