package ruleset

import (
	"slices"

	"vnetproof/sim/packet"
)

// problem is some lists, made ready for one address family.
type problem struct {
	space  *space
	bounds *bounds
	lists  [][]term // the last term of each is the default and matches everything
}

// problems returns one problem for each family.
func problems(families []packet.Family, lists ...*List) []*problem {
	ns := namesOf(lists)
	var out []*problem
	for _, f := range families {
		s := newSpace(f, func(yield func(packet.AddrSet)) { eachSet(f, lists, ns, yield) })
		c := newCompiler(&problem{space: s, bounds: ns.within(s)})
		for _, l := range lists {
			c.add(l)
		}
		out = append(out, c.problem)
	}
	return out
}

// namesOf returns the names of all rules.
func namesOf(lists []*List) *names {
	ns := newNames()
	for _, l := range lists {
		for i := range l.Rules {
			for _, n := range l.Rules[i].SrcNames {
				ns.add(n)
			}
			for _, n := range l.Rules[i].DstNames {
				ns.add(n)
			}
			for _, n := range l.Rules[i].Marks {
				ns.add(n)
			}
		}
	}
	ns.relate()
	return ns
}

// eachSet yields every set that a rule or a name has of addresses of the family.
func eachSet(f packet.Family, lists []*List, ns *names, yield func(packet.AddrSet)) {
	seen := map[*packet.AddrSet]bool{}
	once := func(s *packet.AddrSet) {
		if s != nil && !s.OfFamily(f).IsEmpty() && !seen[s] {
			seen[s] = true
			yield(*s)
		}
	}
	for _, l := range lists {
		for i := range l.Rules {
			once(l.Rules[i].Src)
			once(l.Rules[i].Dst)
		}
	}
	for _, n := range ns.list[1:] {
		yield(n.Least)
		once(n.Most)
	}
}

// part is one end of a term and its identity.
type part struct {
	set  set
	name nameID
	id   int32
}

// services is what a term needs of a service.
type services struct {
	protocols    packet.ProtocolSet
	protocolsID  int32
	dstID, srcID int32 // of the ports
}

// compiler makes terms of rules. Equal sets get equal ids; what rules share by
// pointer is looked at once.
type compiler struct {
	*problem
	ends       map[*packet.AddrSet]int32 // of sets with many ranges
	serviceIDs map[*packet.Service]int32 // index into services
	services   []services
	sets       []set   // by id
	slots      []int32 // ids by hash of the set; 0, which is noSet, is free; a taken slot moves on by one
	protocols  map[packet.ProtocolSet]int32
	srcs, dsts []part // of the rule at hand
}

func newCompiler(p *problem) *compiler {
	return &compiler{
		problem:    p,
		ends:       map[*packet.AddrSet]int32{},
		serviceIDs: map[*packet.Service]int32{},
		sets:       []set{nothing},
		slots:      make([]int32, 64),
		protocols:  map[packet.ProtocolSet]int32{},
	}
}

func (c *compiler) add(l *List) {
	var terms []term
	for i := range l.Rules {
		terms = c.addRule(terms, &l.Rules[i], int32(i))
		if len(terms) > 0 && i == 0 {
			terms = slices.Grow(terms, len(l.Rules)) // a list of this family, most likely
		}
	}
	terms = c.addRule(terms, &Rule{Outcome: l.Default}, int32(len(l.Rules)))
	c.lists = append(c.lists, terms)
}

// addRule adds the terms of a rule that hold packets of the family.
func (c *compiler) addRule(terms []term, r *Rule, number int32) []term {
	if c.srcs = c.appendEnd(c.srcs[:0], r.Src, r.SrcNames); len(c.srcs) == 0 {
		return terms
	}
	c.dsts = c.appendEnd(c.dsts[:0], r.Dst, r.DstNames)
	s := c.serviceOf(r.Service)
	if s.protocols.IsEmpty() {
		return terms
	}
	for _, from := range c.srcs {
		for _, to := range c.dsts {
			t := term{
				dims:      [dims]set{from.set, to.set, c.sets[s.dstID], c.sets[s.srcID]},
				protocols: s.protocols,
				names:     [ends]nameID{from.name, to.name},
				outcome:   r.Outcome,
				rule:      number,
				ids:       [parts]int32{from.id, to.id, s.dstID, s.srcID, s.protocolsID},
			}
			terms = c.appendMarked(terms, &t, r.Marks)
		}
	}
	return terms
}

// appendMarked adds t, once for each mark if there are any.
func (c *compiler) appendMarked(terms []term, t *term, marks []*Name) []term {
	if len(marks) == 0 {
		t.at = int32(len(terms))
		return append(terms, *t)
	}
	for _, n := range marks {
		id := c.bounds.index[n]
		t.at, t.names[mark], t.ids[markPart] = int32(len(terms)), id, int32(id)
		terms = append(terms, *t)
	}
	return terms
}

// appendEnd adds the addresses and names of one end that are not empty.
func (c *compiler) appendEnd(out []part, addrs *packet.AddrSet, names []*Name) []part {
	if addrs != nil || len(names) == 0 {
		if id := c.endOf(addrs); !c.sets[id].isEmpty() {
			out = append(out, part{set: c.sets[id], id: id})
		}
	}
	for _, n := range names {
		id := c.bounds.index[n]
		if most := c.bounds.most[id]; !most.isEmpty() {
			out = append(out, part{most, id, -int32(id)})
		}
	}
	return out
}

// fewRanges is up to how many ranges a set is sooner compared than remembered.
const fewRanges = 4

func (c *compiler) endOf(addrs *packet.AddrSet) int32 {
	if addrs == nil {
		return c.identify(c.space.all())
	}
	ranges := len(addrs.OfFamily(c.space.family).Ranges())
	if ranges <= fewRanges {
		return c.identify(c.space.set(*addrs))
	}
	id, known := c.ends[addrs]
	if !known {
		id = c.identify(c.space.set(*addrs))
		c.ends[addrs] = id
	}
	return id
}

func (c *compiler) serviceOf(s *packet.Service) *services {
	id, known := c.serviceIDs[s]
	if !known {
		id = int32(len(c.services))
		c.serviceIDs[s] = id
		c.services = append(c.services, c.makeService(s))
	}
	return &c.services[id]
}

func (c *compiler) makeService(s *packet.Service) services {
	value := packet.AnyService()
	if s != nil {
		value = packet.NewService(s.Protocols, s.SrcPorts, s.DstPorts)
	}
	if value.Protocols.IsEmpty() {
		return services{}
	}
	id, known := c.protocols[value.Protocols]
	if !known {
		id = int32(len(c.protocols))
		c.protocols[value.Protocols] = id
	}
	return services{value.Protocols, id, c.identify(portSet(value.DstPorts)), c.identify(portSet(value.SrcPorts))}
}

// noSet is the id of the empty set.
const noSet = 0

// identify returns the id of a set.
func (c *compiler) identify(s set) int32 {
	if s.isEmpty() {
		return noSet
	}
	at := c.slot(&s)
	if *at == noSet {
		*at = int32(len(c.sets))
		c.sets = append(c.sets, s)
		if 2*len(c.sets) > len(c.slots) {
			c.grow()
		}
		return int32(len(c.sets) - 1)
	}
	return *at
}

// slot returns where the id of s is, or would be.
func (c *compiler) slot(s *set) *int32 {
	for h := s.hash(); ; h++ {
		at := &c.slots[h&uint64(len(c.slots)-1)]
		if *at == noSet || c.sets[*at].equal(s) {
			return at
		}
	}
}

func (c *compiler) grow() {
	c.slots = make([]int32, 4*len(c.slots))
	for id := 1; id < len(c.sets); id++ {
		*c.slot(&c.sets[id]) = int32(id)
	}
}
