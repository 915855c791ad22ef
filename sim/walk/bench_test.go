package walk

import (
	"testing"

	"vnetproof/sim/pipeline"
)

// BenchmarkTrace moves one packet through a firewall, out and back.
func BenchmarkTrace(b *testing.B) {
	k := firewalled(b, true, true, true)
	p := k.build()
	sent := header(b, clientAddr, serverAddr, tcp443)
	for b.Loop() {
		if Walk(p, k.places["client"], sent).Verdict != pipeline.Delivered {
			b.Fatal("not delivered")
		}
	}
}
