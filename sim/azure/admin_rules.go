package azure

import (
	"cmp"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// adminRule is one security admin rule that reaches a VNet.
type adminRule struct {
	*topology.SecurityRule
	manager    *topology.NetworkManager
	config     *topology.SecurityAdminConfiguration
	collection *topology.AdminRuleCollection
	gap        *pipeline.Gap // whether it reaches the VNet
}

// adminFilter judges by security admin rules before any NSG.
//
// ADM-1: Allow goes on to the NSGs, AlwaysAllow past them, Deny ends; what no
// rule matches goes on to the NSGs.
func (c *compiler) adminFilter(p *point, d topology.Direction, nsg, past pipeline.TableID) pipeline.TableID {
	if gap := c.lostAdminRules(p); gap != nil {
		return c.doubted(gap, p.node, "security admin rules of "+p.name, nsg)
	}
	list := c.adminRulesOf(p, d)
	if len(list) == 0 {
		return nsg
	}
	id := c.b.Reserve(p.node, pipeline.AdminTable, "security admin rules, "+d.String()+", of "+p.name)
	c.later(func() {
		ctx := c.contextOf(p.subnet)
		f := nsgFilter{direction: d, next: nsg, past: past}
		var rows []pipeline.Row
		for _, r := range list {
			rows = append(rows, c.ruleRowsAs(r.SecurityRule, f, ctx, r.cause(d))...)
		}
		rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: nsg}})
		c.b.Fill(id, p.known(nsg), rows...)
	})
	return id
}

// cause tells an admin rule as a hop shows it.
func (r adminRule) cause(d topology.Direction) filterCause {
	cause := &pipeline.Cause{Kind: pipeline.AdminRule, Name: r.Name, Resource: r.ID, Pos: r.Pos, Rules: rules("ADM-1", "ADM-2"), Gap: r.gap,
		Filter: &pipeline.Filter{Group: r.collection.Name, Level: "admin", Name: r.Name, Priority: r.Priority.Or(0), Access: r.Access.Or(topology.AccessUnset), Direction: d}}
	if r.config.Deployed.IsAbsent() {
		cause.Assumptions = []*pipeline.Assumption{{Pos: r.config.Pos, Rules: rules("ADM-1"),
			Text: "security admin configuration " + r.config.Name + " is taken as deployed"}}
	}
	return filterCause{cause}
}

// adminRulesOf lists the rules that reach a point in one direction, in the order of judging.
//
// ADM-2: by priority, lower first, in the VNets of the collection's groups.
// ADM-4: those of a manager with a higher scope come first.
func (c *compiler) adminRulesOf(p *point, d topology.Direction) []adminRule {
	if p.isPrivateEndpoint || p.unmanaged {
		return nil // ADM-3
	}
	var list []adminRule
	for _, m := range c.managersByScope() {
		var own []adminRule
		for _, config := range m.SecurityAdmin {
			own = append(own, c.configRules(m, config, p, d)...)
		}
		slices.SortStableFunc(own, func(a, b adminRule) int { return cmp.Compare(a.Priority.Or(0), b.Priority.Or(0)) })
		list = append(list, own...)
	}
	return list
}

// managersByScope lists the network managers, those that rule a management group first (ADM-4).
func (c *compiler) managersByScope() []*topology.NetworkManager {
	list := slices.Clone(c.design.NetworkManagers)
	low := func(m *topology.NetworkManager) int {
		for _, id := range m.Scopes {
			if strings.Contains(id.Key(), "/managementgroups/") {
				return 0
			}
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b *topology.NetworkManager) int { return low(a) - low(b) })
	return list
}

// configRules lists the rules of one configuration that reach a point.
//
// ADM-3: by default not in a VNet with services that bring their own network
// intent policies, as SQL Managed Instance and Databricks; AllowRulesOnly lets
// rules that allow reach them.
func (c *compiler) configRules(m *topology.NetworkManager, config *topology.SecurityAdminConfiguration, p *point, d topology.Direction) []adminRule {
	if deployed, ok := config.Deployed.Get(); ok && !deployed {
		return nil
	}
	intent := hasIntentPolicies(p.subnet.vnet.res)
	mode := config.ApplyOnIntentPolicies.Or("None")
	var list []adminRule
	for _, col := range config.Collections {
		in, gap := inGroups(col.AppliesTo, p.subnet.vnet.res)
		gap = firstGap(gap, c.incompleteGap(col.ID))
		if !in && gap == nil {
			continue
		}
		gap = firstGap(gap, c.doubtOf(m.ID, config.ID, col.ID), c.doubtOfGroups(col.AppliesTo))
		for _, r := range col.Rules {
			way, known := r.Direction.Get()
			denies := r.Access.Or(topology.Deny) == topology.Deny
			skipped := intent && (strings.EqualFold(mode, "None") || strings.EqualFold(mode, "AllowRulesOnly") && denies)
			if (way == d || !known) && !skipped {
				list = append(list, adminRule{r, m, config, col, firstGap(gap, c.ignoredGap(r.ID))})
			}
		}
	}
	return list
}

// doubtOfGroups returns what is in doubt about any of the groups.
func (c *compiler) doubtOfGroups(groups []topology.Ref[topology.NetworkGroup]) *pipeline.Gap {
	for _, ref := range groups {
		if gap := c.doubtOf(ref.ID); gap != nil {
			return gap
		}
	}
	return nil
}

// hasIntentPolicies tells whether a VNet holds services to which admin rules do not apply by default (ADM-3).
func hasIntentPolicies(v *topology.VirtualNetwork) bool {
	for _, s := range v.Subnets {
		for _, d := range s.Delegations {
			if strings.EqualFold(d, "Microsoft.Sql/managedInstances") || strings.EqualFold(d, "Microsoft.Databricks/workspaces") {
				return true
			}
		}
	}
	return false
}

// inGroups tells whether a VNet is a member of any of the groups, or why that is not known.
func inGroups(groups []topology.Ref[topology.NetworkGroup], v *topology.VirtualNetwork) (bool, *pipeline.Gap) {
	var gap *pipeline.Gap
	for _, ref := range groups {
		g := ref.Target
		if g == nil {
			gap = firstGap(gap, danglingGap(ref, ref.ID, "appliesToGroups", "which VNets are in network group "+ref.ID.Name(), "ADM-2"))
			continue
		}
		for _, m := range g.Members {
			if m.ID.Equal(v.ID) {
				return true, nil
			}
		}
		gap = firstGap(gap, unlistedMembers(g))
		if holdsSubnetsOf(g, v) {
			gap = firstGap(gap, &pipeline.Gap{Resource: g.ID, Property: "memberType", Pos: g.Pos, Rules: rules("ADM-2"),
				Why:    "whether admin rules apply to network group " + g.Name + ", which holds subnets of " + v.Name + " and not the VNet",
				Supply: "a network group of VNets"})
		}
	}
	return false, gap
}

// unlistedMembers is why any VNet may be a member of a group; nil if all members are known.
func unlistedMembers(g *topology.NetworkGroup) *pipeline.Gap {
	why := "which VNets are in network group " + g.Name
	if g.ByPolicy != nil {
		return unknownGap(g.ByPolicy, g.ID, "members", why, g.Pos, "ADM-2")
	}
	for _, part := range g.Incomplete {
		return unknownGap(&part.Unknown, g.ID, part.Property, why, part.Pos, "ADM-2")
	}
	for _, m := range g.Members {
		if m.Why != nil {
			return danglingGap(m, g.ID, "members", why, "ADM-2")
		}
	}
	return nil
}

// lostAdminRules is why a point may have security admin rules that the input
// does not give: parts of a network manager are not known.
func (c *compiler) lostAdminRules(p *point) *pipeline.Gap {
	if p.isPrivateEndpoint || p.unmanaged {
		return nil
	}
	for _, m := range c.design.NetworkManagers {
		gap := lostPart(&m.Resource, "properties", "securityadminconfigurations", "rulecollections", "rules")
		for _, config := range m.SecurityAdmin {
			gap = firstGap(gap, lostPart(&config.Resource, "properties", "rulecollections", "rules"))
			for _, col := range config.Collections {
				if in, unsure := inGroups(col.AppliesTo, p.subnet.vnet.res); in || unsure != nil {
					gap = firstGap(gap, lostPart(&col.Resource, "properties", "rules"))
				}
			}
		}
		if gap != nil {
			return gap
		}
	}
	return nil
}

// lostPart returns the gap of a part of a resource that the input does not give.
func lostPart(r *topology.Resource, kinds ...string) *pipeline.Gap {
	for _, part := range r.Incomplete {
		if slices.Contains(kinds, lastKey(part.Property)) {
			return unknownGap(&part.Unknown, r.ID, part.Property, "which "+part.Property+" "+r.Name+" has", part.Pos, "ADM-1")
		}
	}
	return nil
}

// holdsSubnetsOf tells whether subnets of a VNet are members of a group, or may be.
func holdsSubnetsOf(g *topology.NetworkGroup, v *topology.VirtualNetwork) bool {
	return slices.ContainsFunc(g.Subnets, func(r topology.Ref[topology.Subnet]) bool { return r.Why != nil || r.ID.Parent().Equal(v.ID) })
}

// groupMatch returns the addresses of a network group's members.
//
// ADM-5: sources and destinations are prefixes, service tags or network groups.
func (c *compiler) groupMatch(ref topology.Ref[topology.NetworkGroup], owner topology.ID) addressMatch {
	if ref.Target == nil {
		return addressMatch{}.maybeAlso(packet.AllAddrs(), danglingGap(ref, owner, "addressPrefix", "which addresses network group "+ref.ID.Name()+" has", "ADM-5"))
	}
	var m addressMatch
	for _, member := range ref.Target.Members {
		if v := c.vnetOf[member.Target]; v != nil {
			m.sure = m.sure.Union(v.space)
			continue
		}
		m = m.maybeAlso(packet.AllAddrs(), danglingGap(member, ref.Target.ID, "members", "which addresses "+member.ID.Name()+" has", "ADM-5"))
	}
	for _, member := range ref.Target.Subnets {
		if s := c.subnetOf[member.Target]; s != nil {
			m.sure = m.sure.Union(s.space)
			continue
		}
		m = m.maybeAlso(packet.AllAddrs(), danglingGap(member, ref.Target.ID, "members", "which addresses "+member.ID.Name()+" has", "ADM-5"))
	}
	if gap := unlistedMembers(ref.Target); gap != nil {
		m = m.maybeAlso(packet.AllAddrs(), gap)
	}
	return m
}

// listAdminRules lists the admin rules of a point as effective rules.
func (c *compiler) listAdminRules(p *point) []*EffectiveRule {
	ctx := c.contextOf(p.subnet)
	var list []*EffectiveRule
	for _, d := range []topology.Direction{topology.Inbound, topology.Outbound} {
		for _, r := range c.adminRulesOf(p, d) {
			list = append(list, c.effectiveRule(r.SecurityRule, r.collection.Name, "admin", d, ctx))
		}
	}
	return list
}
