package ruleset

import "vnetproof/sim/packet"

// problem is some lists, made ready for one address family.
type problem struct {
	space  *space
	bounds *bounds
	lists  [][]term // the last term of each is the default and matches everything
}

// problems returns one problem for each family of which the lists hold rules.
func problems(lists ...*List) []*problem {
	ns := namesOf(lists)
	var out []*problem
	for _, f := range packet.Families() {
		s := newSpace(f, func(yield func(packet.AddrSet)) { eachSet(lists, ns, yield) })
		c := &compiler{
			problem: &problem{space: s, bounds: ns.within(s)},
			ends:    map[*packet.AddrSet]part{},
			service: map[*packet.Service]services{},
			ids:     map[uint64]int32{},
			protos:  map[packet.ProtocolSet]int32{},
		}
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
		}
	}
	ns.relate()
	return ns
}

// eachSet yields every set of addresses that a rule or a name has.
func eachSet(lists []*List, ns *names, yield func(packet.AddrSet)) {
	seen := map[*packet.AddrSet]bool{}
	once := func(s *packet.AddrSet) {
		if s != nil && !seen[s] {
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
	protocols packet.ProtocolSet
	ports     [2]part // destination, source
	id        int32   // of the protocols
}

// compiler makes terms of rules. Equal sets get equal ids; sets that rules
// share by pointer are looked at once.
type compiler struct {
	*problem
	ends    map[*packet.AddrSet]part
	service map[*packet.Service]services
	sets    []set            // by id
	ids     map[uint64]int32 // by hash of the set; a taken hash moves on by one
	protos  map[packet.ProtocolSet]int32
	srcs    []part // of the rule at hand
	dsts    []part
}

func (c *compiler) add(l *List) {
	terms := make([]term, 0, len(l.Rules)+1)
	for i := range l.Rules {
		terms = c.addRule(terms, &l.Rules[i], int32(i))
	}
	terms = c.addRule(terms, &Rule{Outcome: l.Default}, int32(len(l.Rules)))
	c.lists = append(c.lists, terms)
}

// addRule adds the terms of a rule that hold packets of the family.
func (c *compiler) addRule(terms []term, r *Rule, number int32) []term {
	s := c.serviceOf(r.Service)
	c.srcs = c.appendEnd(c.srcs[:0], r.Src, r.SrcNames)
	c.dsts = c.appendEnd(c.dsts[:0], r.Dst, r.DstNames)
	if s.protocols.IsEmpty() {
		return terms
	}
	for _, from := range c.srcs {
		for _, to := range c.dsts {
			terms = append(terms, term{
				dims:      [dims]set{from.set, to.set, s.ports[0].set, s.ports[1].set},
				protocols: s.protocols,
				names:     [2]nameID{from.name, to.name},
				outcome:   r.Outcome,
				rule:      number,
				ids:       [parts]int32{from.id, to.id, s.ports[0].id, s.ports[1].id, s.id},
			})
		}
	}
	return terms
}

// appendEnd adds the addresses and names of one end that are not empty.
func (c *compiler) appendEnd(out []part, addrs *packet.AddrSet, names []*Name) []part {
	if addrs != nil || len(names) == 0 {
		if p := c.endOf(addrs); !p.set.isEmpty() {
			out = append(out, p)
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

func (c *compiler) endOf(addrs *packet.AddrSet) part {
	p, known := c.ends[addrs]
	if known {
		return p
	}
	if addrs == nil {
		p = c.part(c.space.all())
	} else {
		p = c.part(c.space.set(*addrs))
	}
	c.ends[addrs] = p
	return p
}

func (c *compiler) serviceOf(s *packet.Service) services {
	known, ok := c.service[s]
	if ok {
		return known
	}
	value := packet.AnyService()
	if s != nil {
		value = packet.NewService(s.Protocols, s.SrcPorts, s.DstPorts)
	}
	out := services{protocols: value.Protocols, id: c.protocolsID(value.Protocols)}
	if !value.Protocols.IsEmpty() {
		out.ports = [2]part{c.part(portSet(value.DstPorts)), c.part(portSet(value.SrcPorts))}
	}
	c.service[s] = out
	return out
}

func (c *compiler) protocolsID(p packet.ProtocolSet) int32 {
	id, known := c.protos[p]
	if !known {
		id = int32(len(c.protos))
		c.protos[p] = id
	}
	return id
}

// part gives a set its identity.
func (c *compiler) part(s set) part {
	h := s.hash()
	id, taken := c.ids[h]
	for taken && !c.sets[id].equal(&s) {
		h++
		id, taken = c.ids[h]
	}
	if !taken {
		id = int32(len(c.sets))
		c.ids[h] = id
		c.sets = append(c.sets, s)
	}
	return part{set: c.sets[id], id: id}
}
