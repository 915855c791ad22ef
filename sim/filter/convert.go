package filter

import (
	"net/netip"
	"strings"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
	"vnetproof/topology"
)

// converter makes the lists of one design.
type converter struct {
	names  *Names
	design *topology.Design
	groups map[*topology.IPGroup]*packet.AddrSet
}

// fill makes the list of a filter.
func (c *converter) fill(f *Filter, rules []azure.LoneRule, otherwise ruleset.Outcome) {
	f.List = &ruleset.List{Default: otherwise, Rules: make([]ruleset.Rule, 0, len(rules))}
	f.Rules, f.Origins = make([]Rule, 0, len(rules)), make([]int, 0, len(rules))
	for i := range rules {
		r := &rules[i]
		f.Rules = append(f.Rules, Rule{Implied: r.Implied, cause: r.Cause})
		if r.Gap != nil {
			f.Gaps = append(f.Gaps, r.Gap)
		}
		if r.Assumed != nil {
			f.Assumptions = append(f.Assumptions, r.Assumed)
		}
		rule := ruleset.Rule{Outcome: c.outcome(r)}
		rule.Src, rule.SrcNames = c.end(r.Source, r, "source")
		rule.Dst, rule.DstNames = c.end(r.Destination, r, "destination")
		rule.Marks = c.marks(r)
		for k := range r.Services {
			rule.Service = &r.Services[k]
			f.List.Rules = append(f.List.Rules, rule)
			f.Origins = append(f.Origins, i)
		}
	}
}

// marks limits a rule to what no header tells.
func (c *converter) marks(r *azure.LoneRule) []*ruleset.Name {
	if r.Doubt != nil {
		return []*ruleset.Name{c.names.doubted(r)}
	}
	return c.names.askedFor(r.Asked)
}

func (c *converter) outcome(r *azure.LoneRule) ruleset.Outcome {
	switch {
	case r.To.Addr().IsValid():
		return c.names.translation(r.To)
	case r.Access == topology.Allow:
		return Passed
	case r.Access == topology.AlwaysAllow:
		return PassedAll
	}
	return Denied
}

// end returns what an address field holds: known addresses and names. Nil
// without names is any.
func (c *converter) end(p topology.Property[[]topology.AddressTerm], r *azure.LoneRule, what string) (*packet.AddrSet, []*ruleset.Name) {
	if u := p.Unknown(); u != nil {
		cause := r.Cause()
		return nil, []*ruleset.Name{c.names.unknown("what "+what+" "+cause.Name+" has", &pipeline.Gap{Resource: cause.Resource,
			Property: what, Pos: p.Pos, Why: "which " + what + " rule " + cause.Name + " has: " + u.Why, Supply: u.Supply})}
	}
	terms, ok := p.Get()
	if !ok {
		return nil, nil
	}
	if len(terms) == 1 {
		if s := c.alone(&terms[0]); s != nil {
			return s, nil
		}
	}
	var e ends
	for _, t := range terms {
		c.term(&e, t)
	}
	return e.parts()
}

// alone returns the addresses of a term that stands alone, nil where that is
// not all that it says.
func (c *converter) alone(t *topology.AddressTerm) *packet.AddrSet {
	switch {
	case t.Group().Target != nil:
		return c.group(t.Group().Target)
	case t.Prefix.IsValid():
		s := packet.FromPrefixes(t.Prefix)
		return &s
	}
	return nil
}

// ends gathers the addresses and names of a field.
type ends struct {
	any    bool
	ranges []packet.AddrRange
	names  []*ruleset.Name
}

func (e *ends) add(s packet.AddrSet) { e.ranges = append(e.ranges, s.Ranges()...) }

func (e *ends) parts() (*packet.AddrSet, []*ruleset.Name) {
	switch {
	case e.any:
		return nil, nil
	case len(e.ranges) == 0 && len(e.names) > 0:
		return nil, e.names
	}
	s := packet.AddrSetOf(e.ranges...)
	return &s, e.names
}

// term adds what one term of an address field stands for.
func (c *converter) term(e *ends, t topology.AddressTerm) {
	switch {
	case t.Any:
		e.any = true
	case t.Prefix.IsValid():
		e.add(packet.FromPrefixes(t.Prefix))
	case t.Range().Low.IsValid():
		e.add(packet.AddrSetOf(packet.AddrRange{Lo: t.Range().Low, Hi: t.Range().High}))
	case t.Tag != "":
		c.tag(e, t.Tag)
	case t.ASG().IsSet():
		e.names = append(e.names, c.names.asg(t.ASG()))
	case t.NetworkGroup().IsSet():
		e.names = append(e.names, c.names.networkGroup(t.NetworkGroup()))
	case t.Group().IsSet():
		c.ipGroup(e, t.Group())
	case t.FQDN() != "":
		c.fqdn(e, t)
	}
}

// tag adds a service tag: its ranges where they are known, else its name.
func (c *converter) tag(e *ends, tag string) {
	switch strings.ToLower(tag) {
	case "azureloadbalancer":
		e.add(packet.FromAddrs(azure.ProbeAddress())) // NSG-12
		return
	case "azureplatformdns", "azureplatformimds":
		return // judged before any rule (WALK-12)
	}
	known := false
	for _, t := range c.design.Facts.ServiceTags {
		if strings.EqualFold(t.Tag, tag) {
			e.add(packet.FromPrefixes(t.Prefixes...))
			known = true
		}
	}
	if !known {
		e.names = append(e.names, c.names.tag(tag))
	}
}

// ipGroup adds the addresses of an IP group, its name where they are not known.
func (c *converter) ipGroup(e *ends, ref topology.Ref[topology.IPGroup]) {
	if ref.Target != nil {
		if s := c.group(ref.Target); s != nil {
			e.add(*s)
			return
		}
	}
	e.names = append(e.names, c.names.ipGroup(ref))
}

// group returns the addresses of an IP group; nil if they are not known.
func (c *converter) group(g *topology.IPGroup) *packet.AddrSet {
	if s, done := c.groups[g]; done {
		return s
	}
	var s *packet.AddrSet
	if terms, ok := g.Addresses.Get(); ok {
		var e ends
		for _, t := range terms {
			c.term(&e, t)
		}
		if len(e.names) == 0 && !e.any {
			all := packet.AddrSetOf(e.ranges...)
			s = &all
		}
	}
	c.groups[g] = s
	return s
}

// fqdn adds the addresses of a name in a network rule, where facts give them.
func (c *converter) fqdn(e *ends, t topology.AddressTerm) {
	for _, known := range c.design.Facts.FQDNs {
		if strings.EqualFold(known.Name, t.FQDN()) {
			e.add(packet.FromAddrs(known.Addresses...))
			return
		}
	}
	e.names = append(e.names, c.names.fqdn(t))
}

// translation numbers translations: equal targets are equal outcomes.
func (ns *Names) translation(to netip.AddrPort) ruleset.Outcome {
	o, known := ns.targets[to]
	if !known {
		o = translated + ruleset.Outcome(len(ns.targets))
		ns.targets[to] = o
	}
	return o
}
