package packet

// Match is a condition on packets: the product of its parts. A nil part is any.
// The parts are shared, not copied: whoever builds many equal ones may intern them.
type Match struct {
	Src, Dst *AddrSet
	Service  *Service
}

// Matches tells whether p meets every part of m.
func (m Match) Matches(p Packet) bool {
	return (m.Src == nil || m.Src.Contains(p.Src)) &&
		(m.Dst == nil || m.Dst.Contains(p.Dst)) &&
		(m.Service == nil || m.Service.Contains(p))
}

// String returns "any → 10.0.0.0/24 tcp/443", for tests and debugging.
func (m Match) String() string {
	src, dst, service := "any", "any", "any"
	if m.Src != nil {
		src = m.Src.String()
	}
	if m.Dst != nil {
		dst = m.Dst.String()
	}
	if m.Service != nil {
		service = m.Service.String()
	}
	return src + " → " + dst + " " + service
}
