package packetset

import (
	"testing"

	"vnetproof/sim/packet"
)

func TestTrafficOfBothFamilies(t *testing.T) {
	of := func(f packet.Family, words string) Set {
		traffic, err := packet.ParseTraffic(words)
		if err != nil {
			t.Fatal(err)
		}
		return Of(packet.AllOf(f), packet.AllOf(f), FromTraffic(traffic, f))
	}
	tests := []struct{ v4, v6, want string }{
		{"tcp/443 icmp", "", "tcp/443 icmp"},
		{"", "icmp", "icmp"},
		{"tcp/443 icmp", "tcp/22 icmp", "tcp/22,443 icmp"},
		{"any", "any", "any"},
		{"", "", "none"},
	}
	for _, test := range tests {
		var set Set
		if test.v4 != "" {
			set = set.Union(of(packet.IPv4, test.v4))
		}
		if test.v6 != "" {
			set = set.Union(of(packet.IPv6, test.v6))
		}
		if got := set.Traffic().String(); got != test.want {
			t.Errorf("%q and %q: %q, want %q", test.v4, test.v6, got, test.want)
		}
	}
}
