package report

import (
	"io"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/dns"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// TraceDocument is what trace answers.
type TraceDocument struct {
	SchemaVersion int    `json:"schemaVersion" jsonschema:"const=1"`
	Packet        Packet `json:"packet"`
	Verdict       string `json:"verdict" jsonschema:"enum=delivered,enum=denied,enum=dropped,enum=inconclusive"`
	// Arrived says that the packet reached its destination, answered or not.
	Arrived    bool        `json:"arrived" jsonschema:"description=The packet reached its destination; answered or not"`
	DecidedBy  *Cause      `json:"decidedBy,omitempty"`
	Reason     string      `json:"reason,omitempty"`
	Took       []string    `json:"took,omitempty" jsonschema:"description=The representatives that were taken of sets"`
	Resolution *Resolution `json:"resolution,omitempty"`
	Forward    []Hop       `json:"forward"`
	Return     []Hop       `json:"return"`
	Basis
}

// Resolution is how a name was resolved.
type Resolution struct {
	Name      string   `json:"name"`
	Outcome   string   `json:"outcome"`
	Addresses []string `json:"addresses"`
	Steps     []Reason `json:"steps"`
}

func resolutionOf(a *dns.Answer) *Resolution {
	if a == nil {
		return nil
	}
	r := &Resolution{Name: a.Name, Outcome: a.Outcome.String(), Addresses: []string{}, Steps: []Reason{}}
	for _, x := range a.Addresses {
		r.Addresses = append(r.Addresses, x.String())
	}
	for _, s := range a.Steps {
		r.Steps = append(r.Steps, Reason{Text: s.Text, Place: placeOf(s.Pos), Behaviours: ids(s.Rules)})
	}
	return r
}

// Hop is what happened to a packet at one node.
type Hop struct {
	Node   string     `json:"node"`
	Within string     `json:"within,omitempty" jsonschema:"description=The subnet or VNet that the node stands in"`
	Kind   string     `json:"kind"`
	ID     string     `json:"id,omitempty" jsonschema:"description=Resource ID"`
	Action string     `json:"action" jsonschema:"enum=start,enum=forward,enum=deliver,enum=deny,enum=drop,enum=unknown,enum=receive"`
	Route  *HopRoute  `json:"route,omitempty"`
	Rules  []HopRule  `json:"rules"`
	Packet Packet     `json:"packet" jsonschema:"description=The packet as it leaves the hop"`
	Open   *OpenField `json:"open,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// HopRoute is the effective route that a hop took.
type HopRoute struct {
	Prefix      string   `json:"prefix"`
	NextHopType string   `json:"nextHopType"`
	NextHopIP   string   `json:"nextHopIp"`
	Source      string   `json:"source"`
	Name        string   `json:"name,omitempty"`
	Behaviours  []string `json:"behaviours,omitempty"`
}

// HopRule is a filter rule that decided at a hop.
type HopRule struct {
	NSG        string   `json:"nsg"`
	Name       string   `json:"name"`
	Priority   int      `json:"priority"`
	Access     string   `json:"access"`
	Direction  string   `json:"direction"`
	Level      string   `json:"level,omitempty"`
	Behaviours []string `json:"behaviours,omitempty"`
}

// OpenField lists the values that a translated field may have, where there are several.
type OpenField struct {
	Src     []string `json:"src,omitempty"`
	Dst     []string `json:"dst,omitempty"`
	SrcPort string   `json:"srcPort,omitempty"`
	DstPort string   `json:"dstPort,omitempty"`
}

// TraceJSON writes the way of a packet as a document.
func TraceJSON(w io.Writer, t *ask.Trace) error {
	d := TraceDocument{
		SchemaVersion: schemaVersion,
		Packet:        packetOf(t.Walk.Packet),
		Verdict:       t.Walk.Verdict.String(),
		Arrived:       t.Walk.Arrived,
		DecidedBy:     causeOf(t.Walk.DecidedBy),
		Reason:        t.Walk.Reason,
		Took:          t.Took,
		Resolution:    resolutionOf(t.Resolved),
		Forward:       hopsOf(t.Pipeline, t.Walk.Forward),
		Return:        hopsOf(t.Pipeline, t.Walk.Return),
		Basis:         basisOf(t.Walk.Gaps, t.Walk.Assumptions),
	}
	return writeJSON(w, d)
}

func hopsOf(p *pipeline.Pipeline, hops []walk.Hop) []Hop {
	out := make([]Hop, len(hops))
	for i, h := range hops {
		out[i] = hopOf(p, h)
		if len(h.Steps) == 0 {
			out[i].Action = "receive"
			if i == 0 {
				out[i].Action = "start"
			}
		}
	}
	return out
}

func hopOf(p *pipeline.Pipeline, h walk.Hop) Hop {
	n := p.Nodes[h.Node]
	out := Hop{Node: n.Name, Within: n.Within, Kind: nodeKinds[n.Kind], ID: string(n.Resource), Rules: []HopRule{},
		Packet: packetOf(h.Packet.Packet), Open: openOf(h.Packet)}
	for _, s := range h.Steps {
		out.Action = actionWords[s.Action]
		out.add(s)
	}
	return out
}

// add notes what one step decided.
func (h *Hop) add(s walk.Step) {
	c := s.Cause
	if s.Known {
		h.Reason = "known flow"
		return
	}
	if c == nil {
		return
	}
	if c.Reason != "" {
		h.Reason = c.Reason
	}
	if r := c.Route; r != nil {
		h.Route = &HopRoute{Prefix: r.Prefix, NextHopType: r.NextHopType.String(), NextHopIP: r.NextHopIP,
			Source: r.Source, Name: r.Name, Behaviours: ids(c.Rules)}
	}
	if f := c.Filter; f != nil {
		h.Rules = append(h.Rules, HopRule{NSG: f.Group, Name: f.Name, Priority: f.Priority, Access: f.Access.String(),
			Direction: f.Direction.String(), Level: f.Level, Behaviours: ids(c.Rules)})
	}
}

// openOf lists the values of fields that may be one of several.
func openOf(h walk.Header) *OpenField {
	if !h.IsOpen() {
		return nil
	}
	o := &OpenField{}
	if s := h.Sources(); !s.Equal(packet.FromAddrs(h.Src)) {
		o.Src = s.Words()
	}
	if s := h.Destinations(); !s.Equal(packet.FromAddrs(h.Dst)) {
		o.Dst = s.Words()
	}
	if s := h.SourcePorts(); s.Count() > 1 {
		o.SrcPort = s.String()
	}
	if s := h.DestinationPorts(); s.Count() > 1 {
		o.DstPort = s.String()
	}
	return o
}

// actionWords are what JSON calls a hop's last action.
var actionWords = [...]string{
	pipeline.ActionUnset:   "unknown",
	pipeline.Goto:          "forward",
	pipeline.Deliver:       "deliver",
	pipeline.Deny:          "deny",
	pipeline.Drop:          "drop",
	pipeline.Split:         "forward",
	pipeline.UnknownAction: "unknown",
}

// nodeKinds are what JSON calls the kinds of nodes.
var nodeKinds = [...]string{
	pipeline.NodeKindUnset:          "unknown",
	pipeline.HostNode:               "host",
	pipeline.PlannedNode:            "plannedHosts",
	pipeline.PlatformNode:           "platform",
	pipeline.PrivateEndpointNode:    "privateEndpoint",
	pipeline.FirewallNode:           "firewall",
	pipeline.GatewayNode:            "gateway",
	pipeline.RouteServerNode:        "routeServer",
	pipeline.HubNode:                "virtualHub",
	pipeline.LoadBalancerNode:       "loadBalancer",
	pipeline.ApplicationGatewayNode: "applicationGateway",
	pipeline.BastionNode:            "bastion",
	pipeline.NATGatewayNode:         "natGateway",
	pipeline.FrontDoorNode:          "frontDoor",
	pipeline.PaaSNode:               "paas",
	pipeline.SiteNode:               "site",
	pipeline.InternetNode:           "internet",
	pipeline.NetworkNode:            "network",
}
