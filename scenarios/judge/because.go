package judge

import (
	"fmt"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// because says in sentences why a fault is there.
func (t *trial) because(f *fault, v *finding.Finding) []finding.Reason {
	if f.cause == nil {
		if v.Witness != nil && v.Witness.Trace.Reason != "" {
			return []finding.Reason{{Text: v.Witness.Trace.Reason}}
		}
		return nil
	}
	reasons := []finding.Reason{{Text: t.sentence(f), Pos: f.cause.Pos, Rules: f.cause.Rules}}
	if over := f.cause.Over; over != nil && over.Route != nil && over.Route.Source == "User" && f.kind != finding.Leak {
		reasons = append(reasons, finding.Reason{Text: "it wins over route " + routeText(over.Route), Pos: over.Pos, Rules: over.Rules})
	}
	if w, ok := t.widened(f); ok {
		reasons = append(reasons, w)
	}
	if f.kind == finding.Missing && f.cause.Reason == "" && v.Witness != nil && v.Witness.Trace.Reason != "" {
		reasons = append(reasons, finding.Reason{Text: v.Witness.Trace.Reason})
	}
	return reasons
}

// sentence says what the cause of a fault did.
func (t *trial) sentence(f *fault) string {
	c := f.cause
	if c.Route != nil && c.Route.Source == "Default" && f.kind == finding.Bypass {
		if at := t.routedSubnets(f); len(at) == 1 {
			return t.unrouted(at[0], c.Route)
		}
	}
	text := causeText(c)
	if text == "" {
		return c.Reason
	}
	if c.Reason != "" {
		text += ": " + c.Reason
	}
	return text
}

// unrouted says that a subnet has no route of its own to where a system route leads.
func (t *trial) unrouted(s *topology.Subnet, r *pipeline.Route) string {
	where := "no route table is on " + t.judge.Names.Subnet(s.ID)
	if table := s.RouteTable; table.IsSet() {
		where = fmt.Sprintf("route table %s, on %s, has no route for %s", table.ID.Name(), t.judge.Names.Subnet(s.ID), r.Prefix)
	}
	return fmt.Sprintf("%s, so the system route %s → %s applies", where, r.Prefix, r.NextHopType)
}

// causeText says what a cause did, without its reason; "" where only that tells.
func causeText(c *pipeline.Cause) string {
	switch {
	case c.Filter != nil:
		return filterText(c)
	case c.Route != nil:
		return "route " + routeText(c.Route)
	case c.Reason == "":
		return strings.TrimSpace(kindText(c.Kind) + " " + c.Name)
	}
	return ""
}

func filterText(c *pipeline.Cause) string {
	f := c.Filter
	what := "rule"
	switch c.Kind {
	case pipeline.DefaultRule:
		what = "default rule"
	case pipeline.AdminRule:
		what = "admin rule"
	}
	name := f.Name
	if f.Priority != 0 && c.Kind != pipeline.FirewallRule {
		name = fmt.Sprintf("%d %s", f.Priority, f.Name)
	}
	does := "allows it"
	switch f.Access {
	case topology.Deny:
		does = "denies it"
	case topology.AlwaysAllow:
		does = "always allows it"
	case topology.AccessUnset:
		does = "decides"
	}
	text := fmt.Sprintf("%s %s of %s %s", what, name, f.Group, does)
	if f.Direction != topology.DirectionUnset {
		text += ", " + strings.ToLower(f.Direction.String())
	}
	return text
}

// routeText returns "0.0.0.0/0 → VirtualAppliance 10.0.0.4 (app-rt/default)".
func routeText(r *pipeline.Route) string {
	text := r.Prefix + " → " + r.NextHopType.String()
	if r.NextHopIP != "" {
		text += " " + r.NextHopIP
	}
	switch {
	case r.Name != "":
		return text + " (" + r.Name + ")"
	case r.Source == "VirtualNetworkGateway":
		return text + " (by the gateway)"
	}
	return text + " (system)"
}

// kindText names the kind of a cause that has nothing but a name.
func kindText(k pipeline.CauseKind) string {
	switch k {
	case pipeline.PeeringCause:
		return "peering"
	case pipeline.GatewayCause:
		return "gateway"
	case pipeline.LoadBalancerCause:
		return "load balancer"
	case pipeline.NATGatewayCause:
		return "NAT gateway"
	case pipeline.PrivateEndpointCause:
		return "private endpoint"
	case pipeline.IPForwarding:
		return "IP forwarding of"
	case pipeline.PublicAddress:
		return "public address of"
	case pipeline.NoHost:
		return "no host"
	case pipeline.ApplianceCause:
		return "appliance"
	case pipeline.ServiceACL:
		return "access rules of"
	case pipeline.Asymmetry:
		return "asymmetry at"
	case pipeline.Unmodelled:
		return "not modelled:"
	}
	return k.String()
}

func (j *Judge) subnet(id topology.ID) *topology.Subnet {
	s, _ := j.Design.ByID(id).(*topology.Subnet)
	return s
}
