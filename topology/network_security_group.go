package topology

import (
	"iter"
	"net/netip"

	"vnetproof/topology/source"
)

// NetworkSecurityGroup is a Microsoft.Network/networkSecurityGroups. Its
// default rules are not listed here: they depend on the place (NSG-1, NSG-10).
type NetworkSecurityGroup struct {
	Resource
	SecurityRules []*SecurityRule // in input order, not by priority
}

// ApplicationSecurityGroup is a Microsoft.Network/applicationSecurityGroups;
// its members are the IP configurations that name it.
type ApplicationSecurityGroup struct{ Resource }

// SecurityRule is one rule of an NSG.
type SecurityRule struct {
	Resource
	Priority         Property[int]
	Direction        Property[Direction]
	Access           Property[Access]
	Protocol         Property[RuleProtocol]
	Source           Property[[]AddressTerm]
	Destination      Property[[]AddressTerm]
	SourcePorts      Property[[]PortTerm]
	DestinationPorts Property[[]PortTerm]
}

// Direction is the direction of a rule, seen from the NIC.
type Direction uint8

const (
	DirectionUnset Direction = iota
	Inbound
	Outbound
)

// String returns Azure's spelling.
func (d Direction) String() string { return [...]string{"", "Inbound", "Outbound"}[d] }

// Access is what a rule does with what it matches.
type Access uint8

const (
	AccessUnset Access = iota
	Allow
	Deny
	// AlwaysAllow is of security admin rules only: past the NSGs (ADM-1).
	AlwaysAllow
)

// String returns Azure's spelling.
func (a Access) String() string { return [...]string{"", "Allow", "Deny", "AlwaysAllow"}[a] }

// RuleProtocol is the protocol field of a rule.
type RuleProtocol uint8

const (
	ProtocolUnset RuleProtocol = iota
	AnyProtocol
	TCP
	UDP
	ICMP
	ESP
	AH
)

// String returns Azure's spelling.
func (p RuleProtocol) String() string {
	return [...]string{"", "*", "Tcp", "Udp", "Icmp", "Esp", "Ah"}[p]
}

// PortTerm is an inclusive range of ports; 0-65535 is "*".
type PortTerm struct{ Low, High uint16 }

// AddressTerm is one entry of a rule's source or destination: exactly one of
// Any, Prefix, Tag and Rare is set.
type AddressTerm struct {
	Pos    source.Pos
	Any    bool // "*", "Any"
	Prefix netip.Prefix
	Tag    string // service tag, as written: "VirtualNetwork", "Storage.WestEurope"
	// Rare is what few terms are. It stands apart because designs have terms by
	// the hundred thousand.
	Rare *RareTerm
}

// RareTerm is the rest of what an AddressTerm may be: exactly one is set.
type RareTerm struct {
	Range AddressRange // firewall rules and IP groups: "10.0.0.4-10.0.0.9"
	ASG   Ref[ApplicationSecurityGroup]
	Group Ref[IPGroup] // firewall rules
	// NetworkGroup is a source or destination of a security admin rule.
	NetworkGroup Ref[NetworkGroup]
	// FQDN is a destination of a firewall network rule (FW-8).
	FQDN string
}

// Range is a range of addresses; its ends are invalid where the term is none.
func (t AddressTerm) Range() AddressRange { return t.rare().Range }

// ASG is a group of hosts, which is not set where the term is none.
func (t AddressTerm) ASG() Ref[ApplicationSecurityGroup] { return t.rare().ASG }

// Group is an IP group, which is not set where the term is none.
func (t AddressTerm) Group() Ref[IPGroup] { return t.rare().Group }

// NetworkGroup is a network group, which is not set where the term is none.
func (t AddressTerm) NetworkGroup() Ref[NetworkGroup] { return t.rare().NetworkGroup }

// FQDN is a name, or "" where the term is none.
func (t AddressTerm) FQDN() string { return t.rare().FQDN }

var noRareTerm RareTerm

func (t AddressTerm) rare() *RareTerm {
	if t.Rare == nil {
		return &noRareTerm
	}
	return t.Rare
}

// Literal is an address term that refers to no resource as Azure writes it: a
// single address without its length.
func (t AddressTerm) Literal() string {
	switch {
	case t.Any:
		return "*"
	case t.Prefix.IsValid():
		return prefixText(t.Prefix)
	case t.Range().Low.IsValid() && t.Range().Low == t.Range().High:
		return t.Range().Low.String()
	case t.Range().Low.IsValid():
		return t.Range().Low.String() + "-" + t.Range().High.String()
	}
	return t.Tag
}

// prefixText writes a single address without its length.
func prefixText(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

// AddressRange is an inclusive range of addresses of one family; the zero value is none.
type AddressRange struct{ Low, High netip.Addr }

// SecurityRules yields the rules of NSGs and then those of security admin
// configurations.
func (d *Design) SecurityRules() iter.Seq[*SecurityRule] {
	return func(yield func(*SecurityRule) bool) {
		for _, nsg := range d.NetworkSecurityGroups {
			if !yieldAll(yield, nsg.SecurityRules) {
				return
			}
		}
		for _, m := range d.NetworkManagers {
			for _, config := range m.SecurityAdmin {
				for _, c := range config.Collections {
					if !yieldAll(yield, c.Rules) {
						return
					}
				}
			}
		}
	}
}

func yieldAll(yield func(*SecurityRule) bool, rules []*SecurityRule) bool {
	for _, r := range rules {
		if !yield(r) {
			return false
		}
	}
	return true
}
