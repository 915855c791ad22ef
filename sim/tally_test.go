package sim_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// tally counts what becomes of random packets, to see that a test of them has
// teeth. It is safe for concurrent use.
type tally struct {
	mu         sync.Mutex
	given      int // designs with too much work
	packets    int
	translated int
	counts     map[string]int // by verdict, ending, and kind of cause
}

func (a *tally) overBudget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.given++
}

func (a *tally) count(p *pipeline.Pipeline, trace *walk.Trace) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.counts == nil {
		a.counts = map[string]int{}
	}
	a.packets++
	a.counts["verdict "+trace.Verdict.String()]++
	kinds := map[string]bool{}
	for _, b := range trace.Branches {
		kinds["ending "+b.Ending.String()] = true
		for _, at := range slices.Concat(b.Forward, b.Return) {
			if c := p.CauseOf(at); c != nil {
				kinds["passes "+c.Kind.String()] = true
			}
		}
		if b.Cause != nil {
			kinds["ended by "+b.Cause.Kind.String()] = true
		}
	}
	if isTranslated(trace) {
		a.translated++
	}
	for k := range kinds {
		a.counts[k]++
	}
}

// isTranslated tells whether a packet arrives with another source or destination than it was sent with.
func isTranslated(trace *walk.Trace) bool {
	return slices.ContainsFunc(trace.Branches, func(b walk.Branch) bool {
		return b.Arrived && (b.Seen.Src != trace.Packet.Src || b.Seen.Dst != trace.Packet.Dst || b.Seen.IsOpen())
	})
}

// judge tells the shares and fails where a test of so few of a kind would see little.
func (a *tally) judge(t *testing.T) {
	share := func(n int) float64 { return 100 * float64(n) / float64(a.packets) }
	var lines []string
	for k, n := range a.counts {
		lines = append(lines, fmt.Sprintf("%6.2f %% %s", share(n), k))
	}
	slices.SortFunc(lines, func(x, y string) int { return cmp.Compare(x[10:], y[10:]) })
	t.Logf("%d packets, %.1f %% translated, %d designs over budget\n%s", a.packets, share(a.translated), a.given, strings.Join(lines, "\n"))
	if a.packets < 5000 {
		return // fewer than the default number of designs
	}
	for _, least := range []struct {
		n     int
		share float64
		what  string
	}{
		{a.counts["verdict "+pipeline.Delivered.String()], 20, "delivered"},
		{a.counts["verdict "+pipeline.Denied.String()], 3, "denied"},
		{a.counts["verdict "+pipeline.Dropped.String()], 10, "dropped"},
		{a.counts["verdict "+pipeline.InconclusiveOutcome.String()], 3, "inconclusive"},
		{a.translated, 5, "translated"},
	} {
		if share(least.n) < least.share {
			t.Errorf("only %.1f %% of the packets are %s", share(least.n), least.what)
		}
	}
	if a.given*20 > a.packets {
		t.Errorf("%d designs take more work than is allowed", a.given)
	}
}
