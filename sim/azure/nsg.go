package azure

import (
	"cmp"
	"fmt"
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
	name := fmt.Sprintf("%s, %s, of %s", ref.Target.Name, d, p.name)
	f := nsgFilter{nsg: ref.Target, level: l, direction: d,
		defaults: c.b.Reserve(p.node, pipeline.FilterTable, name+", default rules"), next: next}
	own := f.defaults
	if len(ref.Target.SecurityRules) > 0 || len(ref.Target.Incomplete) > 0 || c.ignoredGap(ref.Target.ID) != nil {
		own = c.b.Reserve(p.node, pipeline.FilterTable, name)
	}
	c.later(func() {
		ctx := c.contextOf(p.subnet)
		c.fillDefaults(f, ctx, p.known(next))
		if own != f.defaults {
			c.fillOwn(own, f, ctx, p.known(next))
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

// filterCache remembers the first table of each NSG, direction, level and
// context: the others have the same body and causes and lead elsewhere.
type filterCache struct{ filled map[filterKey]filledFilter }

type filterKey struct {
	nsg       *topology.NetworkSecurityGroup
	level     level
	direction topology.Direction
	defaults  bool
	context   int // 0 where no rule of the NSG depends on the subnet
}

type filledFilter struct {
	table pipeline.TableID
	nsgFilter
}

func newFilterCache() filterCache { return filterCache{filled: map[filterKey]filledFilter{}} }

// fillFilter fills a table, with rows made only once for equal keys.
func (c *compiler) fillFilter(id pipeline.TableID, key filterKey, f nsgFilter, state *pipeline.State, rows func() []pipeline.Row) {
	like, ok := c.filters.filled[key]
	if !ok {
		c.b.Fill(id, state, rows()...)
		c.filters.filled[key] = filledFilter{table: id, nsgFilter: f}
		return
	}
	c.b.FillLike(id, like.table, state, func(a pipeline.Action) pipeline.Action {
		switch {
		case a.Kind != pipeline.Goto:
		case a.Next == like.next:
			a.Next = f.next
		case a.Next == like.defaults:
			a.Next = f.defaults
		}
		return a
	})
}

// fillOwn fills the table of an NSG's own rules.
func (c *compiler) fillOwn(id pipeline.TableID, f nsgFilter, ctx *tagContext, state *pipeline.State) {
	key := filterKey{nsg: f.nsg, level: f.level, direction: f.direction}
	if dependsOnSubnet(f.nsg) {
		key.context = ctx.id
	}
	c.fillFilter(id, key, f, state, func() []pipeline.Row {
		rows := c.incompleteNSG(f)
		for _, r := range byPriority(f.nsg, f.direction) {
			rows = append(rows, c.ruleRows(r, f, ctx)...)
		}
		return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.defaults},
			Cause: &pipeline.Cause{Kind: pipeline.NSGRule, Name: f.nsg.Name, Resource: f.nsg.ID, Pos: f.nsg.Pos,
				Reason: "no rule of " + f.nsg.Name + " matches"}})
	})
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
		return slices.ContainsFunc(p.Or(nil), func(t topology.AddressTerm) bool {
			tag := topology.ID(t.Tag)
			return tag.Equal("VirtualNetwork") || tag.Equal("Internet")
		})
	}
	return slices.ContainsFunc(nsg.SecurityRules, func(r *topology.SecurityRule) bool {
		return contextual(r.Source) || contextual(r.Destination)
	})
}

// byPriority returns the rules that judge a direction, lower priorities first;
// a rule whose priority is not known comes before all that it might precede.
func byPriority(nsg *topology.NetworkSecurityGroup, d topology.Direction) []*topology.SecurityRule {
	var list []*topology.SecurityRule
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
