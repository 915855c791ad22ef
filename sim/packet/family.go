package packet

import "net/netip"

// Family is an address family; the zero value is none.
type Family uint8

const (
	// IPv4 is the family of 32-bit addresses.
	IPv4 Family = iota + 1
	// IPv6 is the family of 128-bit addresses.
	IPv6
)

// Families returns both families in order.
func Families() []Family { return []Family{IPv4, IPv6} }

// FamilyOf returns the family of a.
func FamilyOf(a netip.Addr) Family {
	switch {
	case !a.IsValid():
		return 0
	case a.Is4():
		return IPv4
	}
	return IPv6
}

// String returns "IPv4" or "IPv6".
func (f Family) String() string {
	switch f {
	case IPv4:
		return "IPv4"
	case IPv6:
		return "IPv6"
	}
	return "none"
}
