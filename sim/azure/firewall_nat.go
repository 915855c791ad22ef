package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// ianaPrivate are the destinations that a firewall does not translate by default.
//
// FW-9: RFC 1918 and, since 2023, 100.64.0.0/10. [snat-private-range]
var ianaPrivate = addrs("10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10")

// firewallSNAT is where flows that a network rule allows leave the firewall:
// with their own source towards private ranges, else with an instance's.
//
// FW-9: destinations within snat.privateRanges keep the source.
func (c *compiler) firewallSNAT(f *firewall) pipeline.TableID {
	on := pipeline.Action{Kind: pipeline.Goto, Next: c.untranslated(f)}
	translated := pipeline.Action{Kind: pipeline.Goto, Next: f.routes, Rewrite: f.ownSource()}
	private := c.privateRanges(f)
	v6 := packet.All6()
	var rows []pipeline.Row
	if !private.sure.IsEmpty() {
		rows = append(rows, pipeline.Row{Dst: &private.sure, Action: on})
	}
	if private.gap != nil {
		rows = append(rows, pipeline.Row{Dst: &private.maybe, Action: on, Cause: filterCause{f.cause("the destination is private", "FW-9")}.withGap(private.gap)})
	}
	rows = append(rows, pipeline.Row{Dst: &v6, Action: pipeline.Action{Kind: pipeline.UnknownAction}, Cause: f.noIPv6()},
		pipeline.Row{Action: translated, Cause: f.cause("the destination is not private: "+f.res.Name+" puts its own address in place of the source", "FW-9")})
	return c.b.Table(f.node, pipeline.TranslateTable, "SNAT of "+f.res.Name, f.known(true), rows...)
}

// untranslated marks the flows that leave with their own source: private
// endpoints may answer past the firewall (PE-3).
func (c *compiler) untranslated(f *firewall) pipeline.TableID {
	on := pipeline.Action{Kind: pipeline.Goto, Next: f.routes}
	return c.b.Table(f.node, pipeline.PlumbingTable, "untranslated by "+f.res.Name,
		&pipeline.State{ID: f.untranslated, Remember: true, Unseen: pipeline.Judge, Known: on}, pipeline.Row{Action: on})
}

// noIPv6 is where IPv6 meets the firewall.
//
// V6-1: in preview, in a VNet only.
func (f *firewall) noIPv6() *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.Unmodelled, Name: f.res.Name, Resource: f.res.ID, Pos: f.res.Pos, Rules: rules("V6-1"),
		Gap: &pipeline.Gap{Resource: f.res.ID, Property: "ipConfigurations", Pos: f.res.Pos, Rules: rules("V6-1"),
			Why: "what firewall " + f.res.Name + " does with IPv6, which is in preview"}}
}

// firewallProxy is where flows that an application rule allows leave: the
// firewall opens them anew, always from an instance's address (FW-9).
func (c *compiler) firewallProxy(f *firewall) pipeline.TableID {
	return c.b.Table(f.node, pipeline.TranslateTable, "proxy of "+f.res.Name, f.known(true),
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.routes, Rewrite: f.ownSource()},
			Cause: f.cause(f.res.Name+" opens the flow anew, from its own address", "FW-9")})
}

// ownSource puts an instance's address in place of the source.
func (f *firewall) ownSource() *pipeline.Rewrite {
	if f.source == nil {
		from := f.instances()
		f.source = &pipeline.Rewrite{Src: &from, SrcPort: clientPorts, Gap: f.instanceGap()}
	}
	return f.source
}

// privateRanges are the destinations for which the source is kept.
func (c *compiler) privateRanges(f *firewall) addressMatch {
	own := f.policy.own()
	if own == nil || own.SNATPrivateRanges.IsAbsent() {
		return addressMatch{sure: ianaPrivate}
	}
	if u := own.SNATPrivateRanges.Unknown(); u != nil {
		return addressMatch{}.maybeAlso(packet.All4(), unknownGap(u, own.ID, "snat.privateRanges",
			"for which destinations "+f.res.Name+" keeps the source", own.SNATPrivateRanges.Pos, "FW-9"))
	}
	var m addressMatch
	for _, t := range own.SNATPrivateRanges.Or(nil) {
		if t.Tag == "IANAPrivateRanges" {
			m.sure = m.sure.Union(ianaPrivate)
			continue
		}
		m = m.union(c.term(t, own.ID, firewallContext))
	}
	return m
}

// firewallOutbound is how the firewall reaches the internet once the routes of
// its subnet say so: from its public addresses.
//
// FW-19: a NAT gateway on its subnet comes first, as the order of methods has it.
func (c *compiler) firewallOutbound(s *subnet) []outbound {
	for _, f := range c.firewalls {
		if f.subnet == nil || f.subnet != s {
			continue
		}
		c.takeFirewallPublic(f)
		list := []outbound{{sources: f.instances().Union(f.addrs()), table: c.firewallToPublic(f), state: f.nat}}
		if !f.public.IsEmpty() {
			list = append(list, outbound{sources: f.public, table: c.public.edge})
		}
		return list
	}
	return nil
}

// firewallToPublic translates an instance's address to a public one, where
// routes of its subnet lead to the internet.
//
// FW-12: in forced tunnelling mode they lead to a gateway instead, and the flow
// keeps the instance's address.
func (c *compiler) firewallToPublic(f *firewall) pipeline.TableID {
	if f.public.IsEmpty() {
		return c.b.Table(f.node, pipeline.TranslateTable, f.res.Name+" without public address", nil, pipeline.Row{
			Action: pipeline.Action{Kind: pipeline.Drop}, Cause: f.cause(f.res.Name+" has no public address", "FW-12")})
	}
	to := f.public
	return c.b.Table(f.node, pipeline.TranslateTable, "public addresses of "+f.res.Name+", outbound",
		&pipeline.State{ID: f.nat, Remember: true, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: f.back}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge, Rewrite: &pipeline.Rewrite{Src: &to, SrcPort: clientPorts,
			Gap: &pipeline.Gap{Resource: f.res.ID, Property: "ipConfigurations.publicIPAddress", Pos: f.res.Pos, Rules: rules("FW-9"),
				Why: "which public address and port " + f.res.Name + " chooses"}}},
			Cause: &pipeline.Cause{Kind: pipeline.FirewallRule, Name: f.res.Name, Resource: f.res.ID, Pos: f.res.Pos, Rules: rules("FW-9"),
				Assumptions: f.assumed}})
}
