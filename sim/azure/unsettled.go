package azure

import (
	"regexp"
	"strings"

	"vnetproof/topology"
)

// isMinded tells whether the compilation minds that a property is not known at
// the very place where it matters, or the property says nothing of packets. Of
// all others the resource is in doubt as a whole.
func isMinded(u topology.Unsettled) bool {
	path := strings.ToLower(indexes.ReplaceAllString(u.Property, ""))
	if lastKey(path) == "name" && !strings.HasSuffix(path, "sku.name") {
		return true // what is linked by it is in doubt where the link is
	}
	_, kind, _ := strings.Cut(strings.ToLower(u.Type), "/")
	return minded[kind][path]
}

var indexes = regexp.MustCompile(`\[\d+\]`)

// minded lists those properties by kind: in a comment why some need no place.
var minded = func() map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	for kind, words := range map[string]string{
		// Names are for the resolution of names, protection against floods changes no way.
		"virtualnetworks": "addressSpace addressSpace.addressPrefixes subnets virtualNetworkPeerings" +
			" dhcpOptions dhcpOptions.dnsServers enableDdosProtection ddosProtectionPlan ddosProtectionPlan.id",
		"virtualnetworks/subnets": "networkSecurityGroup routeTable natGateway defaultOutboundAccess" +
			" privateEndpointNetworkPolicies",
		"virtualnetworks/virtualnetworkpeerings": "allowVirtualNetworkAccess allowForwardedTraffic allowGatewayTransit useRemoteGateways" +
			" remoteVirtualNetwork remoteAddressSpace remoteAddressSpace.addressPrefixes",
		"networkinterfaces": "networkSecurityGroup enableIPForwarding ipConfigurations dnsSettings dnsSettings.dnsServers",
		// An address that is not known is taken as one that Azure chooses.
		"networkinterfaces/ipconfigurations":      "subnet privateIPAddress publicIPAddress applicationSecurityGroups primary",
		"azurefirewalls/ipconfigurations":         "subnet privateIPAddress publicIPAddress",
		"virtualnetworkgateways/ipconfigurations": "subnet privateIPAddress publicIPAddress privateIPAllocationMethod",
		"loadbalancers/frontendipconfigurations":  "privateIPAddress publicIPAddress",
		"privateendpoints":                        "ipConfigurations.privateIPAddress customDnsConfigs networkInterfaces",
		// Which of its interfaces is the first, packets do not see.
		"virtualmachines":       "networkProfile.networkInterfaces.primary",
		"networksecuritygroups": "securityRules",
		"networksecuritygroups/securityrules": "priority direction access protocol sourceAddressPrefix sourceAddressPrefixes" +
			" destinationAddressPrefix destinationAddressPrefixes sourceApplicationSecurityGroups destinationApplicationSecurityGroups" +
			" sourcePortRange sourcePortRanges destinationPortRange destinationPortRanges",
		"routetables":        "routes disableBgpRoutePropagation disablePeeringRoute",
		"routetables/routes": "addressPrefix nextHopType nextHopIpAddress",
		// Another address stands for one that is not known.
		"publicipaddresses":                 "ipAddress sku sku.name publicIPPrefix dnsSettings dnsSettings.fqdn dnsSettings.domainNameLabel ddosSettings ddosSettings.protectionMode",
		"publicipprefixes":                  "ipPrefix",
		"loadbalancers":                     "sku.name",
		"loadbalancers/backendaddresspools": "loadBalancerBackendAddresses loadBalancerBackendAddresses.ipAddress",
		"loadbalancers/loadbalancingrules": "protocol frontendPort backendPort enableFloatingIP disableOutboundSnat probe" +
			" backendAddressPool backendAddressPools",
		"loadbalancers/inboundnatrules": "protocol frontendPort backendPort enableFloatingIP backendAddressPool",
		"loadbalancers/probes":          "port",
		"bastionhosts":                  "enableIpConnect",
		"firewallpolicies":              "threatIntelMode intrusionDetection.mode snat.privateRanges dnsSettings dnsSettings.enableProxy dnsSettings.servers",
		"firewallpolicies/rulecollectiongroups": "priority ruleCollections.priority ruleCollections.action ruleCollections.action.type" +
			" ruleCollections.rules.sourceAddresses ruleCollections.rules.sourceIpGroups ruleCollections.rules.destinationAddresses" +
			" ruleCollections.rules.destinationIpGroups ruleCollections.rules.destinationFqdns ruleCollections.rules.ipProtocols" +
			" ruleCollections.rules.destinationPorts ruleCollections.rules.translatedAddress ruleCollections.rules.translatedPort",
		"ipgroups": "ipAddresses",
		// Numbers of BGP speakers, and which of two instances serves.
		"virtualnetworkgateways":                   "bgpSettings bgpSettings.asn bgpSettings.bgpPeeringAddress activeActive active",
		"localnetworkgateways":                     "localNetworkAddressSpace localNetworkAddressSpace.addressPrefixes bgpSettings bgpSettings.asn bgpSettings.bgpPeeringAddress",
		"connections":                              "routingWeight",
		"virtualhubs":                              "hubRoutingPreference",
		"virtualhubs/hubroutetables":               "routes.destinations",
		"virtualhubs/hubvirtualnetworkconnections": "routingConfiguration.vnetRoutes.staticRoutes.addressPrefixes routingConfiguration.vnetRoutes.staticRoutes.nextHopIpAddress",
	} {
		sets[kind] = wordSet(words)
	}
	return sets
}()
