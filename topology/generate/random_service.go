package generate

import (
	"fmt"
	"strings"
)

// services writes platform services with filters of their own, and private endpoints to them.
func (r *random) services() {
	h := pick(r, r.hosts...)
	filter := ""
	if r.odds(2) {
		filter = ", defaultAction: Deny" + r.option(2, ", ipRules: [%s]", pick(r, "203.0.113.0/24", "198.51.100.21")) + r.option(2, ", virtualNetworkRules: [%s]", h.path()) +
			r.option(3, ", bypass: AzureServices")
	}
	r.put("paas", "acct: {type: Microsoft.Storage/storageAccounts%s%s}", filter, r.option(4, ", publicNetworkAccess: %s", pick(r, "Enabled", "Disabled")))
	if r.odds(2) {
		r.put("paas", "data: {type: Microsoft.Sql/servers, connectionType: %s%s}", pick(r, "Default", "Proxy", "Redirect"), pick(r, "", ", ipRules: [203.0.113.7]", ", virtualNetworkRules: ["+h.path()+"]"))
	}
	if r.mostly(3) {
		r.put("privateEndpoints", "pe: {subnet: %s, privateLinkService: acct, groupIds: [blob]%s%s%s%s}", h.path(), r.address(h),
			r.option(4, ", applicationSecurityGroups: [web]"), r.option(8, ", status: %s", pick(r, "Approved", "Pending")), r.zone(h))
	}
	if r.odds(4) {
		h.net.options = append(h.net.options, "privateEndpointVNetPolicies: Basic")
	}
	if r.mostly(3) {
		r.tell("serviceTags", "Storage: [20.60.0.0/16]")
	}
}

// address gives an endpoint its address, or the NIC that an export tells.
func (r *random) address(h host) string {
	switch r.choose(4) {
	case 0, 1:
		return ""
	case 2:
		return fmt.Sprintf(", privateIPAddresses: [10.%d.%d.12]", h.net.octet, h.third)
	}
	r.put("networkInterfaces", "pe-nic: {subnet: %s, privateIPAddress: 10.%d.%d.12}", h.path(), h.net.octet, h.third)
	return ", networkInterface: pe-nic"
}

// zone gives an endpoint a private zone that VNets see, or do not.
func (r *random) zone(h host) string {
	if !r.mostly(3) {
		return ""
	}
	r.put("privateDnsZones", "privatelink.blob.core.windows.net: {virtualNetworkLinks: {l: {virtualNetwork: %s%s}}}", pick(r, h.net.name, "hub"), r.option(4, ", resolutionPolicy: %s", pick(r, "Default", "NxDomainRedirect")))
	return ", privateDnsZones: [privatelink.blob.core.windows.net]"
}

// integration writes an app that leaves by a subnet.
func (r *random) integration() {
	n := pick(r, r.nets...)
	r.platformSubnet(n, "apps", fmt.Sprintf("10.%d.6.0/28", n.octet), r.filtered(2), r.routed(2), ", delegations: [Microsoft.Web/serverFarms]")
	r.put("paas", "site: {type: Microsoft.Web/sites, virtualNetworkSubnet: %s/apps%s%s}", n.name, r.option(2, ", vnetRouteAllEnabled: %v", r.odds(2)), r.option(4, ", defaultAction: Deny, ipRules: [203.0.113.0/24]"))
}

// names writes a private zone, a resolver with its rules, and what names mean elsewhere.
func (r *random) names() {
	link := pick(r, r.nets...).name
	r.put("privateDnsZones", "corp.example:")
	r.put("privateDnsZones", "  virtualNetworkLinks: {l: {virtualNetwork: %s, registrationEnabled: %v}}", link, r.odds(2))
	r.put("privateDnsZones", "  A: {web: [10.1.10.4], app: [%s]}", pick(r, "10.2.10.4", "10.0.10.4, 10.1.10.4", "192.168.3.4"))
	r.put("privateDnsZones", "  CNAME: {www: %s}", pick(r, "web.corp.example", "www.contoso.com", "app.corp.example"))
	if r.has[dualStack] {
		r.put("privateDnsZones", "  AAAA: {web: [\"fd00:0:1:10::4\"]}")
	}
	r.tell("fqdns", "www.contoso.com: [%s]", pick(r, "203.0.113.7", "203.0.113.7, 203.0.113.8"))
	if r.odds(2) {
		return
	}
	hub := r.net("hub")
	r.platformSubnet(hub, "dns-in", "10.0.8.0/28", ", delegations: [Microsoft.Network/dnsResolvers]")
	r.platformSubnet(hub, "dns-out", "10.0.8.16/28", ", delegations: [Microsoft.Network/dnsResolvers]")
	r.put("dnsResolvers", "resolver: {virtualNetwork: hub, inboundEndpoints: {in: {subnet: hub/dns-in, privateIpAddress: 10.0.8.4}}, outboundEndpoints: {out: {subnet: hub/dns-out}}}")
	r.put("dnsForwardingRulesets", "rules: {dnsResolverOutboundEndpoints: [resolver/out], forwardingRules: {corp: {domainName: %s, forwardingRuleState: %s, targetDnsServers: [{ipAddress: %s, port: 53}]}}, virtualNetworkLinks: {l: {virtualNetwork: %s}}}",
		pick(r, "corp.example.", "contoso.com."), pick(r, "Enabled", "Enabled", "Disabled"), pick(r, "10.0.8.4", "192.168.0.53"), pick(r, r.nets...).name)
	for _, n := range r.nets[1:] {
		if r.odds(3) {
			n.options = append(n.options, "dnsServers: ["+pick(r, "10.0.8.4", "10.0.0.4")+"]")
		}
	}
}

// factsOfAll tells what a platform decides and what is out of service, at times.
func (r *random) factsOfAll() {
	if r.odds(4) {
		r.tell("platform", "defaultOutboundAccess: %v", r.odds(2))
	}
	if r.odds(8) {
		r.tell("down", "- %s", pick(r, r.goDown()...))
	}
	if r.odds(3) {
		r.tell("platform", "forwardedTraffic: %s", pick(r, "passes", "dropped"))
	}
}

// goDown are what may be out of service.
func (r *random) goDown() []string {
	list := []string{"vm:vm-a-x0"}
	for _, n := range r.nets {
		if len(n.peerings) > 0 && !r.plain {
			name, _, _ := strings.Cut(n.peerings[0], ":")
			list = append(list, "peering:"+n.name+"/"+name)
		}
	}
	if r.has[azureFirewall] {
		list = append(list, "fw:fw")
	}
	if gw := r.firstOf("virtualNetworkGateways"); gw != "" {
		list = append(list, "gw:"+gw, "connection:"+r.firstOf("connections"))
	}
	return list
}
