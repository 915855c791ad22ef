package topology

import "net/netip"

// NetworkInterface is a NIC of a virtual machine, of a scale set instance or
// of a platform resource.
type NetworkInterface struct {
	Resource
	IPConfigurations     []*IPConfiguration
	NetworkSecurityGroup Ref[NetworkSecurityGroup]
	EnableIPForwarding   Property[bool]
	Primary              Property[bool]
	DNSServers           Property[[]netip.Addr]
	// Owner is the VirtualMachine or ScaleSet whose NIC it is; nil where the design has none.
	Owner Node
	// PrivateEndpoint is set on the NIC that Azure makes for a private endpoint.
	PrivateEndpoint *PrivateEndpoint
}

// IPConfiguration is one address of a NIC.
type IPConfiguration struct {
	Resource
	NIC                       *NetworkInterface
	Subnet                    Ref[Subnet]
	PrivateIPAddress          Property[netip.Addr] // absent: Azure assigns one
	IPv6                      bool
	Primary                   Property[bool]
	PublicIPAddress           Ref[PublicIPAddress]
	ApplicationSecurityGroups []Ref[ApplicationSecurityGroup]
	LoadBalancerBackendPools  []Ref[BackendPool]
	InboundNATRules           []Ref[InboundNATRule]
	ApplicationGatewayPools   []Ref[ApplicationGatewayBackendPool]
	GatewayLoadBalancer       Ref[FrontendIPConfiguration] // LB-8
}

// VirtualMachine is a Microsoft.Compute/virtualMachines.
type VirtualMachine struct {
	Resource
	NICs []Ref[NetworkInterface] // the primary one first, else input order
}

// ScaleSet is a Microsoft.Compute/virtualMachineScaleSets. Its instances' NICs
// stand in the design as NetworkInterfaces with this Owner.
type ScaleSet struct {
	Resource
	Flexible bool
	Capacity Property[int]
	NICs     []*NetworkInterface
}

// PublicIPAddress is a Microsoft.Network/publicIPAddresses.
type PublicIPAddress struct {
	Resource
	IPAddress Property[netip.Addr] // absent until deployed
	IPv6      bool
	SKU       Property[SKU]
	// DNSName is the fully qualified name, where given.
	DNSName        Property[string]
	Prefix         Ref[PublicIPPrefix]
	DDoSProtection Property[string]
}

// PublicIPPrefix is a Microsoft.Network/publicIPPrefixes.
type PublicIPPrefix struct {
	Resource
	IPPrefix Property[netip.Prefix]
}

// SKU is the tier of a public IP address, load balancer, firewall or gateway,
// where it decides reachability.
type SKU uint8

const (
	SKUUnset SKU = iota
	Basic
	Standard
	StandardV2
	Premium
	Gateway
)

// String returns Azure's spelling.
func (s SKU) String() string {
	return [...]string{"", "Basic", "Standard", "StandardV2", "Premium", "Gateway"}[s]
}
