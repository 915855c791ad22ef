package change

import (
	"encoding/binary"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// numbers gives equal things of both pipelines equal numbers.
type numbers struct {
	addrs    map[uint64][]numbered
	addrNext int32
	services map[string]int32
	bodies   map[string]int32
}

type numbered struct {
	set packet.AddrSet
	id  int32
}

func newNumbers() *numbers {
	return &numbers{addrs: map[uint64][]numbered{}, addrNext: 1, services: map[string]int32{}, bodies: map[string]int32{}}
}

func (n *numbers) addr(s packet.AddrSet) int32 {
	h := s.Hash()
	for _, k := range n.addrs[h] {
		if k.set.Equal(s) {
			return k.id
		}
	}
	id := n.addrNext
	n.addrNext++
	n.addrs[h] = append(n.addrs[h], numbered{s, id})
	return id
}

// number returns the number of a key, a new one if it is not known.
func number(m map[string]int32, key string) int32 {
	id, ok := m[key]
	if !ok {
		id = int32(len(m) + 1)
		m[key] = id
	}
	return id
}

func (n *numbers) side(p *pipeline.Pipeline) *side {
	s := &side{p: p, addrs: make([]int32, len(p.AddrSets)), services: make([]int32, len(p.Services)), bodies: make([]int32, len(p.Bodies))}
	for i := 1; i < len(p.AddrSets); i++ {
		s.addrs[i] = n.addr(p.AddrSets[i])
	}
	for i := 1; i < len(p.Services); i++ {
		s.services[i] = number(n.services, p.Services[i].Key())
	}
	var key []byte
	for i, b := range p.Bodies {
		if b == nil {
			continue
		}
		key = key[:0]
		for k := range b.Entries {
			key = s.appendCondition(key, &b.Entries[k])
			key = binary.LittleEndian.AppendUint16(key, b.Entries[k].Exit)
		}
		s.bodies[i] = number(n.bodies, string(key))
	}
	return s
}

// appendCondition adds a key of what an entry matches.
func (s *side) appendCondition(key []byte, e *pipeline.Entry) []byte {
	for _, v := range []int32{s.addrs[e.Src], s.addrs[e.Dst], s.services[e.Service]} {
		key = binary.LittleEndian.AppendUint32(key, uint32(v))
	}
	if e.Uncertain {
		return append(key, 1)
	}
	return append(key, 0)
}
