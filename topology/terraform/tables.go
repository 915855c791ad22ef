package terraform

import "vnetproof/topology/tree"

// ARM types that attributes lead to.
const (
	network = "Microsoft.Network/"

	resourceGroups            = "Microsoft.Resources/resourceGroups"
	virtualNetworks           = network + "virtualNetworks"
	subnets                   = virtualNetworks + "/subnets"
	securityGroups            = network + "networkSecurityGroups"
	applicationSecurityGroups = network + "applicationSecurityGroups"
	routeTables               = network + "routeTables"
	publicIPs                 = network + "publicIPAddresses"
	publicIPPrefixes          = network + "publicIPPrefixes"
	natGateways               = network + "natGateways"
	networkInterfaces         = network + "networkInterfaces"
	loadBalancers             = network + "loadBalancers"
	backendPools              = loadBalancers + "/backendAddressPools"
	frontends                 = loadBalancers + "/frontendIPConfigurations"
	inboundNATRules           = loadBalancers + "/inboundNatRules"
	probes                    = loadBalancers + "/probes"
	applicationGateways       = network + "applicationGateways"
	firewalls                 = network + "azureFirewalls"
	firewallPolicies          = network + "firewallPolicies"
	ipGroups                  = network + "ipGroups"
	virtualNetworkGateways    = network + "virtualNetworkGateways"
	localGateways             = network + "localNetworkGateways"
	circuits                  = network + "expressRouteCircuits"
	circuitPeerings           = circuits + "/peerings"
	virtualWANs               = network + "virtualWans"
	virtualHubs               = network + "virtualHubs"
	hubRouteTables            = virtualHubs + "/hubRouteTables"
	hubConnections            = virtualHubs + "/hubVirtualNetworkConnections"
	vpnGateways               = network + "vpnGateways"
	vpnSites                  = network + "vpnSites"
	expressRouteGateways      = network + "expressRouteGateways"
	privateEndpoints          = network + "privateEndpoints"
	privateDNSZones           = network + "privateDnsZones"
	dnsResolvers              = network + "dnsResolvers"
	forwardingRulesets        = network + "dnsForwardingRulesets"
	networkManagers           = network + "networkManagers"
	networkGroups             = networkManagers + "/networkGroups"
	virtualMachines           = "Microsoft.Compute/virtualMachines"
	scaleSets                 = "Microsoft.Compute/virtualMachineScaleSets"
)

// tables are the tables of all types that have one.
var tables = map[string]*table{}

func init() {
	for _, family := range []map[string]*table{
		networkTables(), securityTables(), routeTableTables(), addressTables(), interfaceTables(), machineTables(),
		balancerTables(), applicationGatewayTables(), frontDoorTables(), firewallTables(), classicFirewallTables(), gatewayTables(), circuitTables(),
		wanTables(), hubGatewayTables(), privateTables(), dnsTables(), resolverTables(), managerTables(), routingManagerTables(),
		deploymentTables(), storageTables(), databaseTables(), messagingTables(), webTables(), otherServiceTables(), partTables(),
	} {
		for kind, t := range family {
			tables[kind] = t
		}
	}
}

// tableOf returns the table of an instance. A type without one is kept under its
// ARM type, or its own name where that is not known, to be told by decode.
func (r *reader) tableOf(i *instance) *table {
	switch t := tables[i.kind]; {
	case t != nil:
		return t
	case len(i.kind) > 6 && i.kind[:6] == "azapi_":
		return azapiTable(i)
	case plainTypes[i.kind] != "":
		return &table{kind: plainTypes[i.kind]}
	case strangers[i.kind] != "":
		return &table{kind: strangers[i.kind]}
	}
	return &table{kind: i.kind}
}

// isBlock tells whether an attribute of a type is made of nested blocks.
func isBlock(kind, attribute string) bool {
	t := tables[kind]
	if t == nil {
		return false
	}
	for _, f := range t.fields {
		if f.attribute == attribute && f.block {
			return true
		}
	}
	return false
}

// stated puts what is always so, whatever the attributes are.
func stated(path, value string) field {
	return field{path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, text(v, value)) }}
}
