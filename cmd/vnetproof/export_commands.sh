#!/bin/sh
# Writes the network of one subscription, and what stands in it, as JSON files
# into the folder azure. It only reads. Needs az, logged in.
#
#   sh export.sh [SUBSCRIPTION]      then: vnetproof validate -t azure --report
#
# Of many subscriptions at once Resource Graph tells the resources themselves,
# but not all of their parts; run this script for those that matter:
#
#   az graph query --first 1000 -o json -q "resources | where type startswith 'microsoft.network/' or type startswith 'microsoft.compute/virtualmachine'" > azure/graph.json
set -eu
sub=${1:-$(az account show --query id -o tsv)}
mkdir -p azure

# list FILE AZ-COMMAND… lists all of a type in the subscription.
list() {
	file=$1
	shift
	echo "$file" >&2
	az "$@" list --subscription "$sub" -o json >"azure/$file.json"
}

# parts ID KIND VERSION gets the parts of one kind of a resource; each TYPE
# KIND@VERSION… those of all resources of a type.
parts() {
	az rest --method get --url "https://management.azure.com$1/$2?api-version=$3" -o json >"azure/$(echo "$1/$2" | tr '/ ' '__').json" || true
}
each() {
	type=$1
	shift
	az resource list --subscription "$sub" --resource-type "$type" --query '[].id' -o tsv | while read -r id; do
		for part in "$@"; do
			parts "$id" "${part%@*}" "${part#*@}"
		done
	done
}

list virtual-networks network vnet
list security-groups network nsg
list application-security-groups network asg
list route-tables network route-table
list network-interfaces network nic
list public-ips network public-ip
list public-ip-prefixes network public-ip prefix
list nat-gateways network nat gateway
list load-balancers network lb
list application-gateways network application-gateway
list private-endpoints network private-endpoint
list private-link-services network private-link-service
list private-dns-zones network private-dns zone
list virtual-machines vm
list scale-sets vmss
list storage-accounts storage account
list key-vaults keyvault
list sql-servers sql server

# Types whose lists az keeps per resource group, or in extensions.
for type in azureFirewalls firewallPolicies ipGroups bastionHosts localNetworkGateways virtualNetworkGateways connections \
	expressRouteCircuits virtualWans virtualHubs vpnGateways vpnSites expressRouteGateways p2sVpnGateways networkManagers \
	ApplicationGatewayWebApplicationFirewallPolicies; do
	echo "$type" >&2
	az resource list --subscription "$sub" --resource-type "Microsoft.Network/$type" --query '[].id' -o tsv | while read -r id; do
		az resource show --ids "$id" -o json >"azure/$(echo "$id" | tr '/ ' '__').json"
	done
done

# Parts that no list shows.
each Microsoft.Network/firewallPolicies ruleCollectionGroups@2024-05-01
each Microsoft.Network/privateDnsZones virtualNetworkLinks@2024-06-01 A@2024-06-01 AAAA@2024-06-01 CNAME@2024-06-01
each Microsoft.Network/privateEndpoints privateDnsZoneGroups@2024-05-01
each Microsoft.Network/virtualHubs hubRouteTables@2024-05-01 hubVirtualNetworkConnections@2024-05-01 routingIntent@2024-05-01 \
	bgpConnections@2024-05-01 ipConfigurations@2024-05-01
each Microsoft.Network/virtualNetworkGateways natRules@2024-05-01
each Microsoft.Network/dnsResolvers inboundEndpoints@2022-07-01 outboundEndpoints@2022-07-01
each Microsoft.Network/dnsForwardingRulesets forwardingRules@2022-07-01 virtualNetworkLinks@2022-07-01
each Microsoft.Network/networkManagers networkGroups@2024-05-01 connectivityConfigurations@2024-05-01 \
	securityAdminConfigurations@2024-05-01 routingConfigurations@2024-05-01
each Microsoft.Sql/servers firewallRules@2021-11-01 virtualNetworkRules@2021-11-01 connectionPolicies@2021-11-01

# What service tags mean, in the region of the subscription's networks.
az network list-service-tags --location "${LOCATION:-westeurope}" --subscription "$sub" -o json >azure/service-tags.json
