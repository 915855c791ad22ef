package packetset

import "vnetproof/sim/packet"

// Traffic returns the services of all packets of s in the words of users, both
// families together.
func (s Set) Traffic() packet.Traffic {
	v4, v6 := s.v4.image().image(), s.v6.image().image()
	switch {
	case v6.IsEmpty():
		return v4.Traffic(packet.IPv4)
	case v4.IsEmpty():
		return v6.Traffic(packet.IPv6)
	}
	both, err := packet.ParseTraffic(v4.Traffic(packet.IPv4).String() + " " + v6.Traffic(packet.IPv6).String())
	if err != nil {
		return v4.Traffic(packet.IPv4) // too many words to read back
	}
	return both
}
