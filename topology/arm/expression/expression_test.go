package expression

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// show writes an expression with its offsets.
func show(x *Expr) string {
	args := []string{}
	for _, a := range x.Args {
		args = append(args, show(a))
	}
	at := fmt.Sprintf("@%d-%d", x.Offset, x.End)
	switch x.Kind {
	case Text:
		return fmt.Sprintf("%q%s", x.Text, at)
	case Integer:
		return x.Text + at
	case Access:
		return fmt.Sprintf("(%s)%s", strings.Join(args, " → "), at)
	}
	return fmt.Sprintf("%s:%s(%s)%s", x.Namespace, x.Text, strings.Join(args, " "), at)
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"['a']", `"a"@1-4`},
		{"['it''s']", `"it's"@1-8`},
		{"[-12]", `-12@1-4`},
		{"[f()]", `:f()@1-4`},
		{"[ f ( 1 , 'x' ) ]", `:f(1@6-7 "x"@10-13)@2-15`},
		{"[ns.f(1)]", `ns:f(1@6-7)@1-8`},
		{"[p('a').b.c]", `((:p("a"@3-6)@1-7 → "b"@8-9)@1-9 → "c"@10-11)@1-11`},
		{"[p('a')[0]['k'].d]", `(((:p("a"@3-6)@1-7 → 0@8-9)@1-10 → "k"@11-14)@1-15 → "d"@16-17)@1-17`},
		{"[p('a')[f(1)]]", `(:p("a"@3-6)@1-7 → :f(1@10-11)@8-12)@1-13`},
		{"[f(\n'a\nb')]", `:f("a\nb"@4-9)@1-10`},
		{"[f('[x]')]", `:f("[x]"@3-8)@1-9`},
	} {
		x, err := Parse(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		if diff := cmp.Diff(tt.want, show(x)); diff != "" {
			t.Errorf("%s: %s", tt.in, diff)
		}
	}
}

func TestParseMistakes(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"[]", "1: the expression ends here; expected a function, text in single quotes or a number"},
		{"[f(]", "3: the expression ends here; expected a function, text in single quotes or a number"},
		{"[f]", "2: the expression ends here; expected ( after f"},
		{"[f(1 2)]", "5: unexpected '2'; expected , or )"},
		{"[f(1,)]", "5: unexpected ')'; expected an argument"},
		{"[f(1)) ]", "5: unexpected ')'; expected the end of the expression"},
		{"['a]", "1: text without an end; expected a closing '"},
		{"[f(\"a\")]", "3: unexpected '\"'"},
		{"[f().1]", "5: unexpected '1'; expected the name of a member"},
		{"[f()[1]", "6: the expression ends here; expected ]"},
		{"[99999999999999999999]", "1: 99999999999999999999 is too big for a number of a template"},
		{"[f(é)]", "3: unexpected 'é'"},
		{"[" + strings.Repeat("f(", 200) + "]", "201: nested deeper than 100 levels"},
		{"[f()" + strings.Repeat(".a", 200) + "]", "206: more than 100 members in a row"},
	} {
		_, err := Parse(tt.in)
		if err == nil {
			t.Errorf("%s: no error", tt.in)
			continue
		}
		if diff := cmp.Diff(tt.want, fmt.Sprintf("%d: %s", err.Offset, err.Message)); diff != "" {
			t.Errorf("%s: %s", tt.in, diff)
		}
	}
}

func TestIsAndLiteral(t *testing.T) {
	for _, tt := range []struct {
		in, literal string
		is          bool
	}{
		{"[f()]", "[f()]", true}, {"[[f()]", "[f()]", false}, {"[f()", "[f()", false},
		{"x", "x", false}, {"", "", false}, {"[]", "[]", true}, {" [f()]", " [f()]", false}, {"[", "[", false},
	} {
		if got := Is(tt.in); got != tt.is {
			t.Errorf("Is(%q) = %v", tt.in, got)
		}
		if got := Literal(tt.in); got != tt.literal {
			t.Errorf("Literal(%q) = %q", tt.in, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"[concat('a', parameters('b').c[0])]", "[a.b('it''s')]", "[-1]", "[f(f(f(", "['", "[f()..a]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !Is(s) {
			return
		}
		x, err := Parse(s)
		if err != nil && (err.Offset < 0 || err.Offset > len(s)) {
			t.Fatalf("error at %d of %d", err.Offset, len(s))
		}
		if err == nil {
			checkOffsets(t, x, len(s))
		}
	})
}

func checkOffsets(t *testing.T, x *Expr, size int) {
	if x.Offset < 1 || x.End <= x.Offset || x.End >= size {
		t.Fatalf("%s from %d to %d of %d", x.Kind, x.Offset, x.End, size)
	}
	for _, a := range x.Args {
		checkOffsets(t, a, size)
	}
}
