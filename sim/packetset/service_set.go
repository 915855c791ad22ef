package packetset

import (
	"slices"

	"vnetproof/sim/packet"
)

// ports is a set of pairs of destination and source port. Destination ports
// come first: rules restrict them more often.
type ports = product[packet.PortSet, packet.PortSet]

// ServiceSet is an immutable set of combinations of protocol, source port and
// destination port; protocols without ports are in it or not. Equal sets have
// equal forms. The zero value is empty.
type ServiceSet struct {
	bare     packet.ProtocolSet // protocols without ports
	tcp, udp ports
}

// FromService returns the combinations that meet any of services.
func FromService(services ...packet.Service) ServiceSet {
	var all ServiceSet
	for _, s := range services {
		all = all.Union(fromService(s))
	}
	return all
}

func fromService(s packet.Service) ServiceSet {
	s = packet.NewService(s.Protocols, s.SrcPorts, s.DstPorts)
	pairs := single(s.DstPorts, s.SrcPorts)
	set := ServiceSet{bare: s.Protocols.Subtract(packet.Ported())}
	if s.Protocols.Contains(packet.TCP) {
		set.tcp = pairs
	}
	if s.Protocols.Contains(packet.UDP) {
		set.udp = pairs
	}
	return set
}

// AnyService returns all combinations.
func AnyService() ServiceSet { return anyService }

var anyService = fromService(packet.AnyService())

// FromTraffic returns the combinations that t means in packets of family f.
func FromTraffic(t packet.Traffic, f packet.Family) ServiceSet {
	return FromService(t.Services(f)...)
}

// Union returns the combinations in s or t.
func (s ServiceSet) Union(t ServiceSet) ServiceSet {
	return ServiceSet{s.bare.Union(t.bare), s.tcp.Union(t.tcp), s.udp.Union(t.udp)}
}

// Intersect returns the combinations in both s and t.
func (s ServiceSet) Intersect(t ServiceSet) ServiceSet {
	return ServiceSet{s.bare.Intersect(t.bare), s.tcp.Intersect(t.tcp), s.udp.Intersect(t.udp)}
}

// Subtract returns the combinations in s but not in t.
func (s ServiceSet) Subtract(t ServiceSet) ServiceSet {
	return ServiceSet{s.bare.Subtract(t.bare), s.tcp.Subtract(t.tcp), s.udp.Subtract(t.udp)}
}

// Overlaps tells whether s and t share a combination.
func (s ServiceSet) Overlaps(t ServiceSet) bool { return !s.Intersect(t).IsEmpty() }

// ContainsSet tells whether all of t is in s.
func (s ServiceSet) ContainsSet(t ServiceSet) bool { return t.Subtract(s).IsEmpty() }

// IsEmpty tells whether s holds no combination.
func (s ServiceSet) IsEmpty() bool { return s.bare.IsEmpty() && s.tcp.IsEmpty() && s.udp.IsEmpty() }

// Equal tells whether s and t hold the same combinations.
func (s ServiceSet) Equal(t ServiceSet) bool {
	return s.bare == t.bare && s.tcp.Equal(t.tcp) && s.udp.Equal(t.udp)
}

// Hash returns the same number for equal sets.
func (s ServiceSet) Hash() uint64 {
	h := mix(mix(0, s.tcp.Hash()), s.udp.Hash())
	for _, word := range s.bare {
		h = mix(h, word)
	}
	return h
}

// Contains tells whether the protocol and ports of p are in s.
func (s ServiceSet) Contains(p packet.Packet) bool {
	if !p.Protocol.HasPorts() {
		return s.bare.Contains(p.Protocol)
	}
	return slices.ContainsFunc(s.ported(p.Protocol).rows, func(r row[packet.PortSet, packet.PortSet]) bool {
		return r.key.Contains(p.DstPort) && r.val.Contains(p.SrcPort)
	})
}

// ported returns the port pairs of TCP or UDP.
func (s ServiceSet) ported(p packet.Protocol) ports {
	if p == packet.UDP {
		return s.udp
	}
	return s.tcp
}

// Protocols returns the protocols of which s holds anything.
func (s ServiceSet) Protocols() packet.ProtocolSet {
	all := s.bare
	if !s.tcp.IsEmpty() {
		all = all.Union(packet.Of(packet.TCP))
	}
	if !s.udp.IsEmpty() {
		all = all.Union(packet.Of(packet.UDP))
	}
	return all
}

// Services returns s as disjoint products, protocols with equal ports in one.
func (s ServiceSet) Services() []packet.Service {
	out := []packet.Service{{Protocols: s.bare, SrcPorts: packet.AllPorts(), DstPorts: packet.AllPorts()}}
	for _, p := range []packet.Protocol{packet.TCP, packet.UDP} {
		for _, r := range s.ported(p).rows {
			out = addService(out, packet.Service{Protocols: packet.Of(p), SrcPorts: r.val, DstPorts: r.key})
		}
	}
	if out[0].Protocols.IsEmpty() {
		return out[1:]
	}
	return out
}

// addService joins s into the service of list with the same ports, or adds it.
func addService(list []packet.Service, s packet.Service) []packet.Service {
	for i := range list {
		if list[i].SrcPorts.Equal(s.SrcPorts) && list[i].DstPorts.Equal(s.DstPorts) {
			list[i].Protocols = list[i].Protocols.Union(s.Protocols)
			return list
		}
	}
	return append(list, s)
}

// Traffic returns s in the words of users, as they hold in packets of family f.
func (s ServiceSet) Traffic(f packet.Family) packet.Traffic {
	return packet.NewTraffic(f, s.Services()...)
}

// Count returns how many combinations s holds; protocols without ports count one.
func (s ServiceSet) Count() float64 {
	n := float64(s.bare.Len())
	for _, pairs := range []ports{s.tcp, s.udp} {
		for _, r := range pairs.rows {
			n += float64(r.key.Count()) * float64(r.val.Count())
		}
	}
	return n
}
