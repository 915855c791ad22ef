package phrase

import (
	"strconv"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

// Cause names what decided: "rule deny-all (payments-nsg, 4096, inbound)",
// "route 0.0.0.0/0 → Internet (system)".
func Cause(c *pipeline.Cause) string {
	switch {
	case c == nil:
		return ""
	case c.Filter != nil:
		return filter(c)
	case c.Route != nil:
		return "route " + Route(c.Route)
	case c.Name != "":
		return Kind(c.Kind) + " " + c.Name
	}
	return Kind(c.Kind)
}

// filter is "rule Allow-HTTP (web-nsg, 100, inbound)".
func filter(c *pipeline.Cause) string {
	f := c.Filter
	inside := f.Group
	if f.Priority > 0 {
		inside = Join(", ", inside, strconv.Itoa(f.Priority))
	}
	if f.Direction != topology.DirectionUnset {
		inside = Join(", ", inside, strings.ToLower(f.Direction.String()))
	}
	words := Kind(c.Kind) + " " + f.Name
	if inside != "" {
		words += " (" + inside + ")"
	}
	return words
}

// Route is "10.0.0.0/8 → VirtualAppliance 10.0.0.4 (user, web-rt/to-hub)".
func Route(r *pipeline.Route) string {
	words := r.Prefix + " → " + hopWords(r)
	if inside := Join(", ", sourceWord(r), r.Name); inside != "" {
		words += " (" + inside + ")"
	}
	return words
}

// hopWords is where a route leads: an address, or a word for its kind.
func hopWords(r *pipeline.Route) string {
	if r.NextHopIP != "" {
		return r.NextHopIP
	}
	switch r.NextHopType {
	case topology.VnetLocal:
		return "VNet"
	case topology.VNetPeering, topology.VNetGlobalPeering:
		return "peering"
	case topology.NextHopVirtualNetworkGateway:
		return "gateway"
	case topology.VirtualNetworkServiceEndpoint:
		return "service endpoint"
	case topology.InterfaceEndpoint:
		return "private endpoint"
	}
	return r.NextHopType.String()
}

// sourceWord says where a route comes from.
func sourceWord(r *pipeline.Route) string {
	switch r.Source {
	case "Default":
		return "system"
	case "User":
		return "user"
	case "VirtualNetworkGateway":
		if r.NextHopType == topology.NextHopVirtualNetworkGateway {
			return ""
		}
		return "learned"
	}
	return r.Source
}

// Join joins those words that are not empty.
func Join(separator string, words ...string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, separator)
}

// Kind says what kind of thing decided.
func Kind(k pipeline.CauseKind) string {
	words := [...]string{
		pipeline.CauseUnset:           "",
		pipeline.NSGRule:              "rule",
		pipeline.DefaultRule:          "default rule",
		pipeline.AdminRule:            "security admin rule",
		pipeline.FirewallRule:         "firewall rule",
		pipeline.RouteCause:           "route",
		pipeline.PeeringCause:         "peering",
		pipeline.GatewayCause:         "gateway",
		pipeline.LoadBalancerCause:    "load balancer",
		pipeline.NATGatewayCause:      "NAT gateway",
		pipeline.PrivateEndpointCause: "private endpoint",
		pipeline.DNSCause:             "DNS",
		pipeline.IPForwarding:         "IP forwarding of",
		pipeline.PublicAddress:        "public address",
		pipeline.NoHost:               "nobody at",
		pipeline.ApplianceCause:       "appliance",
		pipeline.ServiceACL:           "access rules of",
		pipeline.ThreatIntelligence:   "threat intelligence of",
		pipeline.Asymmetry:            "asymmetry at",
		pipeline.Unmodelled:           "not modelled:",
	}
	if int(k) < len(words) {
		return words[k]
	}
	return k.String()
}

// Where is "hub.yaml:88:7", or "" where there is none.
func Where(c *pipeline.Cause) string {
	if c == nil {
		return ""
	}
	return c.Pos.String()
}

// Behaviours is "(RT-1, RT-5)", or "".
func Behaviours(ids []rule.ID) string {
	if len(ids) == 0 {
		return ""
	}
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return "(" + strings.Join(words, ", ") + ")"
}
