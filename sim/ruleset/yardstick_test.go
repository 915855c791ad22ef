package ruleset

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// yardstick is a question about flat rule lists that other tools are asked as well.
type yardstick struct {
	name   string
	shape  shape
	rules  int
	make   func(s *sampler, a []flat) []flat // the other list; nil: which rules of the one are shadowed?
	answer string                            // "" where it is a number
}

var (
	rewritten = func(s *sampler, a []flat) []flat { return s.rewritten(a) }
	recast    = func(s *sampler, a []flat) []flat { return s.recast(a) }
	edited    = func(s *sampler, a []flat) []flat { return s.edited(a, 3) }
	another   = func(s *sampler, a []flat) []flat { return s.rules(len(a)) }
)

var yardsticks = []yardstick{
	{"equal-1000", estate, 1000, rewritten, "equivalent"},
	{"equal-4000", estate, 4000, rewritten, "equivalent"},
	{"diff-1000", estate, 1000, edited, "different"},
	{"wide-1000", wide, 1000, rewritten, "equivalent"},
	{"grid-1000", grid, 1000, rewritten, "equivalent"},
	{"shadow-1000", estate, 1000, nil, ""},
	{"recast-1000", estate, 1000, recast, "equivalent"},
	{"grid-recast-1000", grid, 1000, recast, "equivalent"},
	{"unrelated-1000", estate, 1000, another, "different"},
}

// lists draws the lists of a yardstick, of that many rules; b is nil where
// there is only one.
func (y yardstick) lists(rules int) (a, b []flat) {
	s := newSampler(rules, y.shape, 1)
	if a = s.rules(rules); y.make != nil {
		b = y.make(s, a)
	}
	return a, b
}

// files writes the flat lists of a yardstick below dir, and the question for z3.
func (y yardstick) files(dir string) (flats []string, question string, err error) {
	a, b := y.lists(y.rules)
	flats = []string{filepath.Join(dir, "a.txt")}
	if err = writeFlat(flats[0], a); err != nil {
		return nil, "", err
	}
	if b != nil {
		flats = append(flats, filepath.Join(dir, "b.txt"))
		if err = writeFlat(flats[1], b); err != nil {
			return nil, "", err
		}
	}
	question = filepath.Join(dir, "question.smt2")
	var text strings.Builder
	if b == nil {
		writeShadows(&text, a)
	} else {
		writeEquivalence(&text, a, b)
	}
	return flats, question, os.WriteFile(question, []byte(text.String()), 0o666)
}

// childVariable makes the test binary answer a question about flat files, so
// that a whole process of ours can be timed: start, reading and all.
const childVariable = "VNETPROOF_RULESET_FILES"

func TestMain(m *testing.M) {
	files := os.Getenv(childVariable)
	if files == "" {
		os.Exit(m.Run())
	}
	answer, err := answerFlat(filepath.SplitList(files))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Println(answer)
}

// answerFlat reads two lists and says whether they are equivalent, or one and
// says how many of its rules are shadowed.
func answerFlat(files []string) (string, error) {
	var lists []*List
	for _, name := range files {
		rules, err := readFlat(name)
		if err != nil {
			return "", err
		}
		lists = append(lists, listOf(rules))
	}
	if len(lists) == 1 {
		return shadows(lists[0])
	}
	changes, err := Difference(context.Background(), lists[0], lists[1], Options{})
	if err != nil {
		return "", err
	}
	if len(changes) > 0 {
		return "different", nil
	}
	return "equivalent", nil
}

func shadows(l *List) (string, error) {
	standings, err := Inspect(context.Background(), l, Options{})
	n := 0
	for _, s := range standings {
		if s.Use == Shadowed || s.Use == Void {
			n++
		}
	}
	return fmt.Sprint(n, " shadowed"), err
}
