package packetset

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim/packet"
)

func TestSetAgreesWithTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, aBits := drawSet(t)
		b, bBits := drawSet(t)
		for _, row := range []struct {
			name string
			got  Set
			want twin
		}{
			{"drawn", a, aBits},
			{"union", a.Union(b), aBits.merge(bBits, or)},
			{"intersect", a.Intersect(b), aBits.merge(bBits, and)},
			{"subtract", a.Subtract(b), aBits.merge(bBits, andNot)},
		} {
			if got := twinOf(row.got.Contains); got != row.want {
				t.Fatalf("%s differs from its twin\n%s", row.name, row.got)
			}
		}
		if a.Equal(b) != (aBits == bBits) || (a.Hash() == b.Hash()) != (aBits == bBits) {
			t.Fatalf("Equal or Hash differ from the twins of\n%s\n--\n%s", a, b)
		}
		if a.IsEmpty() != (a.String() == "none") || a.Overlaps(b) == a.Intersect(b).IsEmpty() {
			t.Fatal("IsEmpty or Overlaps contradict the set")
		}
		if a.ContainsSet(b) != (aBits.merge(bBits, or) == aBits) {
			t.Fatal("ContainsSet differs from the twin")
		}
	})
}

func TestSetFormIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := drawSet(t)
		b, _ := drawSet(t)
		c, _ := drawSet(t)
		same := []struct {
			law         string
			left, right Set
		}{
			{"union commutes", a.Union(b), b.Union(a)},
			{"union associates", a.Union(b).Union(c), a.Union(b.Union(c))},
			{"intersection distributes", a.Intersect(b.Union(c)), a.Intersect(b).Union(a.Intersect(c))},
			{"de Morgan", All().Subtract(a.Union(b)), All().Subtract(a).Intersect(All().Subtract(b))},
			{"parts make the whole", a.Intersect(b).Union(a.Subtract(b)), a},
			{"boxes make the whole", FromBoxes(a.Boxes()...), a},
			{"families make the whole", a.OfFamily(packet.IPv6).Union(a.OfFamily(packet.IPv4)), a},
		}
		for _, s := range same {
			if !s.left.Equal(s.right) {
				t.Fatalf("%s: not equal:\n%s\n--\n%s", s.law, s.left, s.right)
			}
			if diff := cmp.Diff(s.left.Boxes(), s.right.Boxes()); diff != "" {
				t.Fatalf("%s: boxes differ: %s", s.law, diff)
			}
		}
	})
}

func TestSplitMatchParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, bits := drawSet(t)
		m := drawMatch(t)
		in, out := s.SplitMatch(m.Src, m.Dst, m.Service)
		if got, want := twinOf(in.Contains), bits.merge(twinOf(m.Matches), and); got != want {
			t.Fatalf("in: %s", in)
		}
		if got, want := twinOf(out.Contains), bits.merge(twinOf(m.Matches), andNot); got != want {
			t.Fatalf("out: %s", out)
		}
		if !in.Equal(s.IntersectMatch(m.Src, m.Dst, m.Service)) || !out.Equal(s.SubtractMatch(m.Src, m.Dst, m.Service)) {
			t.Fatal("SplitMatch differs from IntersectMatch and SubtractMatch")
		}
	})
}

func TestBoxesAreDisjoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := drawSet(t)
		boxes := s.Boxes()
		sum := 0.0
		for i, b := range boxes {
			for _, o := range boxes[i+1:] {
				if b.Src.Overlaps(o.Src) && b.Dst.Overlaps(o.Dst) && b.Service.Overlaps(o.Service) {
					t.Fatalf("boxes share packets:\n%s\n%s", b, o)
				}
			}
			sum += b.Src.Count() * b.Dst.Count() * b.Service.Count()
		}
		if sum != s.Count() {
			t.Fatalf("boxes hold %v packets, the set %v", sum, s.Count())
		}
	})
}

func TestProjectionsAndPick(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, bits := drawSet(t)
		p, ok := s.Pick()
		if ok == s.IsEmpty() || ok && !s.Contains(p) {
			t.Fatalf("picked %v, %v from\n%s", p, ok, s)
		}
		src, dst, services := s.Sources(), s.Destinations(), s.Services()
		for i, p := range universe {
			if bits[i] == '1' && !(src.Contains(p.Src) && dst.Contains(p.Dst) && services.Contains(p)) {
				t.Fatalf("%v is in the set but not in its projections", p)
			}
		}
		for _, a := range addrAtoms {
			from := slices.ContainsFunc(universe, func(p packet.Packet) bool { return p.Src == lowest(a) && s.Contains(p) })
			if from != src.Overlaps(a) {
				t.Fatalf("Sources is wrong about %s", a)
			}
		}
	})
}

func TestPickPrefers(t *testing.T) {
	hosts, peers := addrs("10.0.0.4-10.0.0.9,fd00::4"), addrs("10.1.0.0/24,fd00:1::/64")
	for _, row := range []struct{ name, traffic, want string }{
		{"https stands for any traffic", "any", "tcp 10.0.0.4:49152 → 10.1.0.0:443"},
		{"lowest port where 443 is not allowed", "tcp/8443,8080", "tcp 10.0.0.4:49152 → 10.1.0.0:8080"},
		{"port 0 only where there is no other", "udp/0-9", "udp 10.0.0.4:49152 → 10.1.0.0:1"},
		{"port 0", "udp/0", "udp 10.0.0.4:49152 → 10.1.0.0:0"},
		{"source port that is allowed", "tcp/443 from 1024-2000", "tcp 10.0.0.4:1024 → 10.1.0.0:443"},
		{"source port 49152 before port 443", "tcp/443 from 25 tcp/80", "tcp 10.0.0.4:49152 → 10.1.0.0:80"},
		{"names before numbers", "47 ah icmp", "icmp 10.0.0.4 → 10.1.0.0"},
		{"a number", "47 200", "47 10.0.0.4 → 10.1.0.0"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := Of(hosts, peers, FromTraffic(traffic(t, row.traffic), packet.IPv4))
			if p, ok := s.Pick(); !ok || p.String() != row.want {
				t.Errorf("picked %v, want %s", p, row.want)
			}
		})
	}
	six := Of(hosts, peers, FromTraffic(traffic(t, "icmp"), packet.IPv6)).OfFamily(packet.IPv6)
	if p, _ := six.Pick(); p.Protocol != packet.ICMPv6 || p.String() != "icmp fd00::4 → fd00:1::" {
		t.Errorf("picked %v", p)
	}
}

func TestFamiliesNeverMix(t *testing.T) {
	s := Of(addrs("10.0.0.4"), addrs("fd00::4"), AnyService())
	if !s.IsEmpty() {
		t.Errorf("a packet from IPv4 to IPv6: %s", s)
	}
	p := packet.Packet{Src: lowest(addrs("10.0.0.4")), Dst: lowest(addrs("fd00::4")), Protocol: packet.ESP}
	if All().Contains(p) {
		t.Errorf("%v is in the set of all packets", p)
	}
}

func TestBoxesOfATableAreFew(t *testing.T) {
	web, app, all := addrs("10.0.0.0/24"), addrs("10.0.1.0/24"), addrs("10.0.0.0/16")
	https := packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(443))
	left := Of(all, all, FromTraffic(packet.AnyTraffic(), packet.IPv4))
	left = left.SubtractMatch(&web, &app, &https)
	var got []string
	for _, b := range left.Boxes() {
		got = append(got, b.String())
	}
	want := []string{
		"10.0.0.0/24 → 10.0.0.0/24,10.0.2.0-10.0.255.255 any",
		"10.0.0.0/24 → 10.0.1.0/24 tcp/0-442,444-65535 udp icmp esp ah",
		"10.0.1.0-10.0.255.255 → 10.0.0.0/16 any",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSubtractKeepsWhatIsDisjoint(t *testing.T) {
	a := Of(addrs("10.0.0.0/24"), addrs("10.0.1.0/24"), AnyService())
	other := addrs("10.9.0.0/24")
	if b := a.SubtractMatch(nil, &other, nil); !a.v4.same(b.v4) {
		t.Error("a set was copied though nothing was taken from it")
	}
}

func traffic(t *testing.T, text string) packet.Traffic {
	t.Helper()
	words, err := packet.ParseTraffic(text)
	if err != nil {
		t.Fatal(err)
	}
	return words
}
