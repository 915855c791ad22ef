package topology

import "vnetproof/topology/source"

// NetworkManager is a Microsoft.Network/networkManagers (ADM).
type NetworkManager struct {
	Resource
	// Scopes are the management groups and subscriptions it rules.
	Scopes        []ID
	Groups        []*NetworkGroup
	SecurityAdmin []*SecurityAdminConfiguration
	Connectivity  []*ConnectivityConfiguration
	Routing       []*RoutingConfiguration
}

// NetworkGroup is a networkGroups child: VNets or subnets, named or by policy.
type NetworkGroup struct {
	Resource
	OfSubnets bool
	Members   []Ref[VirtualNetwork]
	Subnets   []Ref[Subnet]
	// ByPolicy says that Azure Policy adds members that the input does not list.
	ByPolicy *Unknown
}

// SecurityAdminConfiguration is a securityAdminConfigurations child.
type SecurityAdminConfiguration struct {
	Resource
	// ApplyOnIntentPolicies is "None", "All" or "AllowRulesOnly" (ADM-3).
	ApplyOnIntentPolicies Property[string]
	Collections           []*AdminRuleCollection
	// Deployed says whether the configuration is committed to regions; absent: taken as committed, said as an assumption.
	Deployed Property[bool]
}

// AdminRuleCollection applies its rules to network groups.
type AdminRuleCollection struct {
	Resource
	AppliesTo []Ref[NetworkGroup]
	Rules     []*SecurityRule // Access may be AlwaysAllow
}

// ConnectivityConfiguration is a connectivityConfigurations child (ADM-6).
type ConnectivityConfiguration struct {
	Resource
	Mesh                  bool // else hub and spoke
	Hub                   Ref[VirtualNetwork]
	IsGlobal              Property[bool]
	Groups                []ConnectivityGroup
	Deployed              Property[bool]
	DeleteExistingPeering Property[bool]
}

// ConnectivityGroup is one network group of a connectivity configuration.
type ConnectivityGroup struct {
	Group             Ref[NetworkGroup]
	DirectlyConnected Property[bool]
	UseHubGateway     Property[bool]
	IsGlobal          Property[bool]
	Pos               source.Pos
}

// RoutingConfiguration is a routingConfigurations child (ADM-7).
type RoutingConfiguration struct {
	Resource
	Collections []*RoutingRuleCollection
	// UseExisting keeps the existing route tables and adds to them.
	UseExisting Property[bool]
	Deployed    Property[bool]
}

// RoutingRuleCollection makes user routes on network groups.
type RoutingRuleCollection struct {
	Resource
	AppliesTo                  []Ref[NetworkGroup]
	DisableBGPRoutePropagation Property[bool]
	Routes                     []*Route
	// LocalRoute is "DirectRoutingWithinSubnet", "DirectRoutingWithinVNet" or "".
	LocalRoute Property[string]
}
