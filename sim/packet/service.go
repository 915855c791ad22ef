package packet

import (
	"encoding/binary"
	"strings"
)

// Service is a condition on protocol and ports: the product of its parts. Where
// a port set is not all ports, only protocols with ports can be in it; packets
// without ports are matched by protocol alone. Build one with NewService.
// The zero value matches nothing.
type Service struct {
	Protocols          ProtocolSet
	SrcPorts, DstPorts PortSet
}

// NewService returns the canonical service of the given parts: it keeps of
// protocols what the ports allow, and is the zero Service if nothing is left.
func NewService(protocols ProtocolSet, src, dst PortSet) Service {
	if !src.IsAll() || !dst.IsAll() {
		protocols = protocols.Intersect(Ported())
	}
	if protocols.IsEmpty() || src.IsEmpty() || dst.IsEmpty() {
		return Service{}
	}
	return Service{protocols, src, dst}
}

// AnyService returns the service that matches every packet.
func AnyService() Service { return NewService(AllProtocols(), AllPorts(), AllPorts()) }

// Contains tells whether p's protocol and ports meet s.
func (s Service) Contains(p Packet) bool {
	if !s.Protocols.Contains(p.Protocol) {
		return false
	}
	if !p.Protocol.HasPorts() {
		return s.SrcPorts.IsAll() && s.DstPorts.IsAll()
	}
	return s.SrcPorts.Contains(p.SrcPort) && s.DstPorts.Contains(p.DstPort)
}

// Intersect returns the service of packets that meet both s and t.
func (s Service) Intersect(t Service) Service {
	return NewService(s.Protocols.Intersect(t.Protocols), s.SrcPorts.Intersect(t.SrcPorts), s.DstPorts.Intersect(t.DstPorts))
}

// Overlaps tells whether a packet can meet both s and t.
func (s Service) Overlaps(t Service) bool { return !s.Intersect(t).IsEmpty() }

// IsEmpty tells whether no packet meets s.
func (s Service) IsEmpty() bool {
	return NewService(s.Protocols, s.SrcPorts, s.DstPorts).Protocols.IsEmpty()
}

// IsAny tells whether every packet meets s.
func (s Service) IsAny() bool {
	return s.Protocols == AllProtocols() && s.SrcPorts.IsAll() && s.DstPorts.IsAll()
}

// Equal tells whether s and t have the same parts.
func (s Service) Equal(t Service) bool {
	return s.Protocols == t.Protocols && s.SrcPorts.Equal(t.SrcPorts) && s.DstPorts.Equal(t.DstPorts)
}

// Hash returns a number that is the same for equal services in every run.
func (s Service) Hash() uint64 {
	h := hashSeed
	for _, word := range s.Protocols {
		h = mix(h, word)
	}
	return mix(mix(h, s.SrcPorts.Hash()), s.DstPorts.Hash())
}

// Key returns bytes that are the same for equal services only, for interning.
func (s Service) Key() string {
	var key []byte
	for _, word := range s.Protocols {
		key = binary.BigEndian.AppendUint64(key, word)
	}
	for _, ports := range []PortSet{s.SrcPorts, s.DstPorts} {
		key = binary.BigEndian.AppendUint16(key, uint16(len(ports.ranges)))
		for _, r := range ports.ranges {
			key = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(key, r.Lo), r.Hi)
		}
	}
	return string(key)
}

// String returns "tcp,udp/443 from 1024-65535"; "any" for every packet, "none" for none.
func (s Service) String() string {
	switch {
	case s.IsEmpty():
		return "none"
	case s.IsAny():
		return "any"
	}
	var words []string
	for p := range s.Protocols.All() {
		words = append(words, p.String())
	}
	return strings.Join(words, ",") + portWords(s.SrcPorts, s.DstPorts)
}

// portWords returns what follows the protocol: "/443 from 1024-65535".
func portWords(src, dst PortSet) string {
	text := ""
	if !dst.IsAll() {
		text = "/" + dst.String()
	}
	if !src.IsAll() {
		text += " from " + src.String()
	}
	return text
}
