package topology

import "net/netip"

// PrivateEndpoint is a Microsoft.Network/privateEndpoints (PE-1).
type PrivateEndpoint struct {
	Resource
	Subnet                    Ref[Subnet]
	Connections               []*PrivateLinkConnection
	IPAddresses               Property[[]netip.Addr] // static ipConfigurations or customDnsConfigs of an export
	ApplicationSecurityGroups []Ref[ApplicationSecurityGroup]
	NIC                       Ref[NetworkInterface]
	DNSZoneGroups             []ID                  // its privateDnsZoneGroups
	DNSZones                  []Ref[PrivateDNSZone] // that those name
}

// PrivateLinkConnection is a privateLinkServiceConnections entry.
type PrivateLinkConnection struct {
	Name               string
	Service            Ref[PaaS]
	PrivateLinkService Ref[PrivateLinkService]
	GroupIDs           Property[[]string]
	Status             Property[string] // "Approved", "Pending", "Rejected"; absent in templates
	Manual             bool
}

// PrivateLinkService is a Microsoft.Network/privateLinkServices (PE-9).
type PrivateLinkService struct {
	Resource
	Frontends    []Ref[FrontendIPConfiguration]
	NATSubnets   []Ref[Subnet]
	NATAddresses Property[[]netip.Addr]
}

// PaaS is a platform service with a public endpoint, as a storage account or SQL server.
type PaaS struct {
	Resource
	Service             string         // service tag of its kind: "Storage", "Sql"
	PublicNetworkAccess Property[bool] // PE-4; absent: enabled
	DefaultAction       Property[Access]
	IPRules             Property[[]AddressTerm]
	SubnetRules         []Ref[Subnet]
	BypassAzureServices Property[bool]
	Hosts               []string         // names of its public endpoints: "acct.blob.core.windows.net"
	ConnectionPolicy    Property[string] // SQL (PE-8)
	IntegrationSubnet   Ref[Subnet]      // App Service VNet integration (PE-6)
	RouteAll            Property[bool]
}

// PrivateDNSZone is a Microsoft.Network/privateDnsZones.
type PrivateDNSZone struct {
	Resource
	Links   []*DNSZoneLink
	Records []*DNSRecord
}

// DNSZoneLink joins a private zone to a VNet (DNS-2).
type DNSZoneLink struct {
	Resource
	VirtualNetwork      Ref[VirtualNetwork]
	RegistrationEnabled Property[bool]
	ResolutionPolicy    Property[string] // "Default", "NxDomainRedirect"
}

// DNSRecord is one record set of a zone.
type DNSRecord struct {
	Resource
	Kind      string // "A", "AAAA", "CNAME"
	Addresses Property[[]netip.Addr]
	Canonical Property[string] // of a CNAME
}

// DNSResolver is a Microsoft.Network/dnsResolvers (DNS-7).
type DNSResolver struct {
	Resource
	VirtualNetwork Ref[VirtualNetwork]
	Inbound        []*ResolverEndpoint
	Outbound       []*ResolverEndpoint
}

// ResolverEndpoint is an inbound or outbound endpoint of a resolver.
type ResolverEndpoint struct {
	Resource
	Subnet    Ref[Subnet]
	IPAddress Property[netip.Addr] // inbound only
}

// ForwardingRuleset is a Microsoft.Network/dnsForwardingRulesets.
type ForwardingRuleset struct {
	Resource
	Outbound []Ref[ResolverEndpoint]
	Rules    []*ForwardingRule
	Links    []Ref[VirtualNetwork]
}

// ForwardingRule sends questions for a domain to servers.
type ForwardingRule struct {
	Resource
	Domain  Property[string] // with its final dot
	Enabled Property[bool]
	Targets Property[[]netip.AddrPort]
}
