package filter

import (
	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// Kind is what a filter is in Azure.
type Kind uint8

const (
	KindUnset Kind = iota
	NSG
	AdminCollection
	FirewallPolicy
)

// String returns the kind in words.
func (k Kind) String() string {
	return [...]string{"", "network security group", "admin rule collection", "firewall policy"}[k]
}

// Filter is one rule list of a design.
type Filter struct {
	Kind      Kind
	Name      string
	ID        topology.ID
	Pos       source.Pos
	Direction topology.Direction // of NSGs and admin collections
	List      *ruleset.List
	// Origins has for each rule of List the rule that it comes from: one rule
	// with several protocols makes several of List.
	Origins []int
	Rules   []Rule // as written, in the order in which they are judged
	// Gaps are why the list is not known whole; what is said of it means nothing then.
	Gaps []*pipeline.Gap
	// Assumptions are what the meaning of its rules rests on.
	Assumptions []*pipeline.Assumption
}

// Rule is a rule as the design has it.
type Rule struct {
	Implied bool // Azure's own, at the end of the list
	cause   func() *pipeline.Cause
	made    *pipeline.Cause // by cause, once somebody asks
}

// Cause returns what tells the rule. It is not safe for concurrent use.
func (r *Rule) Cause() *pipeline.Cause {
	if r.made == nil {
		r.made = r.cause()
	}
	return r.made
}

// The outcomes of rules, from the strictest on; translations follow.
const (
	Denied ruleset.Outcome = iota
	// Passed packets go on: past an NSG or a firewall, or from admin rules to the NSGs.
	Passed
	// PassedAll packets go past all filters that follow (ADM-1).
	PassedAll
	translated
)

// IsTranslation tells whether an outcome leads to another address.
func IsTranslation(o ruleset.Outcome) bool { return o >= translated }

// Cause returns the cause of a rule of List, by number; len(List.Rules) is the default.
func (f *Filter) Cause(rule int) *pipeline.Cause {
	if rule < len(f.Origins) {
		return f.Rules[f.Origins[rule]].Cause()
	}
	return &pipeline.Cause{Kind: pipeline.AdminRule, Resource: f.ID, Pos: f.Pos,
		Filter: &pipeline.Filter{Group: f.Name, Name: "no rule, so the NSGs decide", Direction: f.Direction}}
}

// Origin returns the number of the rule as written that a rule of List comes
// from; len(Rules) of the default.
func (f *Filter) Origin(rule int) int {
	if rule < len(f.Origins) {
		return f.Origins[rule]
	}
	return len(f.Rules)
}

// Outcome returns the outcome of a rule of List, by number.
func (f *Filter) Outcome(rule int) ruleset.Outcome {
	if rule < len(f.List.Rules) {
		return f.List.Rules[rule].Outcome
	}
	return f.List.Default
}

// Of returns the filters of a design, in input order. Equal names of several
// designs are equal where the same Names are given.
func Of(d *topology.Design, names *Names) []*Filter {
	c := &converter{names: names, design: d, groups: map[*topology.IPGroup]*packet.AddrSet{}}
	directions := [...]topology.Direction{topology.Inbound, topology.Outbound}
	var out []*Filter
	for _, nsg := range d.NetworkSecurityGroups {
		for _, way := range directions {
			out = append(out, c.nsg(nsg, way))
		}
	}
	for _, m := range d.NetworkManagers {
		for _, config := range m.SecurityAdmin {
			for _, col := range config.Collections {
				for _, way := range directions {
					out = append(out, c.collection(m, config, col, way))
				}
			}
		}
	}
	for _, p := range policies(d) {
		out = append(out, c.policy(p))
	}
	return out
}

// policies returns the firewall policies and the classic rules of firewalls.
func policies(d *topology.Design) []*topology.FirewallPolicy {
	out := d.FirewallPolicies[:len(d.FirewallPolicies):len(d.FirewallPolicies)]
	for _, f := range d.AzureFirewalls {
		if f.Classic != nil {
			out = append(out, f.Classic)
		}
	}
	return out
}

func (c *converter) nsg(nsg *topology.NetworkSecurityGroup, d topology.Direction) *Filter {
	f := &Filter{Kind: NSG, Name: nsg.Name, ID: nsg.ID, Pos: nsg.Pos, Direction: d}
	f.Gaps = c.doubts(&nsg.Resource)
	c.fill(f, azure.LoneNSG(nsg, d), Denied)
	return f
}

func (c *converter) collection(m *topology.NetworkManager, config *topology.SecurityAdminConfiguration,
	col *topology.AdminRuleCollection, d topology.Direction) *Filter {
	f := &Filter{Kind: AdminCollection, Name: m.Name + "/" + config.Name + "/" + col.Name, ID: col.ID, Pos: col.Pos, Direction: d}
	f.Gaps = c.doubts(&col.Resource)
	c.fill(f, azure.LoneAdminRules(m, config, col, d), Passed)
	return f
}

func (c *converter) policy(p *topology.FirewallPolicy) *Filter {
	f := &Filter{Kind: FirewallPolicy, Name: p.Name, ID: p.ID, Pos: p.Pos}
	rules, gap := azure.LonePolicy(p)
	f.Gaps = c.doubts(&p.Resource)
	if gap != nil {
		f.Gaps = append(f.Gaps, gap)
	}
	for _, g := range p.Groups {
		f.Gaps = append(f.Gaps, c.doubts(&g.Resource)...)
	}
	c.fill(f, rules, Denied)
	return f
}

// doubts are the parts of a resource that the input does not give, or that are
// not simulated.
func (c *converter) doubts(r *topology.Resource) []*pipeline.Gap {
	var gaps []*pipeline.Gap
	for _, part := range r.Incomplete {
		gaps = append(gaps, &pipeline.Gap{Resource: r.ID, Property: part.Property, Pos: part.Pos,
			Why: "which rules " + r.Name + " has: " + part.Unknown.Why, Supply: part.Unknown.Supply})
	}
	for _, i := range c.design.Ignored {
		if i.Resource.Equal(r.ID) {
			gaps = append(gaps, &pipeline.Gap{Resource: i.Resource, Property: i.Property, Pos: i.Pos,
				Why: "what " + i.Property + " of " + r.Name + " does: " + i.Why})
		}
	}
	return gaps
}
