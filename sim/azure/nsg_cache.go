package azure

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// filterCache remembers the first table of each NSG, direction, level and
// context: the others have the same body and causes and lead elsewhere. All
// default rules of a context have one body, and causes of their own.
type filterCache struct {
	traits   map[*topology.NetworkSecurityGroup]*nsgTraits
	own      map[filterKey]filledFilter
	implied  map[filterKey]filledFilter // without NSG
	told     map[filterKey]*pipeline.CauseList
	terms    map[netip.Prefix]*addressMatch
	services map[serviceKey]*serviceMatch
	rows     []pipeline.Row // memory that lists of rows take turns in
}

type filterKey struct {
	nsg       *topology.NetworkSecurityGroup
	level     level
	direction topology.Direction
	context   int // 0 where no rule of the NSG depends on the subnet
}

type filledFilter struct {
	table pipeline.TableID
	nsgFilter
}

func newFilterCache() filterCache {
	return filterCache{traits: map[*topology.NetworkSecurityGroup]*nsgTraits{}, own: map[filterKey]filledFilter{},
		implied: map[filterKey]filledFilter{}, told: map[filterKey]*pipeline.CauseList{},
		terms: map[netip.Prefix]*addressMatch{}, services: map[serviceKey]*serviceMatch{}}
}

// nsgTraits is what each place of an NSG asks of it.
type nsgTraits struct {
	dependsOnSubnet, namesPlatform, hasRules bool
	names                                    [3]string // of the tables, by direction
}

func (c *compiler) traitsOf(nsg *topology.NetworkSecurityGroup) *nsgTraits {
	t := c.filters.traits[nsg]
	if t == nil {
		t = &nsgTraits{dependsOnSubnet: dependsOnSubnet(nsg), namesPlatform: namesPlatform(nsg),
			hasRules: len(nsg.SecurityRules) > 0 || len(nsg.Incomplete) > 0 || c.ignoredGap(nsg.ID) != nil}
		for _, d := range []topology.Direction{topology.Inbound, topology.Outbound} {
			t.names[d] = nsg.Name + ", " + d.String()
		}
		c.filters.traits[nsg] = t
	}
	return t
}

// exits leads what led past another filter past f.
func (f nsgFilter) exits(like nsgFilter) func(pipeline.Action) pipeline.Action {
	return func(a pipeline.Action) pipeline.Action {
		switch {
		case a.Kind != pipeline.Goto:
		case a.Next == like.next:
			a.Next = f.next
		case a.Next == like.defaults:
			a.Next = f.defaults
		}
		return a
	}
}

// plainRow returns the row of a rule of which all is known and that is one
// product of sets, and whether it is one. Its cause is for others to tell.
func (c *compiler) plainRow(r *topology.SecurityRule, f nsgFilter, ctx *tagContext) (row pipeline.Row, ok bool) {
	src, dst := c.plainField(r.Source, r, ctx), c.plainField(r.Destination, r, ctx)
	svc := c.plainService(r)
	if src == nil || dst == nil || svc == nil || unknownParts(r) != nil || c.ignoredGap(r.ID) != nil {
		return row, false
	}
	return pipeline.Row{Src: src, Dst: dst, Service: svc, Action: f.action(r.Access.Or(topology.AccessUnset))}, true
}

// plainField returns the addresses of a field, nil where they are not known whole or there are none.
func (c *compiler) plainField(p topology.Property[[]topology.AddressTerm], r *topology.SecurityRule, ctx *tagContext) *packet.AddrSet {
	m := c.sharedField(p)
	if m == nil {
		field := c.addressField(p, r, ctx)
		m = &field
	}
	if m.gap != nil || m.sure.IsEmpty() {
		return nil
	}
	return &m.sure
}

// sharedField returns the addresses of a field that means the same wherever it
// stands, and that many rules have: a prefix, or any; nil of others.
func (c *compiler) sharedField(p topology.Property[[]topology.AddressTerm]) *addressMatch {
	terms, known := p.Get()
	switch {
	case p.Unknown() != nil || len(terms) > 1 || known && len(terms) == 0:
		return nil
	case !known || terms[0].Any:
		return &everyAddress
	case !terms[0].Prefix.IsValid():
		return nil
	}
	m := c.filters.terms[terms[0].Prefix]
	if m == nil {
		made := c.prefixMatch(terms[0].Prefix)
		m = &made
		c.filters.terms[terms[0].Prefix] = m
	}
	return m
}

var everyAddress = anyAddress()

// serviceKey tells the services apart of rules with at most one range of ports in each field.
type serviceKey struct {
	protocol topology.RuleProtocol
	src, dst topology.PortTerm
}

var everyPort = topology.PortTerm{Low: 0, High: 65535}

// plainService returns the service of a rule, nil where it is not one, or
// rests on something.
func (c *compiler) plainService(r *topology.SecurityRule) *packet.Service {
	key, ok := plainServiceKey(r)
	if !ok {
		m := ruleService(r)
		return m.plain()
	}
	m := c.filters.services[key]
	if m == nil {
		made := ruleService(r)
		m = &made
		c.filters.services[key] = m
	}
	return m.plain()
}

func (m *serviceMatch) plain() *packet.Service {
	if m.gap != nil || m.assumption != nil || len(m.sure) != 1 || m.sure[0].IsEmpty() {
		return nil
	}
	return &m.sure[0]
}

// plainServiceKey returns the key of a rule whose protocol and ports are known and simple.
func plainServiceKey(r *topology.SecurityRule) (key serviceKey, ok bool) {
	if r.Protocol.Unknown() != nil || r.SourcePorts.Unknown() != nil || r.DestinationPorts.Unknown() != nil {
		return key, false
	}
	src, dst := r.SourcePorts.Or(nil), r.DestinationPorts.Or(nil)
	key = serviceKey{protocol: r.Protocol.Or(topology.AnyProtocol), src: everyPort, dst: everyPort}
	if len(src) > 1 || len(dst) > 1 || len(src) == 0 && !r.SourcePorts.IsAbsent() || len(dst) == 0 && !r.DestinationPorts.IsAbsent() {
		return key, false
	}
	if len(src) == 1 {
		key.src = src[0]
	}
	if len(dst) == 1 {
		key.dst = dst[0]
	}
	return key, true
}
