package packetset

import (
	"fmt"
	"net/netip"
	"testing"

	"vnetproof/sim/packet"
)

// BenchmarkFirstMatchTable walks a table whose entries each name one of many
// sources and one of many destinations.
func BenchmarkFirstMatchTable(b *testing.B) {
	for _, entries := range []int{100, 1000, 4000} {
		table := tableOf(entries)
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			for b.Loop() {
				left := All()
				var passed []Set
				for _, m := range table {
					var in Set
					in, left = left.SplitMatch(m.Src, m.Dst, m.Service)
					passed = append(passed, in)
				}
				if left.IsEmpty() || len(passed) != entries {
					b.Fatal("the table matched everything")
				}
			}
		})
	}
}

func tableOf(entries int) []packet.Match {
	table := make([]packet.Match, entries)
	for i := range table {
		src := prefix24(i * 37 % 600)
		dst := prefix24(i * 53 % 700)
		service := packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(uint16(i%23+80)))
		table[i] = packet.Match{Src: &src, Dst: &dst, Service: &service}
	}
	return table
}

func prefix24(n int) packet.AddrSet {
	return packet.FromPrefixes(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(n >> 8), byte(n), 0}), 24))
}
