package judge

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// fixes suggests what would mend a fault, by what decided.
func (t *trial) fixes(f *fault, v *finding.Finding) []finding.Fix {
	switch {
	case f.kind == finding.Bypass:
		return t.steer(f)
	case f.kind == finding.Detour:
		return t.unsteer(f)
	case f.kind == finding.Asymmetry || f.cause != nil && f.cause.Kind == pipeline.Asymmetry:
		return t.steerBack(f)
	case f.cause == nil:
		return nil
	case f.kind == finding.Leak:
		return t.block(f, v)
	}
	return t.permit(f, v)
}

// block suggests how to stop a leak.
func (t *trial) block(f *fault, v *finding.Finding) []finding.Fix {
	c := f.cause
	switch c.Kind {
	case pipeline.DefaultRule:
		if nsg, ok := t.judge.Design.ByID(c.Resource).(*topology.NetworkSecurityGroup); ok {
			return []finding.Fix{t.addRule(nsg, topology.Deny, maxPriority, f, v)}
		}
	case pipeline.NSGRule, pipeline.AdminRule, pipeline.FirewallRule:
		if c.Filter != nil {
			return []finding.Fix{{Text: fmt.Sprintf("narrow or remove rule %s of %s", c.Filter.Name, c.Filter.Group), Resource: c.Resource, Pos: c.Pos}}
		}
	}
	return []finding.Fix{{Text: "put an NSG that denies it on " + namesText(v.Source) + " or " + namesText(v.Destination)}}
}

// permit suggests how to let through what is missing.
func (t *trial) permit(f *fault, v *finding.Finding) []finding.Fix {
	c := f.cause
	switch c.Kind {
	case pipeline.DefaultRule, pipeline.NSGRule:
		if nsg := t.groupOf(c); nsg != nil && c.Filter != nil {
			return []finding.Fix{t.allowBefore(nsg, f, v)}
		}
	case pipeline.FirewallRule, pipeline.ApplianceCause:
		if c.Filter != nil {
			return []finding.Fix{{Text: fmt.Sprintf("allow %s in %s", v.Traffic, c.Filter.Group), Resource: c.Resource, Pos: c.Pos}}
		}
	case pipeline.AdminRule:
		return []finding.Fix{{Text: "narrow or remove admin rule " + c.Name, Resource: c.Resource, Pos: c.Pos}}
	case pipeline.PublicAddress:
		if f := t.frontOfFault(f); f.selector != "" {
			return []finding.Fix{{Text: "state to: " + f.selector, Resource: c.Resource, Pos: c.Pos}}
		}
		return []finding.Fix{{Text: "give " + namesText(v.Destination) + " a public address, or a load balancer in front of it", Resource: c.Resource, Pos: c.Pos}}
	case pipeline.RouteCause:
		to := v.Destination
		if f.arrived() { // it is the answer that has no way
			if fixes := t.steerBack(f); len(fixes) > 0 {
				return fixes
			}
			to = v.Source
		}
		return []finding.Fix{{Text: "give " + t.routeOwner(f) + " a route to " + namesText(to), Resource: c.Resource, Pos: c.Pos}}
	case pipeline.PeeringCause:
		return []finding.Fix{t.openPeering(c)}
	case pipeline.LoadBalancerCause:
		return t.letProbesIn(c)
	case pipeline.IPForwarding:
		return []finding.Fix{{Text: "set on the interface", Snippet: "enableIPForwarding: true", Resource: c.Resource, Pos: c.Pos}}
	}
	return nil
}

// frontOfFault returns what stands before the destination of a fault.
func (t *trial) frontOfFault(f *fault) front {
	for id := range f.to { // one place has one such fault
		return t.judge.frontOf(&t.judge.Pipeline.Places[id])
	}
	return front{}
}

// openPeering suggests what would let a peering carry what it stopped: the
// receiving half's allowForwardedTraffic, where that is why (PEER-3).
func (t *trial) openPeering(c *pipeline.Cause) finding.Fix {
	half, ok := t.judge.Design.ByID(c.Resource).(*topology.Peering)
	if ok && half.Other != nil && slices.Contains(c.Rules, "PEER-3") {
		half = half.Other
		return finding.Fix{Text: "set on peering " + half.Local.Name + "/" + half.Name, Snippet: "allowForwardedTraffic: true", Resource: half.ID, Pos: half.Pos}
	}
	return finding.Fix{Text: "let peering " + c.Name + " carry it", Resource: c.Resource, Pos: c.Pos}
}

func (t *trial) routeOwner(f *fault) string {
	if at := t.routedSubnets(f); len(at) == 1 {
		return t.judge.Names.Subnet(at[0].ID)
	}
	return "the sender"
}

// groupOf returns the NSG of a rule's cause: the cause's own resource, or the parent of its rule.
func (t *trial) groupOf(c *pipeline.Cause) *topology.NetworkSecurityGroup {
	for _, id := range []topology.ID{c.Resource, c.Resource.Parent()} {
		if nsg, ok := t.judge.Design.ByID(id).(*topology.NetworkSecurityGroup); ok {
			return nsg
		}
	}
	return nil
}

// namesText lists the first names of ends.
func namesText(ends finding.Ends) string {
	var names []string
	for i, e := range ends {
		if i == 3 && len(ends) > 4 {
			names = append(names, fmt.Sprintf("%d more", len(ends)-i))
			break
		}
		names = append(names, e.Name)
	}
	if len(names) == 0 {
		return "it"
	}
	return strings.Join(names, ", ")
}
