package ruleset_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
	"vnetproof/sim/ruleset/flat"
)

// missing skips a test for want of a program. Where CI says that all must be
// there, that is a failure.
func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// lookFor returns the path of a program; the test is skipped where there is none.
func lookFor(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, "%s is not installed", name)
	}
	return path
}

// TestSolverAgreesOnEquivalence asks z3 about small lists: equal ones, edited
// ones and unrelated ones.
func TestSolverAgreesOnEquivalence(t *testing.T) {
	z3 := lookFor(t, "z3")
	for _, y := range yardsticks {
		if y.make == nil {
			continue
		}
		t.Run(y.name, func(t *testing.T) {
			for _, rules := range []int{10, 30, 60} {
				a, b := y.lists(rules)
				same, err := ruleset.Equivalent(t.Context(), flat.List(a), flat.List(b), ruleset.Options{})
				if err != nil {
					t.Fatal(err)
				}
				var question bytes.Buffer
				writeEquivalence(&question, a, b)
				want := map[bool]string{true: "unsat", false: "sat"}[same]
				if got := ask(t, z3, question.Bytes()); got != want {
					t.Errorf("%d rules: z3 says %s, want %s", rules, got, want)
				}
			}
		})
	}
}

// TestDecisionDiagramsAgree asks rudd about the same lists, at the size that it
// decides in a moment.
func TestDecisionDiagramsAgree(t *testing.T) {
	rudd := build(t, filepath.Join("testdata", "rudd"), "buddy")
	for _, y := range yardsticks {
		if y.make == nil {
			continue
		}
		y.rules = 100
		f, err := y.files(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		a, b := y.lists(y.rules)
		same, err := ruleset.Equivalent(t.Context(), flat.List(a), flat.List(b), ruleset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), rudd, f.flats...).CombinedOutput()
		if want := map[bool]string{true: "equivalent", false: "different"}[same]; err != nil || word(string(out)) != want {
			t.Errorf("%s: rudd says %s, %v, want %s", y.name, out, err, want)
		}
	}
}

// TestSolverAgreesOnShadows asks z3 which rules of a list are shadowed.
func TestSolverAgreesOnShadows(t *testing.T) {
	z3 := lookFor(t, "z3")
	for _, of := range []shape{estate, wide, grid} {
		rules := newSampler(200, of, 2).rules(200)
		standings, err := ruleset.Inspect(t.Context(), flat.List(rules), ruleset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		shadows, err := ruleset.Shadows(t.Context(), flat.List(rules), ruleset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range shadows {
			if want := standings[i]; (s.Use == ruleset.Shadowed) != (want.Use == ruleset.Shadowed) {
				t.Errorf("rule %d is %v of all, %v by shadows alone", i, want.Use, s.Use)
			}
		}
		var question bytes.Buffer
		writeShadows(&question, rules)
		for i, answer := range strings.Fields(ask(t, z3, question.Bytes())) {
			if shadowed := standings[i].Use == ruleset.Shadowed; shadowed != (answer == "unsat") {
				t.Errorf("rule %d, %v, is %v by %v, z3 says %s", i, rules[i], standings[i].Use, standings[i].By, answer)
			}
		}
	}
}

// ask returns what z3 answers to a question in SMT-LIB.
func ask(t testing.TB, z3 string, question []byte) string {
	t.Helper()
	c := exec.CommandContext(context.Background(), z3, "-in")
	c.Stdin = bytes.NewReader(question)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("z3: %v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestWitnessesOfDifferences tries the packet that stands for each part of a
// difference on the flat rules, one after the other.
func TestWitnessesOfDifferences(t *testing.T) {
	for _, y := range yardsticks {
		if y.answer != "different" {
			continue
		}
		a, b := y.lists(200)
		changes, err := ruleset.Difference(t.Context(), flat.List(a), flat.List(b), ruleset.Options{})
		if err != nil || len(changes) == 0 {
			t.Fatalf("%s: %d changes, %v", y.name, len(changes), err)
		}
		for _, c := range changes {
			for _, part := range c.Parts {
				w, ok := part.Witness()
				if !ok {
					t.Fatalf("%s: nothing stands for %v", y.name, part)
				}
				if old, new := ruleOf(a, w), ruleOf(b, w); old != c.Old || new != c.New {
					t.Errorf("%s: %v is decided by %d and %d, is said to be by %d and %d", y.name, w, old, new, c.Old, c.New)
				}
			}
		}
	}
}

// ruleOf returns the rule that decides p, trying one after the other.
func ruleOf(rules []flat.Rule, p packet.Packet) int {
	protocols := map[packet.Protocol]flat.Protocol{packet.TCP: flat.TCP, packet.UDP: flat.UDP, packet.ICMP: flat.ICMP}
	at := slices.IndexFunc(rules, flatPacket{
		protocols[p.Protocol], flat.Number(p.Src), flat.Number(p.Dst), uint32(p.SrcPort), uint32(p.DstPort),
	}.meets)
	if at < 0 {
		return len(rules)
	}
	return at
}
