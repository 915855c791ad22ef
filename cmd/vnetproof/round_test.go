package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/scenarios"
	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/matrix"
	"vnetproof/scenarios/report"
	"vnetproof/topology/generate"
	"vnetproof/topology/load"
)

// answers are those of a design to the questions of all pairs, and to suites if
// there are any: the bytes that users see, without places.
func answers(t *testing.T, o load.Options, suites ...string) (table, results string) {
	t.Helper()
	desk, err := ask.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	m, err := desk.Matrix(context.Background(), matrix.By{}, ask.Effort{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.MatrixCSV(&out, m); err != nil {
		t.Fatal(err)
	}
	if len(suites) == 0 {
		return out.String(), ""
	}
	result, err := scenarios.Run(context.Background(), scenarios.Options{Paths: suites, Load: o})
	if err != nil {
		t.Fatal(err)
	}
	var doc bytes.Buffer
	if err := report.TestJSON(&doc, result); err != nil {
		t.Fatal(err)
	}
	return out.String(), placeless(t, doc.Bytes())
}

// placeless returns a document without files and lines, and what is listed by
// these in the order of its words.
func placeless(t *testing.T, text []byte) string {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	dropPlaces(v)
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return placeInText.ReplaceAllString(string(out), "")
}

// placeInText is a place that a sentence names.
var placeInText = regexp.MustCompile(` at \S+:\d+:\d+`)

func dropPlaces(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			dropPlaces(item)
		}
	case map[string]any:
		delete(v, "file")
		delete(v, "line")
		for _, item := range v {
			dropPlaces(item)
		}
		for _, key := range []string{"assumptions", "unknown"} {
			if list, ok := v[key].([]any); ok {
				slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
	}
}

// form is a format that designs are written in.
type form struct {
	name, file string
	write      func(*ask.Desk) ask.Conversion
}

var writtenForms = []form{
	{"native", "design.network.yaml", (*ask.Desk).ToNative},
	{"template", "main.json", (*ask.Desk).ToTemplate},
	{"answer", "answer.json", (*ask.Desk).ToAzure},
}

// written writes a design in one form, with its facts beside it, and returns
// what to load and how much was told to be lost.
func written(t *testing.T, f form, desk *ask.Desk) (load.Options, int) {
	t.Helper()
	dir := t.TempDir()
	c, facts := f.write(desk), desk.ToNative().Facts
	for name, text := range map[string][]byte{f.file: c.Design, "design.facts.yaml": facts} {
		writeSome(t, filepath.Join(dir, name), text)
	}
	return load.Options{Paths: []string{dir}}, len(c.Lost)
}

// writeSome writes a file, unless there is nothing to write.
func writeSome(t *testing.T, name string, text []byte) {
	t.Helper()
	if len(text) == 0 {
		return
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// sameAnswers compares the answers of a design with those of what is written of
// it, in each form that can say all of it, and returns in how many it can.
func sameAnswers(t *testing.T, o load.Options, suites ...string) (whole int) {
	t.Helper()
	desk, err := ask.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	table, results := answers(t, o, suites...)
	for _, f := range writtenForms {
		again, lost := written(t, f, desk)
		if lost > 0 {
			continue
		}
		whole++
		gotTable, gotResults := answers(t, again, suites...)
		if diff := cmp.Diff(table, gotTable); diff != "" {
			t.Errorf("%s: the matrix differs: %s", f.name, diff)
		}
		if diff := cmp.Diff(results, gotResults); diff != "" {
			t.Errorf("%s: the results differ: %s", f.name, diff)
		}
	}
	return whole
}

// What is written of a design answers as the design does, to all pairs and to
// the suites that lie beside it.
func TestWrittenDesignsAnswerAlike(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(house, "testdata", "behaviours", "*"))
	if err != nil || len(folders) < 120 {
		t.Fatalf("%d behaviours, %v", len(folders), err)
	}
	whole, tried := 0, 0
	for i, folder := range folders {
		if testing.Short() && i%10 > 0 {
			continue
		}
		t.Run(filepath.Base(folder), func(t *testing.T) {
			tried += len(writtenForms)
			whole += sameAnswers(t, load.Options{Paths: []string{folder}}, folder)
		})
	}
	if whole < tried*9/10 {
		t.Errorf("only %d of %d writings say all of their design", whole, tried)
	}
	for name, suites := range map[string]string{"hub-spoke": "hub-spoke", "hub-spoke-broken": "hub-spoke-broken", "terraform-hub-spoke": "hub-spoke"} {
		t.Run(name, func(t *testing.T) {
			o := load.Options{Paths: []string{filepath.Join(house, "testdata", name)}}
			if whole := sameAnswers(t, o, filepath.Join(house, "testdata", suites)); whole != len(writtenForms) {
				t.Errorf("%d of %d writings say all of it", whole, len(writtenForms))
			}
		})
	}
}

func TestWrittenRandomDesignsAnswerAlike(t *testing.T) {
	rounds := uint64(40)
	if testing.Short() {
		rounds = 5
	}
	whole, tried := 0, 0
	for seed := range rounds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dir := t.TempDir()
			design, facts := generate.Random(rand.New(rand.NewPCG(seed, 7)).IntN)
			for name, text := range map[string]string{"a.network.yaml": design, "a.facts.yaml": facts} {
				writeSome(t, filepath.Join(dir, name), []byte(text))
			}
			tried++
			whole += sameAnswers(t, load.Options{Paths: []string{dir}})
		})
	}
	if whole == 0 && tried > 0 {
		t.Error("no writing says all of its design")
	}
}
