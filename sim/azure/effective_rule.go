package azure

import (
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// EffectiveRule is a security rule as it acts on a NIC or subnet, with what
// Network Watcher lists and what shadows it.
type EffectiveRule struct {
	Direction                    topology.Direction
	Level                        string // "admin", "subnet" or "nic"
	Group                        string // name of the NSG or admin collection
	Name                         string
	Priority                     int
	Access                       topology.Access
	Protocol                     topology.RuleProtocol
	Source, Destination          []string // as the rule names them
	SourcePorts                  packet.PortSet
	DestinationPorts             packet.PortSet
	ExpandedSource, ExpandedDest packet.AddrSet // what tags and groups mean here, for certain
	ShadowedBy                   *EffectiveRule // a rule of the same list that matches all this one does, before it
	Pos                          source.Pos
	Resource                     topology.ID
	Default                      bool
	Gap                          *pipeline.Gap // why what it matches is not known whole

	services []packet.Service
}

// EffectiveRules returns the rules that act on a NIC, or on the planned hosts
// of a subnet: inbound, then outbound, level by level in the order of judging.
func (n *Network) EffectiveRules(id topology.ID) []*EffectiveRule {
	p := n.c.pointOf(id)
	if p == nil {
		return nil
	}
	n.listing.Lock()
	defer n.listing.Unlock()
	var list []*EffectiveRule
	for _, from := range effectiveAdminRules {
		list = append(list, from(n.c, p)...)
	}
	for _, l := range []level{subnetLevel, nicLevel} {
		list = append(list, n.c.effectiveNSG(p, l, topology.Inbound)...)
	}
	for _, l := range []level{nicLevel, subnetLevel} {
		list = append(list, n.c.effectiveNSG(p, l, topology.Outbound)...)
	}
	return list
}

// pointOf returns the point of a NIC or a subnet.
func (c *compiler) pointOf(id topology.ID) *point {
	switch res := c.design.ByID(id).(type) {
	case *topology.NetworkInterface:
		if n := c.nicOf[res]; n != nil {
			return n.point
		}
	case *topology.Subnet:
		if s := c.subnetOf[res]; s != nil {
			return &point{name: s.path(), subnet: s}
		}
	}
	return nil
}

// effectiveNSG lists the rules of the NSG at a level, default rules last.
func (c *compiler) effectiveNSG(p *point, l level, d topology.Direction) []*EffectiveRule {
	nsg := p.nsgAt(l).Target
	if nsg == nil {
		return nil
	}
	ctx := c.contextOf(p.subnet)
	var list []*EffectiveRule
	for _, r := range byPriority(nsg, d) {
		list = append(list, c.effectiveRule(r, nsg.Name, l.String(), d, ctx))
	}
	for _, r := range defaultRules(d) {
		list = append(list, c.effectiveDefault(r, nsg, l, d, ctx))
	}
	return shadowed(list)
}

func (c *compiler) effectiveRule(r *topology.SecurityRule, group, level string, d topology.Direction, ctx *tagContext) *EffectiveRule {
	src, dst := c.addressField(r.Source, r, ctx), c.addressField(r.Destination, r, ctx)
	svc := ruleService(r)
	srcPorts, _ := portField(r.SourcePorts, r, "")
	dstPorts, _ := portField(r.DestinationPorts, r, "")
	return &EffectiveRule{Direction: d, Level: level, Group: group, Name: r.Name, Priority: r.Priority.Or(0),
		Access: r.Access.Or(topology.AccessUnset), Protocol: r.Protocol.Or(topology.AnyProtocol),
		Source: termWords(r.Source), Destination: termWords(r.Destination), SourcePorts: srcPorts, DestinationPorts: dstPorts,
		ExpandedSource: src.sure, ExpandedDest: dst.sure, Pos: r.Pos, Resource: r.ID, services: svc.sure,
		Gap: firstGap(unknownParts(r), src.gap, dst.gap, svc.gap)}
}

func (c *compiler) effectiveDefault(r defaultRule, nsg *topology.NetworkSecurityGroup, l level, d topology.Direction, ctx *tagContext) *EffectiveRule {
	src, dst := c.defaultTerm(r.src, ctx), c.defaultTerm(r.dst, ctx)
	return &EffectiveRule{Direction: d, Level: l.String(), Group: nsg.Name, Name: r.name, Priority: r.priority, Access: r.access,
		Protocol: topology.AnyProtocol, Source: tagWords(r.src), Destination: tagWords(r.dst), Default: true,
		SourcePorts: packet.AllPorts(), DestinationPorts: packet.AllPorts(), ExpandedSource: src.sure, ExpandedDest: dst.sure,
		Pos: nsg.Pos, Resource: nsg.ID, services: []packet.Service{packet.AnyService()}, Gap: firstGap(src.gap, dst.gap)}
}

func tagWords(tag string) []string {
	if tag == "" {
		return []string{"*"}
	}
	return []string{tag}
}

// termWords returns an address field as the rule names it.
func termWords(p topology.Property[[]topology.AddressTerm]) []string {
	terms, ok := p.Get()
	if !ok {
		return []string{"*"}
	}
	words := make([]string, len(terms))
	for i, t := range terms {
		words[i] = termWord(t)
	}
	return words
}

func termWord(t topology.AddressTerm) string {
	switch {
	case t.Any:
		return "*"
	case t.Prefix.IsValid():
		return t.Prefix.String()
	case t.Range().Low.IsValid():
		return t.Range().Low.String() + "-" + t.Range().High.String()
	case t.Tag != "":
		return t.Tag
	case t.NetworkGroup().IsSet():
		return t.NetworkGroup().ID.Name()
	}
	return "asg:" + t.ASG().ID.Name()
}

// shadowed marks each rule that one before it covers whole. Rules that are not
// known whole neither cover nor are covered.
func shadowed(list []*EffectiveRule) []*EffectiveRule {
	for i, r := range list {
		k := slices.IndexFunc(list[:i], func(before *EffectiveRule) bool { return before.covers(r) })
		if k >= 0 {
			r.ShadowedBy = list[k]
		}
	}
	return list
}

// covers tells whether r matches everything that o does.
func (r *EffectiveRule) covers(o *EffectiveRule) bool {
	if r.Gap != nil || o.Gap != nil || !r.ExpandedSource.ContainsSet(o.ExpandedSource) || !r.ExpandedDest.ContainsSet(o.ExpandedDest) {
		return false
	}
	return !slices.ContainsFunc(o.services, func(s packet.Service) bool {
		return !slices.ContainsFunc(r.services, func(t packet.Service) bool { return t.Intersect(s).Equal(s) })
	})
}
