package ruleset_test

import (
	"bytes"
	"errors"
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

// files are the same question in the form that each contender reads.
type files struct {
	flats     []string
	templates []string // ARM; none where an NSG cannot have such rules
	question  string   // SMT-LIB
}

// files writes the files of a yardstick below dir.
func (y yardstick) files(dir string) (files, error) {
	a, b := y.lists(y.rules)
	f := files{question: filepath.Join(dir, "question.smt2")}
	lists := [][]flat.Rule{a, b}
	if b == nil {
		lists = lists[:1]
	}
	var failures []error
	for i, rules := range lists {
		name := filepath.Join(dir, string(rune('a'+i)))
		f.flats = append(f.flats, name+".txt")
		failures = append(failures, writeRules(name+".txt", rules))
		if fitsTemplate(a) && fitsTemplate(b) {
			f.templates = append(f.templates, name+".json")
			failures = append(failures, writeTemplate(name+".json", rules))
		}
	}
	var text bytes.Buffer
	if b == nil {
		writeShadows(&text, a)
	} else {
		writeEquivalence(&text, a, b)
	}
	failures = append(failures, os.WriteFile(f.question, text.Bytes(), 0o666))
	return f, errors.Join(failures...)
}

func writeRules(name string, rules []flat.Rule) error {
	var text bytes.Buffer
	if err := flat.Write(&text, rules); err != nil {
		return err
	}
	return os.WriteFile(name, text.Bytes(), 0o666)
}
