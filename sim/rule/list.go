package rule

import "slices"

// learn begins the address of the public documentation's pages.
const learn = "https://learn.microsoft.com/azure/"

// Pages that many rules come from.
const (
	pageRouting         = learn + "virtual-network/virtual-networks-udr-overview"
	pageNSG             = learn + "virtual-network/network-security-group-how-it-works"
	pageNSGOverview     = learn + "virtual-network/network-security-groups-overview"
	pageTags            = learn + "virtual-network/service-tags-overview"
	pageVNetFAQ         = learn + "virtual-network/virtual-networks-faq"
	pagePeering         = learn + "virtual-network/virtual-network-peering-overview"
	pageManagePeering   = learn + "virtual-network/virtual-network-manage-peering"
	pageSubnetPeering   = learn + "virtual-network/how-to-configure-subnet-peering"
	pageLimits          = learn + "azure-resource-manager/management/azure-subscription-service-limits"
	pageOutbound        = learn + "virtual-network/ip-services/default-outbound-access"
	pagePublicIP        = learn + "virtual-network/ip-services/public-ip-addresses"
	pageHAPorts         = learn + "load-balancer/load-balancer-ha-ports-overview"
	pagePrivateLink     = learn + "private-link/private-endpoint-overview"
	pageRouteServer     = learn + "route-server/route-server-faq"
	pageFirewallRules   = learn + "firewall/rule-processing"
	pageFirewallSNAT    = learn + "firewall/snat-private-range"
	pageHubRouting      = learn + "virtual-wan/about-virtual-hub-routing"
	pageRoutingIntent   = learn + "virtual-wan/how-to-routing-policies"
	pageVPNGateway      = learn + "vpn-gateway/vpn-gateway-about-vpngateways"
	pageVPNRouting      = learn + "vpn-gateway/vpn-gateway-peering-gateway-transit"
	pageExpressRoute    = learn + "expressroute/expressroute-circuit-peerings"
	pageAdminRules      = learn + "virtual-network-manager/concept-security-admins"
	pageAVNM            = learn + "virtual-network-manager/overview"
	pageAppGateway      = learn + "application-gateway/configuration-infrastructure"
	pageDNS             = learn + "dns/private-dns-overview"
	pageResolver        = learn + "dns/private-resolver-endpoints-rulesets"
	pageServiceEndpoint = learn + "virtual-network/virtual-network-service-endpoints-overview"
)

// All returns every rule, chapter by chapter, in the order of their numbers.
// The caller must not change it.
func All() []Rule { return all }

var all = slices.Concat(walkRules, routingRules, nsgRules, adminRules, peeringRules, gatewayRules, virtualWANRules,
	firewallRules, balancingRules, privateAccessRules, dnsRules, ipv6Rules, logRules)

// Lookup finds a rule by its id.
func Lookup(id ID) (Rule, bool) {
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}
