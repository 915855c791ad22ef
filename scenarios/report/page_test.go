package report

import (
	"bytes"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		name, text    string
		columns, hang int
		want          string
	}{
		{"what fits stays as it is", "a  b", 10, 2, "a  b"},
		{"breaks at spaces", "one two three", 8, 0, "one two|three"},
		{"later lines are narrower", "one two three four", 8, 3, "one two|three|four"},
		{"a long word stays whole", "a /very/long/path b", 6, 0, "a|/very/long/path|b"},
		{"indentation stays", "  over a route that is long", 12, 2, "  over a|route that|is long"},
		{"a column is a character", "ä → ö ü", 5, 0, "ä → ö|ü"},
	}
	for _, tt := range tests {
		if got := strings.Join(wrap(tt.text, tt.columns, tt.hang), "|"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

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
