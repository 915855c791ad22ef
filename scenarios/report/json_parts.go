package report

import (
	"net/netip"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology/source"
)

// Place is where something stands in the input.
type Place struct {
	File string `json:"file,omitempty" jsonschema:"description=Relative to the working folder with forward slashes"`
	Line int    `json:"line,omitempty" jsonschema:"minimum=1"`
}

func placeOf(p source.Pos) Place { return Place{File: p.File(), Line: p.Line()} }

// Assumption is something taken as given.
type Assumption struct {
	Text string `json:"text"`
	Place
	Behaviours []string `json:"behaviours,omitempty"`
}

// Unknown is something that the input does not tell.
type Unknown struct {
	Resource string `json:"resource,omitempty"`
	Property string `json:"property,omitempty"`
	Place
	Why        string   `json:"why"`
	Supply     string   `json:"supply,omitempty" jsonschema:"description=What would supply it"`
	Behaviours []string `json:"behaviours,omitempty"`
}

// Basis is what every document says about what its answer rests on.
type Basis struct {
	Assumptions []Assumption `json:"assumptions"`
	Unknown     []Unknown    `json:"unknown"`
}

func basisOf(gaps []*pipeline.Gap, assumptions []*pipeline.Assumption) Basis {
	b := Basis{Assumptions: []Assumption{}, Unknown: []Unknown{}}
	for _, a := range assumptions {
		b.Assumptions = append(b.Assumptions, Assumption{Text: a.Text, Place: placeOf(a.Pos), Behaviours: ids(a.Rules)})
	}
	for _, g := range gaps {
		b.Unknown = append(b.Unknown, unknownOf(g))
	}
	return b
}

func unknownOf(g *pipeline.Gap) Unknown {
	return Unknown{Resource: string(g.Resource), Property: g.Property,
		Place: placeOf(g.Pos), Why: g.Why, Supply: g.Supply, Behaviours: ids(g.Rules)}
}

func ids(rules []rule.ID) []string {
	var out []string
	for _, r := range rules {
		out = append(out, string(r))
	}
	return out
}

// Cause is what decided.
type Cause struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	ID   string `json:"id,omitempty" jsonschema:"description=Resource ID"`
	Place
	// Group is the NSG, admin collection, firewall policy or route table of a rule or route.
	NSG        string   `json:"nsg,omitempty" jsonschema:"description=The group that a rule belongs to: an NSG or admin collection or firewall policy"`
	Reason     string   `json:"reason,omitempty"`
	Behaviours []string `json:"behaviours,omitempty" jsonschema:"description=The rules of Azure that decided"`
}

func causeOf(c *pipeline.Cause) *Cause {
	if c == nil {
		return nil
	}
	out := &Cause{Kind: c.Kind.String(), Name: c.Name, ID: string(c.Resource), Place: placeOf(c.Pos), Reason: c.Reason, Behaviours: ids(c.Rules)}
	if c.Filter != nil {
		out.NSG = c.Filter.Group
		if out.Name == "" {
			out.Name = c.Filter.Name
		}
	}
	if out.Name == "" && c.Route != nil {
		out.Name = c.Route.Name
	}
	return out
}

// Packet is the header of one packet. Ports are 0 where the protocol has none.
type Packet struct {
	Src      string `json:"src"`
	Dst      string `json:"dst"`
	Protocol string `json:"protocol"`
	SrcPort  uint16 `json:"srcPort"`
	DstPort  uint16 `json:"dstPort"`
}

func packetOf(p packet.Packet) Packet {
	word := p.Protocol.String()
	if p.Protocol == packet.ICMPOf(p.Family()) {
		word = "icmp"
	}
	return Packet{Src: addrWord(p.Src), Dst: addrWord(p.Dst), Protocol: word, SrcPort: p.SrcPort, DstPort: p.DstPort}
}

// addrWord is an address, or "" for none.
func addrWord(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// Ends is a set of addresses and the names that users know them by.
type Ends struct {
	Names     []string `json:"names"`
	Addresses []string `json:"addresses" jsonschema:"description=Addresses and prefixes and ranges"`
}

func endsOf(ends finding.Ends) Ends {
	out := Ends{Names: []string{}, Addresses: []string{}}
	var all packet.AddrSet
	for _, e := range ends {
		out.Names = append(out.Names, e.Name)
		all = all.Union(e.Addresses)
	}
	out.Addresses = append(out.Addresses, all.Words()...)
	return out
}

// words returns traffic in the contract's words, never null.
func words(t packet.Traffic) []string { return append([]string{}, t.Words()...) }
