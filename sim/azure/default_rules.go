package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// defaultRule is one of the rules that every NSG ends with.
type defaultRule struct {
	name     string
	priority int
	access   topology.Access
	src, dst string // tags; "" is any
}

// defaultRules are those of a direction.
//
// NSG-1: three each way.
func defaultRules(d topology.Direction) []defaultRule {
	if d == topology.Inbound {
		return []defaultRule{
			{"AllowVnetInBound", 65000, topology.Allow, "VirtualNetwork", "VirtualNetwork"},
			{"AllowAzureLoadBalancerInBound", 65001, topology.Allow, "AzureLoadBalancer", ""},
			{"DenyAllInBound", 65500, topology.Deny, "", ""},
		}
	}
	return []defaultRule{
		{"AllowVnetOutBound", 65000, topology.Allow, "VirtualNetwork", "VirtualNetwork"},
		{"AllowInternetOutBound", 65001, topology.Allow, "", "Internet"},
		{"DenyAllOutBound", 65500, topology.Deny, "", ""},
	}
}

// fillDefaults fills the table of an NSG's default rules in one subnet. Those
// of another NSG there are the same rules, told of another one.
func (c *compiler) fillDefaults(f nsgFilter, ctx *tagContext, state *pipeline.State) {
	key := filterKey{level: f.level, direction: f.direction, context: ctx.id}
	like, ok := c.filters.implied[key]
	if !ok {
		var rows []pipeline.Row
		for _, r := range defaultRules(f.direction) {
			rows = append(rows, c.defaultRows(r, f, ctx)...)
		}
		c.b.Fill(f.defaults, state, rows...)
		c.filters.implied[key] = filledFilter{table: f.defaults, nsgFilter: f}
		return
	}
	c.b.FillAs(f.defaults, like.table, state, c.impliedBy(f.nsg, key, like), f.exits(like.nsgFilter))
}

// impliedBy returns the causes of default rules as those of an NSG.
func (c *compiler) impliedBy(nsg *topology.NetworkSecurityGroup, key filterKey, like filledFilter) *pipeline.CauseList {
	if like.nsg == nsg {
		return c.b.Causes(like.table)
	}
	key.nsg = nsg
	list := c.filters.told[key]
	if list == nil {
		list = c.b.Causes(like.table).Changed(func(cause *pipeline.Cause) *pipeline.Cause {
			told, filter := *cause, *cause.Filter
			filter.Group = nsg.Name
			told.Resource, told.Pos, told.Filter = nsg.ID, nsg.Pos, &filter
			return &told
		})
		c.filters.told[key] = list
	}
	return list
}

// defaultRows returns the rows of one default rule.
//
// NSG-24: both ends must be in the tag as this subnet sees it.
// NSG-11: a public address that VirtualNetwork may hold is let out by the one
// rule or by the other, so it is let out.
func (c *compiler) defaultRows(r defaultRule, f nsgFilter, ctx *tagContext) []pipeline.Row {
	src, dst := c.defaultTerm(r.src, ctx), c.defaultTerm(r.dst, ctx)
	cause := defaultCause(r, f)
	action := f.action(r.access)
	if r.src == "" && r.dst == "" {
		return []pipeline.Row{{Action: action, Cause: cause.Cause}}
	}
	rows := productRow(src.sure, dst.sure, packet.AnyService(), action, cause.Cause)
	if r.dst == "Internet" {
		rows = append(rows, eitherWay(ctx, action, cause)...)
	}
	if gap := firstGap(src.gap, dst.gap); gap != nil {
		rows = append(rows, productRow(src.all(), dst.all(), packet.AnyService(), action, cause.withGap(gap))...)
	}
	return rows
}

// eitherWay lets out what VirtualNetwork may hold, of a source that it holds
// wherever it holds the destination: rule 65000 allows it, or rule 65001 does.
func eitherWay(ctx *tagContext, action pipeline.Action, cause filterCause) []pipeline.Row {
	undecided := ctx.virtualNetwork.maybe.Intersect(ctx.internet.maybe)
	return productRow(ctx.virtualNetwork.sure, undecided, packet.AnyService(), action, cause.Cause)
}

func (c *compiler) defaultTerm(tag string, ctx *tagContext) addressMatch {
	if tag == "" {
		return anyAddress()
	}
	return c.tagIn(tag, ctx)
}

func defaultCause(r defaultRule, f nsgFilter) filterCause {
	return filterCause{&pipeline.Cause{Kind: pipeline.DefaultRule, Name: r.name, Resource: f.nsg.ID, Pos: f.nsg.Pos, Rules: rules("NSG-1", "NSG-10"),
		Filter: &pipeline.Filter{Group: f.nsg.Name, Level: f.level.String(), Name: r.name, Priority: r.priority,
			Access: r.access, Direction: f.direction}}}
}
