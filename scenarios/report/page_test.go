package report

import (
	"bytes"
	"strings"
	"testing"
)

func pageOf(s Style, write func(p *page)) string {
	var b bytes.Buffer
	p := newPage(&b, s)
	write(p)
	p.done()
	return b.String()
}

func TestPairPutsTheRightPartAtTheEdge(t *testing.T) {
	got := pageOf(Style{Width: 60}, func(p *page) {
		p.pair(2, plain, "left", "right")
		p.pair(2, plain, strings.Repeat("long ", 11)+"long end", "a/file.yaml:1:2")
	})
	want := "  left" + strings.Repeat(" ", 49) + "right\n" +
		"  long long long long long long long long long long long\n    long end\n" + strings.Repeat(" ", 45) + "a/file.yaml:1:2\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A name can neither colour the terminal nor write a line of its own.
func TestPageEscapesNames(t *testing.T) {
	got := pageOf(Style{Color: true}, func(p *page) { p.field(0, "a\x1b[2J", 4, bad, "x\nok  all proved\u202e") })
	if strings.Contains(got, "\x1b[2J") || strings.Count(got, "\n") != 2 || strings.Contains(got, "\u202e") {
		t.Errorf("got %q", got)
	}
}

func TestASCII(t *testing.T) {
	if got, want := ascii("a → b … Zürich"), "a -> b ... Z?rich"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 4212: "4,212", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %s, want %s", n, got, want)
		}
	}
}
