package ruleset_test

import (
	"fmt"
	"runtime"
	"testing"

	"vnetproof/sim/ruleset"
	"vnetproof/sim/ruleset/flat"
)

// BenchmarkMemory tells how many bytes a list takes that is ready to be
// compared, for each of its rules and for each of their different sets.
func BenchmarkMemory(b *testing.B) {
	for _, rules := range []int{1000, 4000, 16000} {
		b.Run(fmt.Sprint("rules=", rules), func(b *testing.B) {
			l := flat.List(newSampler(rules, estate, 1).rules(rules))
			var all any
			var sets int
			before := heap()
			for b.Loop() {
				all, sets = ruleset.Compile(l)
			}
			bytes := float64(heap() - before)
			runtime.KeepAlive(all)
			runtime.KeepAlive(l)
			b.ReportMetric(bytes/float64(rules), "bytes/rule")
			b.ReportMetric(bytes/float64(sets), "bytes/set")
			b.ReportMetric(float64(sets), "sets")
		})
	}
}

// heap returns the bytes that are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
