package topology

import (
	"net/netip"

	"vnetproof/topology/source"
)

// AzureFirewall is a Microsoft.Network/azureFirewalls, in a VNet or a virtual hub.
type AzureFirewall struct {
	Resource
	SKU              Property[SKU]
	IPConfigurations []*IPConfiguration // Subnet is AzureFirewallSubnet
	ManagementIP     *IPConfiguration   // forced tunnelling mode (FW-12)
	VirtualHub       Ref[VirtualHub]
	Policy           Ref[FirewallPolicy]
	// Classic holds the rules of a firewall without policy (FW-17).
	Classic *FirewallPolicy
	// HubPublicIPs are the addresses of a firewall in a virtual hub, where an export tells.
	HubPublicIPs     Property[[]netip.Addr]
	PrivateIPAddress Property[netip.Addr] // in a hub, where an export tells
}

// FirewallPolicy is a Microsoft.Network/firewallPolicies, or the classic rules of one firewall.
type FirewallPolicy struct {
	Resource
	SKU               Property[SKU]
	BasePolicy        Ref[FirewallPolicy] // FW-2
	Groups            []*RuleCollectionGroup
	ThreatIntelMode   Property[string] // "Off", "Alert", "Deny"
	ThreatIntelAllow  Property[[]AddressTerm]
	ThreatIntelNames  Property[[]string]      // of its allow list
	IDPSMode          Property[string]        // "Off", "Alert", "Deny"
	SNATPrivateRanges Property[[]AddressTerm] // FW-9; absent: IANA private and 100.64.0.0/10
	AutoLearnRanges   Property[bool]
	DNSProxy          Property[bool]
	DNSServers        Property[[]netip.Addr]
	TLSInspection     Property[bool]
}

// RuleCollectionGroup is a ruleCollectionGroups child of a firewall policy.
type RuleCollectionGroup struct {
	Resource
	Priority    Property[int]
	Collections []*RuleCollection
}

// RuleKind is the kind of a firewall's rules; kinds are judged in the order DNAT, network, application (FW-1).
type RuleKind uint8

const (
	RuleKindUnset RuleKind = iota
	DNATRule
	NetworkRule
	ApplicationRule
)

// String returns the kind in words.
func (k RuleKind) String() string {
	return [...]string{"", "DNAT", "network", "application"}[k]
}

// RuleCollection is one collection of rules of one kind and one action.
type RuleCollection struct {
	Name     string
	Pos      source.Pos
	Priority Property[int]
	Kind     RuleKind
	Action   Property[Access] // DNAT collections: Allow
	Rules    []*FirewallRule
}

// FirewallRule is a rule of an Azure Firewall; which fields have a meaning
// follows from Kind.
type FirewallRule struct {
	Name             string
	Pos              source.Pos
	Kind             RuleKind
	Source           Property[[]AddressTerm] // addresses and IP groups
	Destination      Property[[]AddressTerm] // DNAT: the firewall's addresses
	Protocols        Property[[]FirewallProtocol]
	DestinationPorts Property[[]PortTerm]
	// TranslatedAddress, TranslatedFQDN and TranslatedPort are a DNAT rule's target.
	TranslatedAddress Property[netip.Addr]
	TranslatedFQDN    Property[string]
	TranslatedPort    Property[uint16]
	// Application rules.
	ApplicationProtocols Property[[]ApplicationProtocol]
	TargetFQDNs          Property[[]string]
	TargetURLs           Property[[]string]
	FQDNTags             Property[[]string]
	WebCategories        Property[[]string]
	TerminateTLS         Property[bool]
}

// FirewallProtocol is a protocol of a network or DNAT rule.
type FirewallProtocol uint8

const (
	FirewallProtocolUnset FirewallProtocol = iota
	FirewallAny
	FirewallTCP
	FirewallUDP
	FirewallICMP
)

// String returns Azure's spelling.
func (p FirewallProtocol) String() string {
	return [...]string{"", "Any", "TCP", "UDP", "ICMP"}[p]
}

// ApplicationProtocol is "Http", "Https" or "Mssql" and its port.
type ApplicationProtocol struct {
	Type string
	Port uint16
}

// IPGroup is a Microsoft.Network/ipGroups.
type IPGroup struct {
	Resource
	Addresses Property[[]AddressTerm]
}
