package pipeline

import (
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// CauseKind is the kind of what decided: the contract's closed list.
type CauseKind uint8

const (
	CauseUnset CauseKind = iota
	NSGRule
	DefaultRule
	AdminRule
	FirewallRule
	RouteCause
	PeeringCause
	GatewayCause
	LoadBalancerCause
	NATGatewayCause
	PrivateEndpointCause
	DNSCause
	IPForwarding
	PublicAddress
	NoHost
	ApplianceCause
	ServiceACL
	ThreatIntelligence
	Asymmetry
	Unmodelled
)

// String returns the contract's word.
func (k CauseKind) String() string {
	return [...]string{"", "nsgRule", "defaultRule", "adminRule", "firewallRule", "route", "peering", "gateway",
		"loadBalancer", "natGateway", "privateEndpoint", "dns", "ipForwarding", "publicAddress", "noHost",
		"appliance", "serviceAcl", "threatIntelligence", "asymmetry", "unmodelled"}[k]
}

// Cause is what decided at an entry: which rule, route or setting, where it
// stands, and by which rules of Azure. Causes are shared and not changed.
type Cause struct {
	Kind        CauseKind
	Name        string      // rule, route or resource name
	Resource    topology.ID // of the rule or route itself, else of what implies it
	Pos         source.Pos  // default rules and system routes: of the NSG or subnet that implies them
	Rules       []rule.ID   // Azure's behaviours that were applied, most telling first
	Reason      string      // a plain clause, "app-rt has no 0.0.0.0/0 route"; may be ""
	Filter      *Filter     // of a filter's rule
	Route       *Route      // of a route
	Over        *Cause      // the next best that lost, and would otherwise have decided; may be nil
	Gap         *Gap        // set where the entry is uncertain or the action unknown
	Assumptions []*Assumption
}

// Filter is a filter rule as a hop shows it.
type Filter struct {
	Group     string // NSG, admin collection or firewall policy
	Level     string // "admin", "subnet", "nic", "firewall", "appliance"
	Name      string // "Allow-HTTP", or "group/collection/rule" of a firewall
	Priority  int
	Access    topology.Access
	Direction topology.Direction
}

// Route is an effective route as a hop shows it, in Network Watcher's terms.
type Route struct {
	Prefix      string
	NextHopType topology.NextHopType
	NextHopIP   string
	Source      string // "Default", "User", "VirtualNetworkGateway"
	Name        string // "table/route" of a user route
}

// Gap is something that we do not know, by name.
type Gap struct {
	Resource topology.ID
	Property string
	Pos      source.Pos
	Why      string // a clause: "which prefixes gateway hub-er learns by BGP"
	Supply   string // the line of YAML, flag or file that would supply it; may be ""
	Rules    []rule.ID
}

// Assumption is something taken as given: a platform default, an overlay's
// fact, a convention of the model.
type Assumption struct {
	Text  string
	Pos   source.Pos
	Rules []rule.ID
}
