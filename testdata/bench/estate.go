package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// pairing is two things measured in turns.
type pairing struct{ this, that []sample }

func (p pairing) ratio(of func(sample) float64) float64 {
	return median(p.this, of) / median(p.that, of)
}

func (p pairing) measured() measured {
	value := p.ratio(elapsed)
	return measured{value, fmt.Sprintf("%.2f (%.3f s ÷ %.3f s; processor time %.2f)", value,
		median(p.this, elapsed), median(p.that, elapsed), p.ratio(processor))}
}

// inTurns measures two things in turns.
func (k *kit) inTurns(this, that func() (sample, error)) (p pairing, err error) {
	for range k.rounds {
		a, err := this()
		if err != nil {
			return p, err
		}
		b, err := that()
		if err != nil {
			return p, err
		}
		p.this, p.that = append(p.this, a), append(p.that, b)
	}
	return p, nil
}

// decoded measures the proof of an estate beside the typed decode of its files.
func (k *kit) decoded(flags []string) (pairing, error) {
	dir, err := k.estate(flags)
	if err != nil {
		return pairing{}, err
	}
	if p, done := k.pairs[dir]; done {
		return p, nil
	}
	p, err := k.inTurns(func() (sample, error) { return k.prove(dir) }, func() (sample, error) { return decode(dir) })
	if err == nil {
		k.pairs[dir] = p
	}
	return p, err
}

// perDecode is how many times the typed decode the proof takes.
func (k *kit) perDecode(flags []string) (measured, error) {
	p, err := k.decoded(flags)
	if err != nil {
		return measured{}, err
	}
	m := p.measured()
	m.text += fmt.Sprintf("; peak %.0f MB", median(p.this, peak)/1e6)
	return m, nil
}

func (k *kit) memory(flags []string) (measured, error) {
	p, err := k.decoded(flags)
	if err != nil {
		return measured{}, err
	}
	value := median(p.this, peak) / 1e9
	return measured{value, fmt.Sprintf("%.2f GB", value)}, nil
}

// perPlain is how many times the proof of the plain estate that of another takes.
func (k *kit) perPlain(flags []string) (measured, error) {
	dir, err := k.estate(flags)
	if err != nil {
		return measured{}, err
	}
	plain, err := k.estate(estate10k)
	if err != nil {
		return measured{}, err
	}
	p, err := k.inTurns(func() (sample, error) { return k.prove(dir) }, func() (sample, error) { return k.prove(plain) })
	if err != nil {
		return measured{}, err
	}
	return p.measured(), nil
}

// growth returns the power with which the time of the proof grows with the
// value of a flag, over all its values; the text tells the time at each.
func (k *kit) growth(flags []string, times float64, flag string, values ...string) (measured, error) {
	var at [][]sample
	for range values {
		at = append(at, nil)
	}
	for range k.rounds {
		for i, v := range values {
			dir, err := k.estate(with(flags, flag, v))
			if err != nil {
				return measured{}, err
			}
			s, err := k.prove(dir)
			if err != nil {
				return measured{}, err
			}
			at[i] = append(at[i], s)
		}
	}
	power := func(of func(sample) float64) float64 {
		return math.Log(median(at[len(at)-1], of)/median(at[0], of)) / math.Log(times)
	}
	text := fmt.Sprintf("%.2f (", power(elapsed))
	for i, v := range values {
		text += fmt.Sprintf("%s: %.2f s, ", v, median(at[i], elapsed))
	}
	return measured{power(elapsed), text + fmt.Sprintf("processor time %.2f)", power(processor))}, nil
}

// access is what allows something in an exported NSG.
var access = regexp.MustCompile(`("access": ?)"Allow"`)

// changedRule measures diff of an estate and the same one with one rule changed
// beside the proof of all its pairs.
func (k *kit) changedRule(flags []string) (measured, error) {
	dir, err := k.estate(flags)
	if err != nil {
		return measured{}, err
	}
	changed := filepath.Join(k.dir, "changed")
	if err := changeOne(dir, changed); err != nil {
		return measured{}, err
	}
	p, err := k.inTurns(func() (sample, error) {
		return k.process("diff", "-q", "--no-progress", "-o", filepath.Join(k.dir, "diff.txt"), dir, changed)
	}, func() (sample, error) { return k.prove(dir) })
	if err != nil {
		return measured{}, err
	}
	return p.measured(), nil
}

// changeOne copies a design and turns one rule that allows into one that denies.
func changeOne(from, to string) error {
	names, err := filepath.Glob(filepath.Join(from, "*.json"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o777); err != nil {
		return err
	}
	changed := false
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if at := access.FindSubmatchIndex(text); !changed && at != nil {
			changed = true
			text = append(append(append([]byte{}, text[:at[3]]...), strconv.Quote("Deny")...), text[at[1]:]...)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(name)), text, 0o666); err != nil {
			return err
		}
	}
	if !changed {
		return fmt.Errorf("no rule of %s allows anything", from)
	}
	return nil
}
