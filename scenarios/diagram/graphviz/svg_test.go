package graphviz

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
)

func TestSVG(t *testing.T) {
	svg, err := SVG(t.Context(), `digraph { a -> "b<>" }`)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"<svg ", ">a</text>", ">b&lt;&gt;</text>", "</svg>"} {
		if !strings.Contains(string(svg), part) {
			t.Errorf("no %s in\n%s", part, svg)
		}
	}
}

func TestMistakesAreTold(t *testing.T) {
	_, err := SVG(t.Context(), "digraph { a -> ")
	if err == nil || !strings.Contains(err.Error(), "syntax error in line 1") {
		t.Errorf("%v, want a syntax error in line 1", err)
	}
}

// Files that a picture names are none of its business.
func TestNoFileIsRead(t *testing.T) {
	svg, err := SVG(t.Context(), `digraph { a [shape=none, image="/etc/passwd"] }`)
	if strings.Contains(string(svg), "root:") {
		t.Errorf("%v\n%s", err, svg)
	}
}

func TestManyAtATime(t *testing.T) {
	want, err := SVG(t.Context(), "digraph { a -> b }")
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if got, err := SVG(t.Context(), "digraph { a -> b }"); err != nil || string(got) != string(want) {
				t.Errorf("%v\n%s", err, got)
			}
		})
	}
	group.Wait()
}

func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := SVG(ctx, "digraph { a -> b }"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
