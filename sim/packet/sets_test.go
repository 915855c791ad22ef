package packet

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The tiny universe of addresses and ports: the ends of both families and a
// few neighbours, so that ranges touch, overlap and reach the ends.
var (
	tinyAddrs = mustAddrs("0.0.0.0", "0.0.0.1", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.255", "10.0.1.0",
		"255.255.255.254", "255.255.255.255", "::", "::1", "::ffff:10.0.0.0", "::ffff:10.0.0.255", "fd00::", "fd00::ffff", "fd00::1:0",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
	tinyPorts = []uint16{0, 1, 2, 79, 80, 81, 443, 444, 65534, 65535}
)

func mustAddrs(words ...string) []netip.Addr {
	addrs := make([]netip.Addr, len(words))
	for i, w := range words {
		addrs[i] = netip.MustParseAddr(w)
	}
	return addrs
}

// set is what PortSet and AddrSet share.
type set[S, E any] interface {
	Union(S) S
	Intersect(S) S
	Subtract(S) S
	Contains(E) bool
	ContainsSet(S) bool
	Overlaps(S) bool
	IsEmpty() bool
	Equal(S) bool
	Compare(S) int
	Hash() uint64
}

// checkAlgebra compares a and b with their twins: which probes they hold.
// Probes must tell generated sets apart.
func checkAlgebra[S set[S, E], E any](t *rapid.T, a, b S, probes []E) {
	twin := func(s S) []bool {
		bits := make([]bool, len(probes))
		for i, p := range probes {
			bits[i] = s.Contains(p)
		}
		return bits
	}
	aBits, bBits := twin(a), twin(b)
	for _, row := range []struct {
		name string
		got  S
		op   func(a, b bool) bool
	}{
		{"union", a.Union(b), func(a, b bool) bool { return a || b }},
		{"intersect", a.Intersect(b), func(a, b bool) bool { return a && b }},
		{"subtract", a.Subtract(b), func(a, b bool) bool { return a && !b }},
	} {
		want := make([]bool, len(probes))
		for i := range want {
			want[i] = row.op(aBits[i], bBits[i])
		}
		if diff := cmp.Diff(want, twin(row.got)); diff != "" {
			t.Fatalf("%s of %v and %v is %v: %s", row.name, a, b, row.got, diff)
		}
		if row.got.IsEmpty() != !slices.Contains(want, true) {
			t.Fatalf("%s: IsEmpty is wrong", row.name)
		}
	}
	same := slices.Equal(aBits, bBits)
	if a.Equal(b) != same || (a.Compare(b) == 0) != same || (a.Hash() == b.Hash()) != same {
		t.Fatalf("Equal, Compare or Hash of %v and %v differ from their twins", a, b)
	}
	if a.Overlaps(b) == a.Intersect(b).IsEmpty() || a.ContainsSet(b) != b.Subtract(a).IsEmpty() {
		t.Fatalf("Overlaps or ContainsSet of %v and %v are wrong", a, b)
	}
	if !a.Subtract(b).Union(a.Intersect(b)).Equal(a) || !a.Union(b).Equal(b.Union(a)) {
		t.Fatalf("%v and %v break the laws of sets", a, b)
	}
}

func drawPortSet(t *rapid.T, label string) PortSet {
	var ranges []PortRange
	for range rapid.IntRange(0, 4).Draw(t, label) {
		lo, hi := rapid.SampledFrom(tinyPorts).Draw(t, "lo"), rapid.SampledFrom(tinyPorts).Draw(t, "hi")
		ranges = append(ranges, PortRange{min(lo, hi), max(lo, hi)})
	}
	return PortSetOf(ranges...)
}

func TestPortSetAgreesWithTwin(t *testing.T) {
	var probes []uint16
	for _, p := range tinyPorts { // and what lies between them
		probes = append(probes, p-1, p, p+1)
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPortSet(t, "a"), drawPortSet(t, "b")
		checkAlgebra(t, a, b, probes)
		if a.Count()+AllPorts().Subtract(a).Count() != 65536 || a.IsAll() != (a.Count() == 65536) {
			t.Fatalf("%v: %d ports", a, a.Count())
		}
	})
}

func drawAddrSet(t *rapid.T, label string) AddrSet {
	var ranges []AddrRange
	for range rapid.IntRange(0, 5).Draw(t, label) {
		lo, hi := rapid.SampledFrom(tinyAddrs).Draw(t, "lo"), rapid.SampledFrom(tinyAddrs).Draw(t, "hi")
		ranges = append(ranges, AddrRange{lower(lo, hi), higher(lo, hi)})
	}
	return AddrSetOf(ranges...)
}

func TestAddrSetAgreesWithTwin(t *testing.T) {
	probes := slices.Clone(tinyAddrs)
	for _, a := range tinyAddrs { // and what lies between them
		for _, near := range []netip.Addr{a.Prev(), a.Next()} {
			if near.IsValid() {
				probes = append(probes, near)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAddrSet(t, "a"), drawAddrSet(t, "b")
		checkAlgebra(t, a, b, probes)
		if (a.Key() == b.Key()) != a.Equal(b) {
			t.Fatalf("keys of %v and %v", a, b)
		}
		if !a.OfFamily(IPv4).Equal(a.Intersect(All4())) || !a.OfFamily(IPv6).Equal(a.Intersect(All6())) {
			t.Fatalf("families of %v", a)
		}
	})
}

func TestAddrSetTextAndPrefixesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawAddrSet(t, "set")
		back, err := ParseAddrSet(s.String())
		if err != nil || !back.Equal(s) {
			t.Fatalf("%v reads back as %v, %v", s, back, err)
		}
		if fromPrefixes := FromPrefixes(s.Prefixes()...); !fromPrefixes.Equal(s) {
			t.Fatalf("prefixes of %v make %v", s, fromPrefixes)
		}
	})
}

func TestAddrSetText(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"a prefix, a range, an address", "10.0.0.0/24,10.0.1.4-10.0.1.9,10.0.3.1", "10.0.0.0/24,10.0.1.4-10.0.1.9,10.0.3.1"},
		{"neighbours merge into a prefix", "10.0.1.0/24,10.0.0.0/24", "10.0.0.0/23"},
		{"what is no prefix is a range", "10.0.1.0/24,10.0.2.0/24", "10.0.1.0-10.0.2.255"},
		{"a range of one address", "10.0.0.4-10.0.0.4", "10.0.0.4"},
		{"everything", "::/0,0.0.0.0/0", "0.0.0.0/0,::/0"},
		{"the families do not touch", "255.255.255.255,::", "255.255.255.255,::"},
		{"IPv4 in IPv6 clothes is IPv6", "::ffff:10.0.0.1,10.0.0.1", "10.0.0.1,::ffff:10.0.0.1"},
		{"nothing", "none", "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, err := ParseAddrSet(row.in)
			if err != nil || s.String() != row.want {
				t.Errorf("got %v, %v, want %s", s, err, row.want)
			}
		})
	}
}

func TestParseAddrSetRefuses(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"a name", "web", `"web" is not an address, prefix or range such as 10.0.0.4, 10.0.0.0/24, 10.0.1.4-10.0.1.9`},
		{"host bits", "10.0.0.4/24", `prefix "10.0.0.4/24" has host bits set; write 10.0.0.0/24`},
		{"a long mask", "10.0.0.0/33", `"10.0.0.0/33" is not a prefix such as 10.0.0.0/24`},
		{"backwards", "10.0.0.9-10.0.0.4", `"10.0.0.9-10.0.0.4" is not a range: two addresses of one family, the lower first`},
		{"two families", "10.0.0.9-::1", `"10.0.0.9-::1" is not a range: two addresses of one family, the lower first`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := ParseAddrSet(row.in); err == nil || err.Error() != row.want {
				t.Errorf("got %v, want %s", err, row.want)
			}
		})
	}
}

func TestAddrSetCount(t *testing.T) {
	for _, row := range []struct {
		name string
		set  AddrSet
		want float64
	}{
		{"none", AddrSet{}, 0},
		{"all IPv4", All4(), 1 << 32},
		{"a subnet and a host", FromPrefixes(netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("10.0.9.1/32")), 257},
		{"an IPv6 subnet", FromPrefixes(netip.MustParsePrefix("fd00::/64")), 1 << 64},
		{"all IPv6", All6(), 1 << 128},
		{"across the middle of IPv6", AddrSetOf(AddrRange{netip.MustParseAddr("::ffff:ffff:ffff:ffff"),
			netip.MustParseAddr("0:0:0:1::1")}), 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.set.Count(); got != row.want {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

func TestProtocolSet(t *testing.T) {
	s := Of(TCP, AH, 255, 0)
	if got, want := slices.Collect(s.All()), []Protocol{0, TCP, AH, 255}; !slices.Equal(got, want) {
		t.Errorf("All yields %v", got)
	}
	if s.Len() != 4 || !s.Contains(255) || s.Contains(UDP) {
		t.Errorf("wrong members: %v", slices.Collect(s.All()))
	}
	if s.Union(Of(UDP)).Subtract(s) != Of(UDP) || s.Intersect(Ported()) != Of(TCP) {
		t.Error("wrong union, difference or intersection")
	}
	if AllProtocols().Len() != 256 || !AllProtocols().Subtract(AllProtocols()).IsEmpty() || !AllProtocols().ContainsSet(s) {
		t.Error("wrong set of all protocols")
	}
}
