package generate

import (
	"fmt"
	"strings"
)

// balancer writes a load balancer before the machines of VNet a.
func (r *random) balancer() {
	h := pick(r, r.hosts...)
	front, sku := "{publicIPAddress: lb-pip"+r.inspected()+"}", pick(r, "Standard", "Standard", "Basic")
	internal := r.odds(2)
	if internal {
		front = fmt.Sprintf("{subnet: %s, privateIPAddress: 10.%d.%d.10}", h.path(), h.net.octet, h.third)
	}
	r.put("loadBalancers", "lb:")
	r.put("loadBalancers", "  sku: %s", sku)
	r.put("loadBalancers", "  frontendIPConfigurations: {f: %s%s}", front, r.otherFronts(h, internal))
	r.put("loadBalancers", "  backendAddressPools: {pool: {}%s}", r.option(4, ", far: {addresses: {m: {ipAddress: 10.0.10.5, %s}}}", pick(r, "virtualNetwork: hub", "virtualNetwork: hub, subnet: hub/x")))
	probe := ""
	if r.odds(2) {
		r.put("loadBalancers", "  probes: {p: {protocol: %s, port: 443}}", pick(r, "Tcp", "Https"))
		probe = ", probe: lb/p"
	}
	floating, silent := r.odds(4), r.odds(4)
	if internal && sku == "Standard" && r.odds(3) {
		r.put("loadBalancers", "  loadBalancingRules: {all: {frontendIPConfiguration: lb/f, backendAddressPool: lb/pool, protocol: All, enableFloatingIP: %v%s}}", floating, probe)
	} else {
		r.put("loadBalancers", "  loadBalancingRules: {web: {frontendIPConfiguration: lb/f, backendAddressPool: lb/pool, protocol: %s, frontendPort: 443, backendPort: %s, enableFloatingIP: %v, disableOutboundSnat: %v%s}}",
			pick(r, "Tcp", "Tcp", "Udp"), pick(r, "443", "443", "8443"), floating && !internal, silent, probe)
	}
	r.put("loadBalancers", "  inboundNatRules: {ssh: {frontendIPConfiguration: lb/f, protocol: Tcp, frontendPort: 22, backendPort: 22%s}%s}", r.option(4, ", enableFloatingIP: true"),
		r.option(4, ", many: {frontendIPConfiguration: lb/f, protocol: Tcp, frontendPortRangeStart: 8000, frontendPortRangeEnd: 8010, backendPort: 22, backendAddressPool: lb/pool}"))
	if !internal && silent && sku == "Standard" {
		r.put("loadBalancers", "  outboundRules: {out: {frontendIPConfigurations: [%s], backendAddressPool: lb/pool, protocol: %s}}", pick(r, "f", "f", "g"), pick(r, "All", "Tcp"))
	}
}

// inspected puts a gateway load balancer before a front end, at times.
func (r *random) inspected() string {
	if !r.has[inspection] {
		return ""
	}
	return r.option(2, ", gatewayLoadBalancer: glb/inspect")
}

// otherFronts are a prefix to go out by, or an IPv6 front end.
func (r *random) otherFronts(h host, internal bool) string {
	if !internal {
		r.put("publicIPPrefixes", "lb-block: {ipPrefix: 198.51.100.96/31}")
		return ", g: {publicIPPrefix: lb-block}"
	}
	if !r.has[dualStack] {
		return ""
	}
	return fmt.Sprintf(", six: {subnet: %s, privateIPAddress: \"fd00:0:%d:%d::10\", privateIPAddressVersion: IPv6}", h.path(), h.net.octet, h.third)
}

// inspection writes a gateway load balancer and what it brings packets to.
func (r *random) inspection() {
	r.platformSubnet(r.net("hub"), "gwlb", "10.0.9.0/28")
	r.put("loadBalancers", "glb: {sku: Gateway, frontendIPConfigurations: {inspect: {subnet: hub/gwlb}}, backendAddressPools: {pool: {}}}")
}

// applicationGateway writes one with a public and at times a private front end.
func (r *random) applicationGateway() {
	n := pick(r, r.nets...)
	r.platformSubnet(n, "agw", fmt.Sprintf("10.%d.5.0/26", n.octet), r.filtered(4), r.routed(6))
	r.put("publicIPAddresses", "agw-pip: {ipAddress: 198.51.100.8}")
	waf := ""
	if r.odds(3) {
		r.put("webApplicationFirewallPolicies", "waf: {mode: %s, state: Enabled}", pick(r, "Prevention", "Detection"))
		waf = ", firewallPolicy: waf"
	}
	private, listener := "", ""
	if r.odds(2) {
		private = fmt.Sprintf(", private: {subnet: %s/agw, privateIPAddress: 10.%d.5.60}", n.name, n.octet)
		listener = ", {name: inner, frontendIPConfiguration: private, port: 443, protocol: Https}"
	}
	r.put("applicationGateways", "agw:")
	r.put("applicationGateways", "  sku: WAF_v2")
	r.put("applicationGateways", "  subnet: %s/agw", n.name)
	r.put("applicationGateways", "  frontendIPConfigurations: {public: {publicIPAddress: agw-pip}%s}", private)
	r.put("applicationGateways", "  httpListeners: [{name: https, frontendIPConfiguration: public, port: 443, protocol: Https%s}%s]", waf, listener)
	r.put("applicationGateways", "  backendAddressPools: {pool: {addresses: [%s]}}", pick(r, "10.1.10.4", "10.1.10.4, 10.2.10.4", "10.0.10.4, www.contoso.com"))
	r.put("applicationGateways", "  backendHttpSettings: {s: {port: %s, protocol: Https}}", pick(r, "443", "8443"))
	switch {
	case waf != "" && r.odds(2):
		r.put("applicationGateways", "  firewallPolicy: waf")
	case waf == "" && r.odds(4):
		r.put("applicationGateways", "  wafMode: %s", pick(r, "Prevention", "Detection"))
	}
	if r.odds(6) {
		r.put("applicationGateways", "  enableNetworkIsolation: true")
	}
}

// frontDoor writes one before a service, a public address and a link service, as far as there are any.
func (r *random) frontDoor() {
	origins := "www: {hostName: www.contoso.com" + r.option(3, ", enabledState: %s", pick(r, "Enabled", "Disabled")) + "}, one: {hostName: 198.51.100.20" +
		r.option(3, ", azureOrigin: vm-pip") + r.option(3, ", httpPort: 8080, httpsPort: 8443") + "}"
	if r.has[services] {
		origins += r.option(2, ", acct: {hostName: acct.blob.core.windows.net%s}", pick(r, "", ", azureOrigin: acct", ", privateLink: acct, privateLinkStatus: Approved"))
	}
	if r.has[linkService] {
		origins += ", own: {hostName: own.contoso.com, privateLink: pls" + pick(r, "", ", privateLinkStatus: Approved", ", privateLinkStatus: Pending") + "}"
	}
	if r.odds(4) {
		r.put("classicFrontDoors", "fd: {frontendEndpoints: {e: {hostName: fd.contoso.com"+r.edgeFirewall("firewallPolicy: %s")+"}}, backendPools: {p: {backends: [{address: 198.51.100.20, httpsPort: %s}]}}, routingRules: {all: {frontendEndpoints: [e], backendPool: p}}}",
			pick(r, "443", "8443"))
		return
	}
	r.put("frontDoors", "fd:")
	r.put("frontDoors", "  originGroups: {g: {origins: {%s}}, none: {}}", origins)
	r.put("frontDoors", "  customDomains: {www: {hostName: www.fabrikam.com}}")
	r.put("frontDoors", "  afdEndpoints: {e: {routes: {all: {originGroup: g%s%s, forwardingProtocol: %s}%s}%s}}", r.option(2, ", supportedProtocols: [Https], httpsRedirect: Disabled"),
		r.option(2, ", customDomains: [www]"), pick(r, "HttpsOnly", "HttpOnly", "MatchRequest"), r.option(4, ", other: {originGroup: none, enabledState: %s, ruleSets: [%s]}",
			pick(r, "Enabled", "Disabled"), "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Cdn/profiles/fd/ruleSets/r"),
		r.option(4, ", enabledState: %s", pick(r, "Enabled", "Disabled")))
	if waf := r.edgeFirewall("securityPolicies: {w: {wafPolicy: %s, domains: [e]}}"); waf != "" {
		r.put("frontDoors", "  %s", strings.TrimPrefix(waf, ", "))
	}
}

// edgeFirewall puts a WAF policy before a Front Door, at times.
func (r *random) edgeFirewall(format string) string {
	if !r.odds(3) {
		return ""
	}
	r.put("webApplicationFirewallPolicies", "edge-waf: {mode: %s}", pick(r, "Prevention", "Detection"))
	return ", " + fmt.Sprintf(format, "edge-waf")
}

func (r *random) bastion() {
	if r.odds(4) {
		r.put("bastionHosts", "developer: {sku: Developer, virtualNetwork: a}")
		return
	}
	r.platformSubnet(r.net("hub"), "AzureBastionSubnet", "10.0.4.0/26")
	r.put("publicIPAddresses", "bastion-pip: {ipAddress: 198.51.100.12}")
	r.put("bastionHosts", "bastion: {sku: %s, subnet: hub/AzureBastionSubnet, publicIPAddress: bastion-pip%s}", pick(r, "Standard", "Standard", "Premium"), r.option(2, ", enableIpConnect: true"))
}

// linkService writes a private link service before machines of VNet a, and an
// endpoint that leads to it.
func (r *random) linkService() {
	a := r.net("a")
	r.platformSubnet(a, "link", "10.1.7.0/28")
	r.put("loadBalancers", "plb: {frontendIPConfigurations: {f: {subnet: a/x, privateIPAddress: 10.1.10.11}}, backendAddressPools: {pool: {}}, loadBalancingRules: {web: {frontendIPConfiguration: plb/f, backendAddressPool: plb/pool, protocol: Tcp, frontendPort: 443}}}")
	r.put("privateLinkServices", "pls: {loadBalancerFrontendIpConfigurations: [plb/f], %s}", pick(r, "subnet: a/link", "ipConfigurations: {a: {subnet: a/link, privateIPAddress: 10.1.7.9}}"))
	h := pick(r, r.hosts...)
	r.put("privateEndpoints", "to-pls: {subnet: %s, privateLinkService: pls%s%s}", h.path(), r.option(5, ", manual: true"), r.option(4, ", status: %s", pick(r, "Approved", "Pending")))
}
