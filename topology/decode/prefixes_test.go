package decode

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

// tiny draws prefixes of a small universe, so that they meet often.
func tiny(t *rapid.T) []netip.Prefix {
	draw := rapid.Custom(func(t *rapid.T) netip.Prefix {
		bits := rapid.IntRange(24, 32).Draw(t, "bits")
		last := rapid.Uint8().Draw(t, "last")
		p, _ := netip.AddrFrom4([4]byte{10, 0, 0, last}).Prefix(bits)
		return p
	})
	return rapid.SliceOfN(draw, 0, 12).Draw(t, "prefixes")
}

func TestOverlapsAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefixes := tiny(t)
		pieces := make([]piece[int], len(prefixes))
		for i, p := range prefixes {
			pieces[i] = piece[int]{p, i, i}
		}
		met := map[int]bool{}
		overlaps(pieces, func(outer, inner piece[int]) {
			if !outer.prefix.Overlaps(inner.prefix) || outer.of == inner.of {
				t.Fatalf("%v and %v do not overlap", outer, inner)
			}
			met[outer.of], met[inner.of] = true, true
		})
		for i, a := range prefixes {
			any := false
			for j, b := range prefixes {
				any = any || i != j && a.Overlaps(b)
			}
			if any != met[i] {
				t.Fatalf("%v of %v: overlaps another is %t, reported %t", a, prefixes, any, met[i])
			}
		}
	})
}

func TestSpaceAgainstAllPrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefixes := tiny(t)
		s := spaceOf(prefixes)
		a := netip.AddrFrom4([4]byte{10, 0, 0, rapid.Uint8().Draw(t, "address")})
		p, _ := a.Prefix(rapid.IntRange(22, 32).Draw(t, "length"))
		contains, holds := false, false
		for _, q := range prefixes {
			contains = contains || q.Contains(a)
			holds = holds || q.Bits() <= p.Bits() && q.Contains(p.Addr())
		}
		if _, ok := s.around(a); ok != contains || s.holds(p) != holds {
			t.Fatalf("%v: around %v is %t, holds %v is %t", prefixes, a, ok, p, s.holds(p))
		}
	})
}
