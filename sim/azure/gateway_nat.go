package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// tunnelNAT is the address translation of one connection of a VPN gateway.
type tunnelNAT struct {
	id              topology.ID
	ingress, egress []mapping
	gap             *pipeline.Gap    // why it is not known
	translatesBGP   bool             // what comes and goes by BGP is told as translated
	ins, outs       pipeline.StateID // of dynamic ingress and egress rules
}

// mapping is one NAT rule: which prefix is shown as which.
type mapping struct {
	name     string
	dynamic  bool
	from, to packet.AddrRange // internal and external
	rule     *topology.GatewayNATRule
}

// natOf returns the translation of a connection, nil if it has none.
func (c *compiler) natOf(con *topology.Connection) *tunnelNAT {
	if len(con.IngressNAT) == 0 && len(con.EgressNAT) == 0 {
		return nil
	}
	n := &tunnelNAT{id: con.ID, ins: c.b.State(), outs: c.b.State(), translatesBGP: con.Gateway.Target.TranslateBGP.Or(false)}
	n.ingress = n.mappings(con.IngressNAT)
	n.egress = n.mappings(con.EgressNAT)
	return n
}

func (n *tunnelNAT) mappings(refs []topology.Ref[topology.GatewayNATRule]) []mapping {
	var list []mapping
	for _, ref := range refs {
		r := ref.Target
		if r == nil {
			n.gap = firstGap(n.gap, danglingGap(ref, n.id, "natRules", "which addresses connection "+n.id.Name()+" translates", "GW-17"))
			continue
		}
		inside, outside := r.Internal.Or(nil), r.External.Or(nil)
		for i := range min(len(inside), len(outside)) {
			m := mapping{name: r.Name, dynamic: r.Dynamic, rule: r, from: rangeOf(inside[i]), to: rangeOf(outside[i])}
			if !m.dynamic && inside[i].Bits() != outside[i].Bits() {
				n.gap = firstGap(n.gap, &pipeline.Gap{Resource: r.ID, Property: "externalMappings", Pos: r.Pos, Rules: rules("GW-17"),
					Why: "what static NAT rule " + r.Name + " does, whose prefixes are of different length"})
				continue
			}
			list = append(list, m)
		}
		for _, p := range []topology.Property[[]netip.Prefix]{r.Internal, r.External} {
			if u := p.Unknown(); u != nil {
				n.gap = firstGap(n.gap, unknownGap(u, r.ID, "internalMappings", "which addresses NAT rule "+r.Name+" maps", p.Pos, "GW-17"))
			}
		}
	}
	return list
}

func rangeOf(p netip.Prefix) packet.AddrRange { return packet.FromPrefixes(p.Masked()).Ranges()[0] }

// shown returns addresses as the other side of mappings knows them.
func shown(list []mapping, set packet.AddrSet) packet.AddrSet {
	var out packet.AddrSet
	for _, m := range list {
		from, to := packet.AddrSetOf(m.from), packet.AddrSetOf(m.to)
		hit := set.Intersect(from)
		set = set.Subtract(from)
		switch {
		case hit.IsEmpty():
		case m.dynamic || hit.Equal(from):
			out = out.Union(to)
		default:
			out = out.Union(m.shift(hit))
		}
	}
	return out.Union(set)
}

// shift moves each range of a set from the one prefix of a mapping to the other.
func (m mapping) shift(set packet.AddrSet) packet.AddrSet {
	var ranges []packet.AddrRange
	for _, r := range set.Ranges() {
		ranges = append(ranges, packet.AddrRange{Lo: m.move(r.Lo), Hi: m.move(r.Hi)})
	}
	return packet.AddrSetOf(ranges...)
}

// move returns the address of the external prefix at the place that a has in
// the internal one: both are prefixes of equal length, so the host bits stay.
func (m mapping) move(a netip.Addr) netip.Addr {
	bytes, from, to := a.AsSlice(), m.from.Lo.AsSlice(), m.to.Lo.AsSlice()
	for i := range bytes {
		bytes[i] = bytes[i] ^ from[i] | to[i]
	}
	moved, _ := netip.AddrFromSlice(bytes)
	return moved
}

// known returns the prefixes of a site as the gateway routes to them.
//
// GW-17: an on-premises prefix is known in Azure by its external mapping, in
// routes, NSGs and firewalls; of what BGP brings only with route translation.
func (n *tunnelNAT) known(list []netip.Prefix, byBGP bool) []netip.Prefix {
	if n == nil || byBGP && !n.translatesBGP {
		return list
	}
	var out []netip.Prefix
	for _, p := range list {
		for _, q := range shown(n.ingress, packet.FromPrefixes(p)).Prefixes() {
			if !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out
}

// own returns the prefixes of a site as its hosts have them.
func (n *tunnelNAT) own(list []netip.Prefix) []netip.Prefix {
	if n == nil {
		return list
	}
	var back []mapping
	for _, m := range n.ingress {
		if !m.dynamic {
			back = append(back, mapping{from: m.to, to: m.from})
		}
	}
	var out []netip.Prefix
	for _, p := range list {
		out = append(out, shown(back, packet.FromPrefixes(p)).Prefixes()...)
	}
	return out
}

// announced returns what the site knows of the addresses that a gateway tells it.
func (n *tunnelNAT) announced(set packet.AddrSet, byBGP bool) packet.AddrSet {
	if n == nil || byBGP && !n.translatesBGP {
		return set
	}
	return shown(n.egress, set)
}

// outward returns the table by which Azure's packets go to the site: the
// destination gets its own address, then the source its external one.
func (c *compiler) outward(l *link, next pipeline.TableID) pipeline.TableID {
	switch n := l.nat; {
	case n == nil:
		return next
	case n.gap != nil:
		return c.b.Table(l.gateway.node, pipeline.TranslateTable, "NAT of "+l.name, nil, unmodelled(n.gap))
	default:
		next = c.translateSource(l, n.egress, n.outs, next)
		return c.translateDestination(l, n.ingress, n.ins, next)
	}
}

// inward returns the table by which the site's packets come: the destination
// gets its own address, then the source its external one.
func (c *compiler) inward(l *link, next pipeline.TableID) pipeline.TableID {
	switch n := l.nat; {
	case n == nil:
		return next
	case n.gap != nil:
		return c.b.Table(l.gateway.node, pipeline.TranslateTable, "NAT of "+l.name, nil, unmodelled(n.gap))
	default:
		next = c.translateSource(l, n.ingress, n.ins, next)
		return c.translateDestination(l, n.egress, n.outs, next)
	}
}

// translateSource shows internal addresses as external ones.
func (c *compiler) translateSource(l *link, list []mapping, state pipeline.StateID, next pipeline.TableID) pipeline.TableID {
	var rows []pipeline.Row
	for _, m := range list {
		src, to := packet.AddrSetOf(m.from), packet.AddrSetOf(m.to)
		rewrite := &pipeline.Rewrite{SrcShift: &pipeline.Shift{From: m.from, To: m.to}}
		if m.dynamic {
			rewrite = &pipeline.Rewrite{Src: &to, SrcPort: ephemeral, Gap: &pipeline.Gap{Resource: m.rule.ID, Property: "externalMappings", Pos: m.rule.Pos,
				Rules: rules("GW-17"), Why: "which address and port NAT rule " + m.name + " chooses"}}
		}
		rows = append(rows, pipeline.Row{Src: &src, Action: pipeline.Action{Kind: pipeline.Goto, Next: next, Rewrite: rewrite},
			Cause: m.cause(l, "NAT rule "+m.name+" shows "+src.String()+" as "+to.String())})
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	return c.b.Table(l.gateway.node, pipeline.TranslateTable, "sources by "+l.name, &pipeline.State{ID: state, Remember: true, Unseen: pipeline.Judge}, rows...)
}

// translateDestination gives what is sent to external addresses its own
// destination: static mappings both ways, dynamic ones answers only.
func (c *compiler) translateDestination(l *link, list []mapping, state pipeline.StateID, next pipeline.TableID) pipeline.TableID {
	var rows []pipeline.Row
	for _, m := range list {
		dst := packet.AddrSetOf(m.to)
		row := pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: next,
			Rewrite: &pipeline.Rewrite{DstShift: &pipeline.Shift{From: m.to, To: m.from}}}, Cause: m.cause(l, "NAT rule "+m.name)}
		if m.dynamic {
			row.Action = pipeline.Action{Kind: pipeline.Drop}
			row.Cause = m.cause(l, "dynamic NAT rule "+m.name+" serves flows only that its internal side opens")
		}
		rows = append(rows, row)
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	return c.b.Table(l.gateway.node, pipeline.TranslateTable, "destinations by "+l.name, &pipeline.State{ID: state, Unseen: pipeline.Judge,
		Known: pipeline.Action{Kind: pipeline.Goto, Next: next}}, rows...)
}

func (m mapping) cause(l *link, reason string) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.GatewayCause, Name: l.gateway.res.Name + "/" + m.name, Resource: m.rule.ID, Pos: m.rule.Pos, Rules: rules("GW-17"), Reason: reason}
}

// hiddenRows tell a site by which addresses it knows what is translated for it.
func (l *link) hiddenRows(s *site) []pipeline.Row {
	if l.nat == nil {
		return nil
	}
	var rows []pipeline.Row
	for _, m := range l.nat.egress {
		dst := packet.AddrSetOf(m.from)
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Drop},
			Cause: m.cause(l, "site "+s.name+" knows "+dst.String()+" as "+packet.AddrSetOf(m.to).String())})
	}
	return rows
}

// shownAddrs are the addresses by which Azure knows the hosts of a site, where
// a translation shows others than their own.
func (s *site) shownAddrs() packet.AddrSet {
	var set packet.AddrSet
	translated := false
	for _, l := range s.links {
		if l.nat == nil {
			set = set.Union(s.addrs())
			continue
		}
		translated = true
		set = set.Union(shown(l.nat.ingress, s.addrs()))
	}
	if !translated {
		return packet.AddrSet{}
	}
	return set
}
