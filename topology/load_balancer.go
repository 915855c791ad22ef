package topology

import "net/netip"

// LoadBalancer is a Microsoft.Network/loadBalancers.
type LoadBalancer struct {
	Resource
	SKU             Property[SKU]
	Frontends       []*FrontendIPConfiguration
	Pools           []*BackendPool
	Rules           []*LoadBalancingRule
	InboundNATRules []*InboundNATRule
	OutboundRules   []*OutboundRule
	Probes          []*Probe
}

// FrontendIPConfiguration is a front end: internal with a Subnet, public with a PublicIPAddress or a prefix.
type FrontendIPConfiguration struct {
	Resource
	LoadBalancer        *LoadBalancer
	Subnet              Ref[Subnet]
	PrivateIPAddress    Property[netip.Addr]
	IPv6                bool // of an internal one
	PublicIPAddress     Ref[PublicIPAddress]
	PublicIPPrefix      Ref[PublicIPPrefix]
	GatewayLoadBalancer Ref[FrontendIPConfiguration]
}

// BackendPool is a backendAddressPools child. Members are the IP
// configurations that name it and the addresses that it lists.
type BackendPool struct {
	Resource
	LoadBalancer *LoadBalancer
	Addresses    []BackendAddress
	// Members is filled when links are resolved.
	Members []*IPConfiguration
}

// BackendAddress is an IP-based member of a pool.
type BackendAddress struct {
	Name           string
	IPAddress      Property[netip.Addr]
	VirtualNetwork Ref[VirtualNetwork]
	Subnet         Ref[Subnet]
}

// LoadBalancingRule maps a front end's port to a pool's (LB-1, LB-2).
type LoadBalancingRule struct {
	Resource
	Frontend            Ref[FrontendIPConfiguration]
	Pools               []Ref[BackendPool]
	Protocol            Property[RuleProtocol] // AnyProtocol: HA ports
	FrontendPort        Property[int]          // 0 with AnyProtocol: all
	BackendPort         Property[int]
	EnableFloatingIP    Property[bool]
	DisableOutboundSNAT Property[bool]
	Probe               Ref[Probe]
}

// InboundNATRule maps a front end's port to one VM (LB-3), or a range to a pool.
type InboundNATRule struct {
	Resource
	Frontend         Ref[FrontendIPConfiguration]
	Protocol         Property[RuleProtocol]
	FrontendPort     Property[int]
	FrontendPortEnd  Property[int] // with Pool: frontendPortRangeEnd
	BackendPort      Property[int]
	EnableFloatingIP Property[bool]
	Pool             Ref[BackendPool]
	// Target is the IP configuration that names the rule; filled when links are resolved.
	Target *IPConfiguration
}

// OutboundRule gives a pool explicit outbound addresses.
type OutboundRule struct {
	Resource
	Frontends []Ref[FrontendIPConfiguration]
	Pool      Ref[BackendPool]
	Protocol  Property[RuleProtocol]
}

// Probe is a health probe.
type Probe struct {
	Resource
	Protocol Property[string] // "Tcp", "Http", "Https"
	Port     Property[int]
}

// NATGateway is a Microsoft.Network/natGateways.
type NATGateway struct {
	Resource
	SKU               Property[SKU]
	PublicIPAddresses []Ref[PublicIPAddress]
	PublicIPPrefixes  []Ref[PublicIPPrefix]
	// SourceVirtualNetwork is set on a StandardV2 gateway that serves a whole VNet.
	SourceVirtualNetwork Ref[VirtualNetwork]
}

// ApplicationGateway is a Microsoft.Network/applicationGateways.
type ApplicationGateway struct {
	Resource
	SKUName    Property[string]
	SubnetRefs []Ref[Subnet]
	Frontends  []*FrontendIPConfiguration // LoadBalancer is nil
	Listeners  []*ApplicationGatewayListener
	Pools      []*ApplicationGatewayBackendPool
	// BackendPorts are the ports of its HTTP settings.
	BackendPorts     Property[[]int]
	WAFPolicy        Ref[WAFPolicy]
	WAFMode          Property[string] // "Detection", "Prevention"; absent: none
	NetworkIsolation Property[bool]
}

// ApplicationGatewayListener is a listener: a front end, a port and a host name.
type ApplicationGatewayListener struct {
	Resource
	Frontend  Ref[FrontendIPConfiguration]
	Port      Property[int]
	WAFPolicy Ref[WAFPolicy]
}

// ApplicationGatewayBackendPool lists where an application gateway sends requests.
type ApplicationGatewayBackendPool struct {
	Resource
	Addresses Property[[]netip.Addr]
	FQDNs     Property[[]string]
	Members   []*IPConfiguration // filled when links are resolved
}

// WAFPolicy is a web application firewall policy.
type WAFPolicy struct {
	Resource
	Mode    Property[string]
	Enabled Property[bool]
}

// BastionHost is a Microsoft.Network/bastionHosts (BAS-1).
type BastionHost struct {
	Resource
	SKUName         Property[string]
	Subnet          Ref[Subnet]
	PublicIPAddress Ref[PublicIPAddress]
	VirtualNetwork  Ref[VirtualNetwork] // Developer SKU
	IPConnect       Property[bool]
}
