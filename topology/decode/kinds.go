package decode

import (
	"strings"

	"vnetproof/topology"
)

// decodeResource reads one resource into the design.
type decodeResource func(d *Decoder, o *object, r topology.Resource)

// kind is a resource type that the model has.
type kind struct {
	noun   string // in the words of a message
	decode decodeResource
}

// kindOf returns the kind of a resource type; a type that the model does not
// have is kept as topology.Other.
func kindOf(resourceType string) kind {
	if k, ok := kinds[strings.ToLower(resourceType)]; ok && k.decode != nil {
		return k
	}
	return kind{nounOf(resourceType), other}
}

// nounOf returns the words for a resource type, or the type itself.
func nounOf(resourceType string) string {
	if k, ok := kinds[strings.ToLower(resourceType)]; ok {
		return k.noun
	}
	if resourceType == "" {
		return "resource"
	}
	return resourceType
}

// label names a resource in a message: "subnet hub/app".
func label(r *topology.Resource) string {
	return nounOf(r.Type) + " " + r.ID.Path()
}

// kinds lists the modelled types by their lower-case names. Rows without a
// decoder are types that only occur nested. Decoders name kinds in messages,
// hence the table is filled at start and not where it is declared.
var kinds map[string]kind

func init() {
	kinds = map[string]kind{
		"microsoft.network/virtualnetworks": {"virtual network", virtualNetwork},
		"microsoft.network/virtualnetworks/subnets": {"subnet",
			childKind(subnet, func(v *topology.VirtualNetwork) *[]*topology.Subnet { return &v.Subnets })},
		"microsoft.network/virtualnetworks/virtualnetworkpeerings": {"peering",
			childKind(peering, func(v *topology.VirtualNetwork) *[]*topology.Peering { return &v.Peerings })},
		"microsoft.network/networkinterfaces":                  {"network interface", networkInterface},
		"microsoft.network/networkinterfaces/ipconfigurations": {"IP configuration", nil},
		"microsoft.compute/virtualmachines":                    {"virtual machine", virtualMachine},
		"microsoft.network/networksecuritygroups":              {"network security group", networkSecurityGroup},
		"microsoft.network/networksecuritygroups/securityrules": {"security rule",
			childKind(securityRule, func(g *topology.NetworkSecurityGroup) *[]*topology.SecurityRule { return &g.SecurityRules })},
		"microsoft.network/applicationsecuritygroups": {"application security group", applicationSecurityGroup},
		"microsoft.network/routetables":               {"route table", routeTable},
		"microsoft.network/routetables/routes": {"route",
			childKind(route, func(t *topology.RouteTable) *[]*topology.Route { return &t.Routes })},
		"microsoft.network/publicipaddresses": {"public IP address", publicIPAddress},
		"microsoft.network/publicipprefixes":  {"public IP prefix", publicIPPrefix},
	}
}
