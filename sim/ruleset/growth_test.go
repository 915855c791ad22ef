package ruleset_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"testing"

	"vnetproof/sim/ruleset"
	"vnetproof/sim/ruleset/flat"
)

// TestGrowth counts the work on lists of growing length. It is the same on any
// machine. From 400 to 1,600 rules it may grow with the given power of the
// number of rules, no faster.
func TestGrowth(t *testing.T) {
	limits := map[string]struct {
		power float64
		most  int64 // at 1,600 rules
	}{
		"equal-1000":       {1.9, 10_000},
		"diff-1000":        {1.5, 8_000},
		"wide-1000":        {2.5, 35_000},
		"grid-1000":        {1.9, 10_000},
		"shadow-1000":      {1.7, 50_000},
		"recast-1000":      {2.1, 300_000},
		"grid-recast-1000": {2.1, 800_000},
		"unrelated-1000":   {1.9, 7_000_000},
	}
	for _, y := range yardsticks {
		limit, ok := limits[y.name]
		if !ok {
			continue
		}
		t.Run(y.name, func(t *testing.T) {
			small, large := workOf(t, y, 400), workOf(t, y, 1600)
			power := math.Log(float64(large)/float64(small)) / math.Log(4)
			t.Logf("%d, then %d: power %.2f", small, large, power)
			if power > limit.power || large > limit.most {
				t.Errorf("work grows from %d to %d, power %.2f; want at most %d and power %.1f",
					small, large, power, limit.most, limit.power)
			}
		})
	}
}

func workOf(t *testing.T, y yardstick, rules int) int64 {
	t.Helper()
	a, b := y.lists(rules)
	var other *ruleset.List
	if b != nil {
		other = flat.List(b)
	}
	work, err := ruleset.Work(flat.List(a), other)
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// TestWorkIsTheSameOnAnyNumberOfCores counts the work of one worker and of many.
func TestWorkIsTheSameOnAnyNumberOfCores(t *testing.T) {
	for _, y := range yardsticks {
		cores := runtime.GOMAXPROCS(1)
		one := workOf(t, y, 200)
		runtime.GOMAXPROCS(8)
		many := workOf(t, y, 200)
		runtime.GOMAXPROCS(cores)
		if one != many {
			t.Errorf("%s: one worker counts %d, eight count %d", y.name, one, many)
		}
	}
}

// TestBudget gives a comparison less than it needs, and just enough.
func TestBudget(t *testing.T) {
	a, b := yardsticks[0].lists(300)
	c := newSampler(300, grid, 9).rules(300)
	for name, lists := range map[string][2]*ruleset.List{
		"equal":     {flat.List(a), flat.List(b)},
		"unrelated": {flat.List(a), flat.List(c)},
	} {
		work, err := ruleset.Work(lists[0], lists[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ruleset.Difference(t.Context(), lists[0], lists[1], ruleset.Options{Budget: work}); err != nil {
			t.Errorf("%s: with a budget of %d: %v", name, work, err)
		}
		_, err = ruleset.Difference(t.Context(), lists[0], lists[1], ruleset.Options{Budget: work - 1})
		if !errors.Is(err, ruleset.ErrBudget) {
			t.Errorf("%s: with a budget of one less than %d: %v, want %v", name, work, err, ruleset.ErrBudget)
		}
	}
	a, b = hostile(1, 500), hostile(2, 500)
	if _, err := ruleset.Difference(t.Context(), flat.List(a), flat.List(b), ruleset.Options{Budget: 1_000_000}); !errors.Is(err, ruleset.ErrBudget) {
		t.Errorf("hostile: %v, want %v", err, ruleset.ErrBudget)
	}
	if _, err := ruleset.Inspect(t.Context(), flat.List(a), ruleset.Options{Budget: 10}); !errors.Is(err, ruleset.ErrBudget) {
		t.Errorf("inspection: %v, want %v", err, ruleset.ErrBudget)
	}
}

// hostile draws rules that fix only one end each, with random ranges of ports,
// so that nearly all overlap and none covers another.
func hostile(seed uint64, n int) []flat.Rule {
	s := newSampler(n, grid, seed)
	rules := s.rules(n)
	for i := range rules[:n-1] {
		lo := s.Uint32N(1 << 16)
		rules[i].Protocol, rules[i].SrcPort = flat.TCP, flat.AnyPort
		rules[i].DstPort = flat.Range{Lo: lo, Hi: lo + s.Uint32N(1<<16-lo)}
	}
	return rules
}

// TestCancelled ends a comparison with its context.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a, b := yardsticks[0].lists(100)
	_, err := ruleset.Difference(ctx, flat.List(a), flat.List(b), ruleset.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
