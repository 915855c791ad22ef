package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"vnetproof/cmd/vnetproof/ui"
	"vnetproof/scenarios"
	"vnetproof/scenarios/diagram"
)

// drawFindings draws every finding of a run into a folder, as DOT and SVG.
func (a *app) drawFindings(ctx context.Context, dir string, r *scenarios.Result) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, s := range r.Suites {
		for _, sc := range s.Results {
			if sc.Decision == nil {
				continue
			}
			for _, f := range sc.Decision.Violations {
				g := diagram.Finding(s.Design.Input.Design, s.Design.Simulation.Pipeline, sc.Name, f)
				if err := writePictures(ctx, filepath.Join(dir, free(fileName(s.Name, sc.Name), taken)), g); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func writePictures(ctx context.Context, path string, g *diagram.Diagram) error {
	if err := ui.WriteFile(path+".dot", g.DOT); err != nil {
		return err
	}
	return ui.WriteFile(path+".svg", func(w io.Writer) error { return g.SVG(ctx, w) })
}

// fileName is "forced-tunneling.spokes-leave-only-through-the-hub-firewall":
// letters and digits of the names, safe on every file system.
func fileName(suite, scenario string) string { return slug(suite) + "." + slug(scenario) }

func slug(name string) string {
	const limit = 80
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s := strings.Join(words, "-")
	if runes := []rune(s); len(runes) > limit {
		s = string(runes[:limit])
	}
	if s == "" {
		return "unnamed"
	}
	return s
}

// free is the name, numbered where it is taken.
func free(name string, taken map[string]bool) string {
	candidate := name
	for n := 2; taken[candidate]; n++ {
		candidate = fmt.Sprintf("%s-%d", name, n)
	}
	taken[candidate] = true
	return candidate
}
