package decode

import (
	"vnetproof/topology"
)

var privateEndpointPolicies = []word[topology.PrivateEndpointNetworkPolicies]{
	{"Disabled", topology.PoliciesDisabled},
	{"Enabled", topology.PoliciesEnabled},
	{"NetworkSecurityGroupEnabled", topology.NetworkSecurityGroupEnabled},
	{"RouteTableEnabled", topology.RouteTableEnabled},
}

func subnet(o *object, r topology.Resource) *topology.Subnet {
	s := &topology.Subnet{Resource: r}
	p := o.of(&s.Resource)
	s.AddressPrefixes = fromPool(p, p.prefixes("addressPrefixes", "addressPrefix"))
	ref(p, "networkSecurityGroup", &s.NetworkSecurityGroup)
	ref(p, "routeTable", &s.RouteTable)
	ref(p, "natGateway", &s.NATGateway)
	s.ServiceEndpoints = serviceEndpoints(p)
	s.ServiceEndpointPolicies = refs[topology.Other](p, "serviceEndpointPolicies")
	for _, delegation := range p.list("delegations") {
		s.Delegations = append(s.Delegations, delegation.properties().text("serviceName"))
	}
	s.DefaultOutboundAccess = p.boolean("defaultOutboundAccess")
	s.PrivateEndpointNetworkPolicies = enum(p, "privateEndpointNetworkPolicies", privateEndpointPolicies)
	p.rest("ipConfigurations", "ipConfigurationProfiles", "privateEndpoints", "purpose", "resourceNavigationLinks",
		"serviceAssociationLinks", "privateLinkServiceNetworkPolicies", "applicationGatewayIPConfigurations",
		"ipAllocations", "sharingScope")
	return s
}

// serviceEndpoints reads the services that a subnet reaches by its own identity.
func serviceEndpoints(p *object) []topology.ServiceEndpoint {
	var out []topology.ServiceEndpoint
	for _, e := range p.list("serviceEndpoints") {
		n := e.get("service")
		if service := e.text("service"); service != "" {
			out = append(out, topology.ServiceEndpoint{Service: service, Pos: n.Pos})
		}
		e.rest("locations")
	}
	return out
}
