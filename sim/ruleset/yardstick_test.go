package ruleset_test

import (
	"bytes"
	"os"
	"path/filepath"

	"vnetproof/sim/ruleset/flat"
)

// yardstick is a question about flat rule lists that other tools are asked as well.
type yardstick struct {
	name   string
	shape  shape
	rules  int
	make   func(s *sampler, a []flat.Rule) []flat.Rule // the other list; nil: which rules of the one are shadowed?
	answer string                                      // "" where it is a number
}

var (
	rewritten = func(s *sampler, a []flat.Rule) []flat.Rule { return s.rewritten(a) }
	recast    = func(s *sampler, a []flat.Rule) []flat.Rule { return s.recast(a) }
	edited    = func(s *sampler, a []flat.Rule) []flat.Rule { return s.edited(a, 3) }
	another   = func(s *sampler, a []flat.Rule) []flat.Rule { return s.rules(len(a)) }
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
func (y yardstick) lists(rules int) (a, b []flat.Rule) {
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
	if err = writeRules(flats[0], a); err != nil {
		return nil, "", err
	}
	if b != nil {
		flats = append(flats, filepath.Join(dir, "b.txt"))
		if err = writeRules(flats[1], b); err != nil {
			return nil, "", err
		}
	}
	question = filepath.Join(dir, "question.smt2")
	var text bytes.Buffer
	if b == nil {
		writeShadows(&text, a)
	} else {
		writeEquivalence(&text, a, b)
	}
	return flats, question, os.WriteFile(question, text.Bytes(), 0o666)
}

func writeRules(name string, rules []flat.Rule) error {
	var text bytes.Buffer
	if err := flat.Write(&text, rules); err != nil {
		return err
	}
	return os.WriteFile(name, text.Bytes(), 0o666)
}
