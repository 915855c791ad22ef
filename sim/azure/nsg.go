package azure

import (
	"cmp"
	"slices"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// level is where an NSG stands.
type level uint8

const (
	subnetLevel level = iota
	nicLevel
)

// String returns the contract's word.
func (l level) String() string { return [...]string{"subnet", "nic"}[l] }

// nsgAt returns the link to the NSG of a level.
func (p *point) nsgAt(l level) topology.Ref[topology.NetworkSecurityGroup] {
	switch {
	case l == subnetLevel:
		return p.subnet.res.NetworkSecurityGroup
	case p.nic != nil:
		return p.nic.NetworkSecurityGroup
	}
	return topology.Ref[topology.NetworkSecurityGroup]{}
}

// nsgTables reserves the tables of the NSG at a level of a point, and returns
// the first; next itself where the level has no NSG.
//
// NSG-1: the rules of a direction by priority, the first match decides; then
// the default rules.
func (c *compiler) nsgTables(p *point, l level, d topology.Direction, next pipeline.TableID) pipeline.TableID {
	ref := p.nsgAt(l)
	if !ref.IsSet() {
		return next
	}
	if ref.Target == nil {
		return c.unknownNSG(p, ref, d, next)
	}
	traits := c.traitsOf(ref.Target)
	name := traits.names[d]
	f := nsgFilter{nsg: ref.Target, level: l, direction: d, defaults: c.b.Reserve(p.node, pipeline.FilterTable, name), next: next}
	own := f.defaults
	if traits.hasRules {
		own = c.b.Reserve(p.node, pipeline.FilterTable, name)
		c.keepOwn(own, f, p.subnet)
	}
	c.later(func() {
		ctx, known := c.contextOf(p.subnet), p.known(next)
		c.fillDefaults(f, ctx, known)
		if own != f.defaults {
			c.fillOwn(own, f, ctx, known)
		}
	})
	return own
}

// nsgFilter is one direction of an NSG at a level of one point.
type nsgFilter struct {
	nsg       *topology.NetworkSecurityGroup
	level     level
	direction topology.Direction
	defaults  pipeline.TableID // where packets go that none of its own rules matches
	next      pipeline.TableID // where allowed packets go
	past      pipeline.TableID // where AlwaysAllow of admin rules leads
}

// unknownNSG may deny or allow: the group is not in the input.
func (c *compiler) unknownNSG(p *point, ref topology.Ref[topology.NetworkSecurityGroup], d topology.Direction, next pipeline.TableID) pipeline.TableID {
	gap := danglingGap(ref, p.subnet.res.ID, "networkSecurityGroup", "what an NSG on "+p.name+" allows", "NSG-1")
	cause := &pipeline.Cause{Kind: pipeline.Unmodelled, Name: ref.ID.Name(), Resource: ref.ID, Pos: ref.Pos, Gap: gap}
	return c.b.Table(p.node, pipeline.FilterTable, "unknown NSG, "+d.String()+", of "+p.name, p.known(next),
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: cause},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
}

// fillOwn fills the table of an NSG's own rules.
func (c *compiler) fillOwn(id pipeline.TableID, f nsgFilter, ctx *tagContext, state *pipeline.State) {
	key := filterKey{nsg: f.nsg, level: f.level, direction: f.direction}
	if c.traitsOf(f.nsg).dependsOnSubnet {
		key.context = ctx.id
	}
	if like, ok := c.filters.own[key]; ok {
		c.b.FillLike(id, like.table, state, f.exits(like.nsgFilter))
		return
	}
	c.filters.own[key] = filledFilter{table: id, nsgFilter: f}
	rows, of := c.ownRows(f, ctx)
	c.b.FillTold(id, state, func(entry int) *pipeline.Cause {
		if r := of[entry]; r != nil {
			return ruleCause(r, f).Cause
		}
		return &pipeline.Cause{Kind: pipeline.NSGRule, Name: f.nsg.Name, Resource: f.nsg.ID, Pos: f.nsg.Pos,
			Reason: "no rule of " + f.nsg.Name + " matches"}
	}, rows...)
}

// ownRows returns the rows of an NSG's own rules, and the rule of each row
// without a cause, nil of the last one. The rows last until the next such call.
func (c *compiler) ownRows(f nsgFilter, ctx *tagContext) (rows []pipeline.Row, of []*topology.SecurityRule) {
	list := byPriority(f.nsg, f.direction)
	rows = append(c.filters.rows[:0], c.incompleteNSG(f)...)
	of = make([]*topology.SecurityRule, len(rows), len(rows)+len(list)+1)
	for _, r := range list {
		if row, ok := c.plainRow(r, f, ctx); ok {
			rows, of = append(rows, row), append(of, r)
			continue
		}
		for _, row := range c.ruleRowsAs(r, f, ctx, ruleCause(r, f)) {
			rows, of = append(rows, row), append(of, nil)
		}
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.defaults}})
	c.filters.rows = rows
	return rows, append(of, nil)
}

// incompleteNSG stands for rules that the input names and does not give, and
// for settings that are not simulated: any priority, any condition, any access.
func (c *compiler) incompleteNSG(f nsgFilter) []pipeline.Row {
	var gaps []*pipeline.Gap
	for _, part := range f.nsg.Incomplete {
		gaps = append(gaps, unknownGap(&part.Unknown, f.nsg.ID, part.Property, "which rules NSG "+f.nsg.Name+" has", part.Pos, "NSG-1"))
	}
	if gap := c.ignoredGap(f.nsg.ID); gap != nil {
		gaps = append(gaps, gap)
	}
	var rows []pipeline.Row
	for _, gap := range gaps {
		cause := &pipeline.Cause{Kind: pipeline.Unmodelled, Name: f.nsg.Name, Resource: f.nsg.ID, Pos: gap.Pos, Gap: gap}
		rows = append(rows,
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: cause},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.next}, Cause: cause})
	}
	return rows
}

// dependsOnSubnet tells whether a rule names a tag that means something else in each subnet.
func dependsOnSubnet(nsg *topology.NetworkSecurityGroup) bool {
	contextual := func(p topology.Property[[]topology.AddressTerm]) bool {
		terms := p.Or(nil)
		for i := range terms {
			if tag := topology.ID(terms[i].Tag); tag != "" && (tag.Equal("VirtualNetwork") || tag.Equal("Internet")) {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(nsg.SecurityRules, func(r *topology.SecurityRule) bool {
		return contextual(r.Source) || contextual(r.Destination)
	})
}

// byPriority returns the rules that judge a direction, lower priorities first;
// a rule whose priority is not known comes before all that it might precede.
func byPriority(nsg *topology.NetworkSecurityGroup, d topology.Direction) []*topology.SecurityRule {
	list := make([]*topology.SecurityRule, 0, len(nsg.SecurityRules))
	for _, r := range nsg.SecurityRules {
		if way, known := r.Direction.Get(); way == d || !known {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b *topology.SecurityRule) int {
		return cmp.Compare(a.Priority.Or(0), b.Priority.Or(0))
	})
	return list
}
