package packetset

import (
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/packet"
)

func drawServiceSet(t *rapid.T) ServiceSet {
	var s ServiceSet
	for range rapid.IntRange(0, 4).Draw(t, "services") {
		next := FromService(drawService(t))
		if rapid.Bool().Draw(t, "take away") {
			s = s.Subtract(next)
		} else {
			s = s.Union(next)
		}
	}
	return s
}

func TestServiceSetAgreesWithTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawServiceSet(t), drawServiceSet(t)
		aBits, bBits := twinOf(a.Contains), twinOf(b.Contains)
		for _, row := range []struct {
			name string
			got  ServiceSet
			want twin
		}{
			{"union", a.Union(b), aBits.merge(bBits, or)},
			{"intersect", a.Intersect(b), aBits.merge(bBits, and)},
			{"subtract", a.Subtract(b), aBits.merge(bBits, andNot)},
			{"services and back", FromService(a.Services()...), aBits},
		} {
			if twinOf(row.got.Contains) != row.want {
				t.Fatalf("%s differs from its twin: %v", row.name, row.got.Services())
			}
		}
		if a.Equal(b) != (aBits == bBits) || (a.Hash() == b.Hash()) != (aBits == bBits) {
			t.Fatalf("Equal or Hash differ from the twins: %v, %v", a.Services(), b.Services())
		}
	})
}

func TestServiceSetWordsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawServiceSet(t)
		for _, f := range packet.Families() {
			text := s.Traffic(f).String()
			if s.IsEmpty() {
				if text != "none" {
					t.Fatalf("the empty set prints %q", text)
				}
				continue
			}
			back, err := packet.ParseTraffic(text)
			if err != nil {
				t.Fatalf("does not read its own words: %v", err)
			}
			if got := FromTraffic(back, f); !got.Equal(s) {
				t.Fatalf("%s in %s reads back as %v", text, f, got.Services())
			}
			if again := FromTraffic(back, f).Traffic(f).String(); again != text {
				t.Fatalf("%q prints again as %q", text, again)
			}
		}
	})
}

func TestServiceSetWords(t *testing.T) {
	any4 := FromTraffic(packet.AnyTraffic(), packet.IPv4)
	for _, row := range []struct {
		name string
		set  ServiceSet
		want string
	}{
		{"what a virtual network carries", any4, "any"},
		{"every protocol number", AnyService(), "any 0 2-5 7-16 18-49 52-255"},
		{"one port short of any", any4.Subtract(FromTraffic(traffic(t, "tcp/443"), packet.IPv4)),
			"tcp/0-442,444-65535 udp icmp esp ah"},
		{"ports of several words", FromTraffic(traffic(t, "tcp/80 udp/53 tcp/443,81"), packet.IPv4),
			"tcp/80-81,443 udp/53"},
		{"source ports only where they are restricted",
			FromTraffic(traffic(t, "tcp/443 tcp/80,443 from 1024-65535"), packet.IPv4),
			"tcp/80 from 1024-65535 tcp/443"},
		{"ICMPv6 in IPv4 packets is a number", FromService(packet.NewService(
			packet.Of(packet.ICMP, packet.ICMPv6), packet.AllPorts(), packet.AllPorts())), "icmp 58"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.set.Traffic(packet.IPv4).String(); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestServicesMergeProtocols(t *testing.T) {
	got := FromTraffic(traffic(t, "tcp/443 udp/443 icmp esp"), packet.IPv4).Services()
	if len(got) != 2 || got[0].String() != "icmp,esp" || got[1].String() != "tcp,udp/443" {
		t.Errorf("got %v", got)
	}
}
