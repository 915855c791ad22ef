package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// ruleRowsAs returns the rows of one security rule: what it matches for certain,
// then what it may match.
func (c *compiler) ruleRowsAs(r *topology.SecurityRule, f nsgFilter, ctx *tagContext, cause filterCause) []pipeline.Row {
	src := c.addressField(r.Source, r, ctx)
	dst := c.addressField(r.Destination, r, ctx)
	svc := ruleService(r)
	if gap := firstGap(cause.Gap, unknownParts(r), c.ignoredGap(r.ID)); gap != nil {
		return maybeRows(r, f, src.all(), dst.all(), svc.all(), cause.withGap(gap))
	}
	var rows []pipeline.Row
	action := f.action(r.Access.Or(topology.AccessUnset))
	for _, s := range svc.sure {
		rows = append(rows, productRow(src.sure, dst.sure, s, action, svc.assume(cause.Cause, s))...)
	}
	gap := firstGap(src.gap, dst.gap, svc.gap)
	if gap == nil {
		return rows
	}
	for _, s := range svc.all() {
		rows = append(rows, productRow(src.all(), dst.all(), s, action, cause.withGap(gap))...)
	}
	return rows
}

// productRow returns the row of a product of sets, none if it is empty.
func productRow(src, dst packet.AddrSet, s packet.Service, a pipeline.Action, cause *pipeline.Cause) []pipeline.Row {
	if src.IsEmpty() || dst.IsEmpty() || s.IsEmpty() {
		return nil
	}
	return []pipeline.Row{{Src: &src, Dst: &dst, Service: &s, Action: a, Cause: cause}}
}

func firstGap(gaps ...*pipeline.Gap) *pipeline.Gap {
	for _, g := range gaps {
		if g != nil {
			return g
		}
	}
	return nil
}

// maybeRows returns the rows of a rule whose place in the list, direction or
// access is not known: it may apply where it stands, and do what it may.
func maybeRows(r *topology.SecurityRule, f nsgFilter, src, dst packet.AddrSet, services []packet.Service, cause *pipeline.Cause) []pipeline.Row {
	accesses := []topology.Access{topology.Allow, topology.Deny}
	if f.past != 0 {
		accesses = append(accesses, topology.AlwaysAllow)
	}
	if a, ok := r.Access.Get(); ok {
		accesses = []topology.Access{a}
	}
	var rows []pipeline.Row
	for _, access := range accesses {
		for _, s := range services {
			rows = append(rows, productRow(src, dst, s, f.action(access), cause)...)
		}
	}
	return rows
}

// unknownParts returns the gap of a rule whose priority, direction or access the input does not give.
func unknownParts(r *topology.SecurityRule) *pipeline.Gap {
	if u := r.Priority.Unknown(); u != nil {
		return unknownGap(u, r.ID, "priority", "at which priority rule "+r.Name+" stands", r.Priority.Pos, "NSG-1")
	}
	if u := r.Direction.Unknown(); u != nil {
		return unknownGap(u, r.ID, "direction", "which direction rule "+r.Name+" judges", r.Direction.Pos, "NSG-1")
	}
	if u := r.Access.Unknown(); u != nil {
		return unknownGap(u, r.ID, "access", "whether rule "+r.Name+" allows or denies", r.Access.Pos, "NSG-1")
	}
	return nil
}

func (f nsgFilter) action(a topology.Access) pipeline.Action {
	switch a {
	case topology.Allow:
		return pipeline.Action{Kind: pipeline.Goto, Next: f.next}
	case topology.AlwaysAllow:
		return pipeline.Action{Kind: pipeline.Goto, Next: f.past}
	}
	return pipeline.Action{Kind: pipeline.Deny}
}

// filterCause is a cause that others with a gap are made of.
type filterCause struct{ *pipeline.Cause }

func (fc filterCause) withGap(gap *pipeline.Gap) *pipeline.Cause {
	cause := *fc.Cause
	cause.Gap = gap
	return &cause
}

func ruleCause(r *topology.SecurityRule, f nsgFilter) filterCause {
	return filterCause{&pipeline.Cause{Kind: pipeline.NSGRule, Name: r.Name, Resource: r.ID, Pos: r.Pos, Rules: rules("NSG-1"),
		Filter: &pipeline.Filter{Group: f.nsg.Name, Level: f.level.String(), Name: r.Name, Priority: r.Priority.Or(0),
			Access: r.Access.Or(topology.AccessUnset), Direction: f.direction}}}
}
