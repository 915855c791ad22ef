package phrase

import (
	"strings"
	"testing"
)

func TestBreakHanging(t *testing.T) {
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
		if got := strings.Join(BreakHanging(tt.text, tt.columns, tt.hang), "|"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
