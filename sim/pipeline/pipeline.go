package pipeline

import (
	"vnetproof/sim/packet"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

type (
	// TableID indexes Pipeline.Tables. Zero is no table.
	TableID int32
	// PlaceID indexes Pipeline.Places. Zero is no place.
	PlaceID int32
	// NodeID indexes Pipeline.Nodes. Zero is no node.
	NodeID int32
	// StateID tells the memories of stateful tables apart. Zero is none. Several
	// tables may share one: what one remembers, the others know.
	StateID int32
	// AddrSetID indexes Pipeline.AddrSets. Zero is any address.
	AddrSetID int32
	// ServiceID indexes Pipeline.Services. Zero is any service.
	ServiceID int32
)

// Pipeline is a compiled network. Element 0 of each list is unused, but for
// AddrSets and Services where it is "any". It is not changed once built and is
// safe for concurrent use.
type Pipeline struct {
	Tables   []Table
	Bodies   []*Body
	Places   []Place
	Nodes    []Node
	AddrSets []packet.AddrSet
	Services []packet.Service
	// Assumptions are those that the whole design rests on; those of single
	// decisions are in their Causes.
	Assumptions []*Assumption
}

// Body is a first-match list. Tables with equal lists share one Body, whatever
// their entries lead to: an entry names an exit by number.
type Body struct {
	ID      int
	Entries []Entry // the last one matches everything
}

// Entry is a condition on headers and the exit to take.
type Entry struct {
	Src, Dst  AddrSetID
	Service   ServiceID
	Exit      uint16 // index into the table's Exits
	Uncertain bool   // may apply or not; the table's Cause has the Gap
}

// Table is a Body at one place of the network, with what its exits lead to.
type Table struct {
	ID     TableID
	Name   string // for a person: "web-nsg, inbound, of web/frontend"
	Node   NodeID // where a packet is while this table judges it; zero: where it was before
	Kind   TableKind
	Body   *Body
	Exits  []Action
	Causes *CauseList // parallel to Body.Entries
	State  *State     // nil: stateless
}

// TableKind says what a table stands for, so that a hop can be told.
type TableKind uint8

const (
	TableKindUnset TableKind = iota
	AdminTable               // security admin rules
	FilterTable              // NSG
	RouteTable               // effective routes
	FirewallTable            // Azure Firewall or filtering appliance
	TranslateTable           // load balancer, NAT, public address
	PlumbingTable            // joins others; not told unless it decides
)

// Action is what happens to a packet that takes an exit.
type Action struct {
	Kind    ActionKind
	Next    TableID  // Goto
	Place   PlaceID  // Deliver
	Rewrite *Rewrite // Goto, Deliver; nil: header unchanged
	Ways    []Action // Split
}

// ActionKind is a closed list.
type ActionKind uint8

const (
	ActionUnset ActionKind = iota
	Goto
	Deliver
	Deny // by a filter
	Drop // by routing, translation, asymmetry, or because nobody is there
	Split
	UnknownAction
)

// String returns the kind in one word.
func (k ActionKind) String() string {
	return [...]string{"unset", "goto", "deliver", "deny", "drop", "split", "unknown"}[k]
}

// Rewrite changes header fields. A nil or empty field is left as it is.
type Rewrite struct {
	Src, Dst         *packet.AddrSet // one value of the set; at most one of Src and SrcShift
	SrcPort, DstPort packet.PortSet  // only of packets that have ports
	SrcShift         *Shift
	DstShift         *Shift
	// Gap is the reason why a later condition that holds for some values of a
	// set is uncertain; set where a set has more than one member.
	Gap *Gap
}

// Shift maps the addresses of one prefix one to one to those of another of the
// same length (VPN NAT). Addresses outside From are left as they are.
type Shift struct{ From, To packet.AddrRange }

// State is the memory of a stateful table.
type State struct {
	ID       StateID
	Remember bool   // openers that pass are put on the trail
	Known    Action // of an answer to a remembered flow; Goto or Deliver, no Rewrite
	Unseen   Unseen // of an answer to a flow that is not remembered
	Strict   bool   // an opener seen here must be answered through here, or TCP breaks
	Cause    *Cause // what an answer refused here, or a flow broken here, is told as
}

// Unseen is what a stateful table does with an answer whose opener it did not see.
type Unseen uint8

const (
	// Judge it as an opener, by the entries (NSGs: WALK-3).
	Judge Unseen = iota
	// Refuse it (firewalls: WALK-5).
	Refuse
)

// Node is a hop as a person names it.
type Node struct {
	ID       NodeID
	Kind     NodeKind
	Name     string // short name: "web1", "hub-fw", "internet"
	Within   string // subnet or VNet that it stands in, "web/frontend"; may be ""
	Resource topology.ID
	Pos      source.Pos
}

// NodeKind is the kind of a Node or Place.
type NodeKind uint8

const (
	NodeKindUnset NodeKind = iota
	HostNode               // a NIC of a VM or scale set
	PlannedNode            // addresses of a subnet that nothing holds yet
	PlatformNode           // platform addresses: 168.63.129.16, 169.254.169.254
	PrivateEndpointNode
	FirewallNode
	GatewayNode // VPN or ExpressRoute gateway
	RouteServerNode
	HubNode // virtual hub
	LoadBalancerNode
	ApplicationGatewayNode
	FrontDoorNode
	BastionNode
	NATGatewayNode
	PaaSNode
	SiteNode
	InternetNode
	NetworkNode // a VNet's fabric, a peering: between hops
)

// String returns the kind in words.
func (k NodeKind) String() string {
	return [...]string{"unset", "host", "planned hosts", "platform", "private endpoint", "firewall", "gateway",
		"route server", "virtual hub", "load balancer", "application gateway", "Front Door", "bastion", "NAT gateway", "PaaS",
		"site", "internet", "network"}[k]
}

// Place is where packets start and end.
type Place struct {
	ID       PlaceID
	Node     NodeID
	Kind     NodeKind
	Resource topology.ID // NIC, subnet of planned hosts, private endpoint, site ...
	Subnet   topology.ID // of hosts
	// Addresses are those that a packet which starts here bears as its source.
	Addresses packet.AddrSet
	// Public are the public addresses by which others may address the place.
	Public packet.AddrSet
	// Shown are the addresses by which others inside address the place, where a
	// translation on the way shows others than its own; else empty.
	Shown packet.AddrSet
	Held  bool // the addresses are held by something, else planned
	// Origin is the table at which openers and answers of this place start;
	// zero where nothing can start (a private endpoint's opener).
	Origin TableID
	// Answers says whether a packet delivered here is answered. Where not, arrival is all there is.
	Answers bool
	// Relays names onward flows of its own that the place opens for what it
	// receives (Application Gateway, Bastion): sources whose flows go on.
	Relays bool
	// Assumptions that the place's existence or address rests on.
	Assumptions []*Assumption
}

// Outcome is how a packet ends.
type Outcome uint8

const (
	OutcomeUnset Outcome = iota
	Delivered            // arrived, and the answer returned
	Denied               // by a filter, on the way out or the answer's on the way back
	Dropped              // by routing, translation, asymmetry, or nobody there
	InconclusiveOutcome
)

// String returns the contract's word.
func (o Outcome) String() string {
	return [...]string{"unset", "delivered", "denied", "dropped", "inconclusive"}[o]
}
