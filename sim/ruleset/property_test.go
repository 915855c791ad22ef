package ruleset

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestDifferenceIsExact holds the difference of two lists, and whether they are
// equivalent, against every packet of the tiny universe.
func TestDifferenceIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names, marks := someNames(t), someMarks(t)
		a := someList(t, names, marks)
		b := otherList(t, a, names, marks)
		changes, err := Difference(t.Context(), a, b, Options{})
		if err != nil {
			t.Fatal(err)
		}
		equal := true
		for _, p := range universe(names, marks) {
			old, was := a.decide(p, nil)
			new, is := b.decide(p, nil)
			equal = equal && was == is
			checkPacket(t, changes, p, Change{Old: old, New: new}, was != is)
		}
		if got, err := Equivalent(t.Context(), a, b, Options{}); err != nil || got != equal {
			t.Fatalf("Equivalent is %v, %v; want %v", got, err, equal)
		}
		if equal != (len(changes) == 0) {
			t.Fatalf("equivalent is %v, yet there are %d changes", equal, len(changes))
		}
	})
}

// otherList returns a list that is a, changed a little, or another one.
func otherList(t *rapid.T, a *List, names, marks []*Name) *List {
	if rapid.IntRange(0, 3).Draw(t, "other") == 0 {
		return someList(t, names, marks)
	}
	b := &List{Default: a.Default}
	for _, r := range a.Rules {
		switch rapid.IntRange(0, 7).Draw(t, "edit") {
		case 0:
		case 1:
			b.Rules = append(b.Rules, someRule(t, names, marks), r)
		case 2:
			b.Rules = append(b.Rules, halves(r)...)
		default:
			b.Rules = append(b.Rules, r)
		}
	}
	return b
}

// halves returns a rule as two that hold a part of its sources each.
func halves(r Rule) []Rule {
	all := addrs("0.0.0.0/0,::/0")
	if r.Src == nil && len(r.SrcNames) > 0 {
		return []Rule{r, r}
	}
	if r.Src != nil {
		all = *r.Src
	}
	first, second := r, r
	low, high := all.Intersect(addrAtoms[0].Union(addrAtoms[1])), all.Subtract(addrAtoms[0].Union(addrAtoms[1]))
	first.Src, second.Src = &low, &high
	return []Rule{first, second}
}

// checkPacket checks that p is in one part of the change that it belongs to, or
// in none.
func checkPacket(t *rapid.T, changes []Change, p probePacket, of Change, differs bool) {
	found := 0
	for _, c := range changes {
		for _, part := range c.Parts {
			if !part.contains(p) {
				continue
			}
			found++
			if c.Old != of.Old || c.New != of.New {
				t.Fatalf("%v is said to be decided by %d and %d, is by %d and %d", p, c.Old, c.New, of.Old, of.New)
			}
		}
	}
	if want := map[bool]int{true: 1}[differs]; found != want {
		t.Fatalf("%v is in %d parts of the difference, want %d: decided by %d and %d", p, found, want, of.Old, of.New)
	}
}

// TestStandingsAreExact holds what is said of each rule against every packet of
// the tiny universe.
func TestStandingsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names, marks := someNames(t), someMarks(t)
		l := someList(t, names, marks)
		for range rapid.IntRange(0, 2).Draw(t, "repeats") {
			if len(l.Rules) > 0 {
				l.Rules = append(l.Rules, rapid.SampledFrom(l.Rules).Draw(t, "repeated"))
			}
		}
		standings, err := Inspect(t.Context(), l, Options{})
		if err != nil {
			t.Fatal(err)
		}
		all := universe(names, marks)
		for i, s := range standings {
			checkStanding(t, l, standings, i, all)
			if s.Use == Shadowed {
				checkShadow(t, l, i, s.By, all)
			}
		}
		removed := func(i int) bool { return standings[i].Use != Needed }
		if !l.agrees(all, nil, removed) {
			t.Fatalf("without the rules that are not needed the list means something else: %v", standings)
		}
	})
}

// agrees tells whether l means the same without either of two sets of rules.
func (l *List) agrees(all []probePacket, without, other func(int) bool) bool {
	return !slices.ContainsFunc(all, func(p probePacket) bool {
		_, a := l.decide(p, without)
		_, b := l.decide(p, other)
		return a != b
	})
}

func checkStanding(t *rapid.T, l *List, standings []Standing, i int, all []probePacket) {
	void, shadowed := true, true
	for _, p := range all {
		if l.Rules[i].matches(p) {
			void = false
			decider, _ := l.decide(p, nil)
			shadowed = shadowed && decider != i
		}
	}
	// judged is what was left of the list when rule i was judged.
	judged := func(k int) bool {
		use := standings[k].Use
		return use == Void || use == Shadowed || use == Redundant && k > i
	}
	dead := func(k int) bool { return standings[k].Use == Void || standings[k].Use == Shadowed }
	deadAnd := func(k int) bool { return k == i || dead(k) }
	both := func(k int) bool { return k == i || judged(k) }
	want := Needed
	switch {
	case void:
		want = Void
	case shadowed:
		want = Shadowed
	case l.agrees(all, dead, deadAnd) && l.agrees(all, judged, both):
		want = Redundant
	}
	if standings[i].Use != want {
		t.Fatalf("rule %d is said to be %v, is %v", i, standings[i].Use, want)
	}
	if want == Redundant {
		checkStandIns(t, l, i, standings[i].By, all, judged, both)
	}
}

func checkStandIns(t *rapid.T, l *List, i int, by []int, all []probePacket, judged, both func(int) bool) {
	var want []int
	for _, p := range all {
		if decider, _ := l.decide(p, judged); decider == i {
			other, _ := l.decide(p, both)
			want = append(want, other)
		}
	}
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(by, want) {
		t.Fatalf("rule %d is said to be redundant by %v, is by %v", i, by, want)
	}
}

// checkShadow checks that the rules of by hold rule i, and not without any of them.
func checkShadow(t *rapid.T, l *List, i int, by []int, all []probePacket) {
	held := func(by []int) bool {
		return !slices.ContainsFunc(all, func(p probePacket) bool {
			return l.Rules[i].matches(p) &&
				!slices.ContainsFunc(by, func(k int) bool { return k < i && l.Rules[k].matches(p) })
		})
	}
	if !held(by) {
		t.Fatalf("rule %d is not shadowed by %v", i, by)
	}
	for k := range by {
		if held(slices.Delete(slices.Clone(by), k, k+1)) {
			t.Fatalf("rule %d is shadowed by %v without %d as well", i, by, by[k])
		}
	}
}
