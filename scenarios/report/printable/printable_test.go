package printable

import "testing"

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain names stay", "web/frontend-01 (10.0.0.0/24)", "web/frontend-01 (10.0.0.0/24)"},
		{"letters of other scripts stay", "Zürich→東京", "Zürich→東京"},
		{"a terminal would obey escape", "a\x1b[31mred", `a\x1b[31mred`},
		{"a bell, a delete", "\a\x7f", `\x07\x7f`},
		{"a second line could pose as a verdict", "web\nok    all proved", `web\nok    all proved`},
		{"C1 controls are controls too", "a\u009b31m", `a\x9b31m`},
		{"direction marks reorder what is read", "a\u202egnp.exe", `a\u202egnp.exe`},
		{"a zero-width space makes two names look alike", "we\u200bb", `we\u200bb`},
		{"a line separator is a line feed to some", "a\u2028b", `a\u2028b`},
		{"bytes that are no UTF-8", "a\xffb", `a\xffb`},
		{"tags are invisible", "a\U000e0041b", `a\U000e0041b`},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		if got := Text(tt.in); got != tt.want {
			t.Errorf("%s: Text(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestMultilineKeepsLines(t *testing.T) {
	if got, want := Multiline("a\n\x1bb"), "a\n\\x1bb"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
