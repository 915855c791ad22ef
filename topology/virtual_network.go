package topology

import (
	"net/netip"

	"vnetproof/topology/source"
)

// VirtualNetwork is a Microsoft.Network/virtualNetworks.
type VirtualNetwork struct {
	Resource
	AddressPrefixes Property[[]netip.Prefix] // both families
	Subnets         []*Subnet                // in input order
	Peerings        []*Peering               // this side's halves
	DNSServers      Property[[]netip.Addr]   // absent or empty: Azure-provided
	DDoSProtection  Property[bool]
	DDoSPlan        Ref[Other]
	// PrivateEndpointVNetPolicies is "Basic" or "Disabled".
	PrivateEndpointVNetPolicies Property[string]
}

// Subnet is a subnet of a VNet. The names GatewaySubnet, AzureFirewallSubnet,
// AzureFirewallManagementSubnet, AzureBastionSubnet and RouteServerSubnet are
// Azure's own.
type Subnet struct {
	Resource
	VirtualNetwork                 *VirtualNetwork
	AddressPrefixes                Property[[]netip.Prefix]
	NetworkSecurityGroup           Ref[NetworkSecurityGroup]
	RouteTable                     Ref[RouteTable]
	NATGateway                     Ref[NATGateway]
	ServiceEndpoints               []ServiceEndpoint
	ServiceEndpointPolicies        []Ref[Other]
	Delegations                    []string // service names, "Microsoft.Web/serverFarms"
	DefaultOutboundAccess          Property[bool]
	PrivateEndpointNetworkPolicies Property[PrivateEndpointNetworkPolicies]
}

// ServiceEndpoint is a service that a subnet reaches by its own identity.
type ServiceEndpoint struct {
	Service string // "Microsoft.Storage"
	Pos     source.Pos
}

// PrivateEndpointNetworkPolicies says which policies act on private endpoints of a subnet (RT-14).
type PrivateEndpointNetworkPolicies uint8

const (
	PoliciesUnset PrivateEndpointNetworkPolicies = iota
	PoliciesDisabled
	PoliciesEnabled
	NetworkSecurityGroupEnabled
	RouteTableEnabled
)

// String returns Azure's spelling.
func (p PrivateEndpointNetworkPolicies) String() string {
	return [...]string{"", "Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"}[p]
}

// Peering is one half of a peering, on the VNet that bears it (PEER-1).
type Peering struct {
	Resource
	Local                     *VirtualNetwork
	Remote                    Ref[VirtualNetwork]
	AllowVirtualNetworkAccess Property[bool] // Azure's default: true
	AllowForwardedTraffic     Property[bool]
	AllowGatewayTransit       Property[bool]
	UseRemoteGateways         Property[bool]
	PeerCompleteVNets         Property[bool] // default true; false is subnet peering (PEER-8)
	LocalSubnetNames          Property[[]string]
	RemoteSubnetNames         Property[[]string]
	// State is "Initiated", "Connected" or "Disconnected" where an export tells; absent in templates.
	State Property[string]
	// SyncLevel is peeringSyncLevel of an export (PEER-7).
	SyncLevel Property[string]
	// RemoteAddressPrefixes is what an export says of a remote VNet's space, of use where Remote dangles.
	RemoteAddressPrefixes Property[[]netip.Prefix]
	// Other is the half on the remote VNet; nil where the design has none.
	Other *Peering
}
