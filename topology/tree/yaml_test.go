package tree

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
)

func parseYAML(text string) (*Node, *source.Diagnostics) {
	var diags source.Diagnostics
	return ParseYAML(source.NewFile("f.yaml", []byte(text)), []byte(text), &diags), &diags
}

func TestParseYAMLValuesAndPlaces(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"core schema", "[1, 010, 0x1F, 1.5, 1e3, true, False, null, ~, yes, 2020-01-01, 10.0.0.0/8, \"1\", 'true', !!str 5]",
			`[1@1 010@4 0x1F@9 1.5@15 1e3@20 true@25 false@31 null@38 null@44 "yes"@47 "2020-01-01"@52 "10.0.0.0/8"@64 "1"@76 "true"@81 "5"@89]@0`},
		{"characters of several bytes", "é: [\"ü\", x]\n€: y", `{é@0=["ü"@5 "x"@11]@4 €@14="y"@19}@0`},
		{"line breaks of Windows", "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 3", `{a@0=1@3 b@6="x\ny\n"@9 c@22=3@25}@0`},
		{"byte order mark", "\ufeffa: 1", `{a@3=1@6}@3`},
		{"empty value", "a:\nb: {}", `{a@0=null@2 b@3={}@6}@0`},
		{"empty document", "# nothing\n", "null@0"},
		{"second document empty", "a: 1\n---\n", "{a@0=1@3}@0"},
		{"alias stands where its anchor does", "a: &x {k: v}\nb: *x", `{a@0={k@7="v"@10}@3 b@13={k@7="v"@10}@3}@0`},
		{"merge key, own keys win", "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}",
			`{a@0={k@7=1@10 l@13=2@16}@3 b@19={k@31=3@34 l@13=2@16}@22}@0`},
		{"merge list, the first wins", "b: {<<: [{k: 1}, {k: 2, l: 3}]}", `{b@0={k@10=1@13 l@24=3@27}@3}@0`},
		{"keys are text", "1: x\nnull: y\n\"q r\": z", `{1@0="x"@3 null@5="y"@11 q r@13="z"@20}@0`},
		{"JSON is YAML", `{"a": [1, "b"]}`, `{a@1=[1@7 "b"@10]@6}@0`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root, diags := parseYAML(tt.in)
			if diff := cmp.Diff(tt.want, show(root, tt.in)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{}, found(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseYAMLWidthCoversTheScalar(t *testing.T) {
	in := "a: 10.0.0.0/8  # x\nb: \"q\\\" r\" # y\nc: 'it''s' \nd: one two\ne: true\n"
	root, _ := parseYAML(in)
	var got []string
	for _, m := range root.Members {
		got = append(got, in[m.Value.Pos.Offset():m.Value.Pos.Offset()+m.Value.Width])
	}
	if diff := cmp.Diff([]string{"10.0.0.0/8", `"q\" r"`, "'it''s'", "one two", "true"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseYAMLMistakes(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"duplicate", "a: 1\nb: {c: 1, c: 2}\na: 3\n", []string{
			`error 2:11 duplicate-key "c" is given twice (2:5 first here) in b.c`,
			`error 3:1 duplicate-key "a" is given twice (1:1 first here) in a`}},
		{"two documents", "a: 1\n---\nb: 2\n", []string{"error 2:1 syntax a second document begins here; expected one document"}},
		{"alias inside itself", "a: &q [*q]\n", []string{"error 1:8 alias *q is inside the value that it repeats in a[0]"}},
		{"unknown alias", "a: *q\n", []string{"error 1:4 syntax not valid YAML: unknown anchor 'q' referenced"}},
		{"key that is a list", "? [a, b]\n: c\n", []string{"error 1:3 syntax a key must be text"}},
		{"unknown tag", "a: !vault x\n", []string{"error 1:4 syntax tag !vault has no meaning here in a"}},
		{"tag and value disagree", "a: !!int x\n", []string{"error 1:4 syntax tag !!int has no meaning here in a"}},
		{"merge of text", "a: {<<: x}\n", []string{"error 1:9 syntax << takes a mapping or a list of mappings in a"}},
		{"not UTF-8", "a: \xff\n", []string{"error 1:4 encoding byte 0xff is not UTF-8"}},
		{"control character", "a: \x01\nb: \x02", []string{
			"error 1:4 encoding control character 0x01; expected text",
			"error 2:4 encoding control character 0x02; expected text"}},
		{"UTF-16", "\xff\xfea\x00", []string{"error 1:1 encoding the text is UTF-16; expected UTF-8"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, diags := parseYAML(tt.in)
			if diff := cmp.Diff(tt.want, found(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseYAMLSyntaxErrorsHavePlaceAndHint(t *testing.T) {
	for _, tt := range []struct{ name, in, place, hint string }{
		{"tab", "a:\n\tb: 2\n", "2:1", "the line is indented with a tab; YAML wants spaces"},
		{"tab after spaces", "a:\n  b: 1\n \tc: 2\n", "3:2", "the line is indented with a tab; YAML wants spaces"},
		{"colon in text", "a: b: c\n", "1:5", "check the indentation, or quote text that holds a colon"},
		{"at sign", "a: @x\n", "1:4", "quote text that begins with this character"},
		{"indentation", "a:\n    b: 1\n  c: 2\n", "3:3", "check the indentation against the lines above"},
		{"open bracket", "a: [1, 2\nb: 3\n", "2:2", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root, diags := parseYAML(tt.in)
			all := diags.Sorted()
			if len(all) != 1 || root != nil {
				t.Fatalf("got %v and %v, want one error", all, root)
			}
			line, column := all[0].Pos.LineColumn()
			if diff := cmp.Diff(tt.place+" "+tt.hint, fmt.Sprintf("%d:%d %s", line, column, all[0].Hint)); diff != "" {
				t.Errorf("%s\n%s", diff, all[0].Message)
			}
		})
	}
}

func TestParseYAMLAliasBombIsRefused(t *testing.T) {
	in := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		in += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	_, diags := parseYAML(in)
	if got := diags.Sorted(); len(got) == 0 || got[0].Message != "aliases make this document too big" {
		t.Errorf("got %v", found(diags))
	}
}

func TestParseYAMLHostileInputIsRefused(t *testing.T) {
	const size = 1 << 20
	for _, unit := range []string{"[", "{a: ", "- ", "? ", "!a ", "&a ", "*a ", "a,", "'", "\"\\n", "%a b\n", "---\n- a\n", ": "} {
		text := strings.Repeat(unit, size/len(unit))
		if unit == "a," {
			text = "[" + text + "]"
		}
		if _, diags := parseYAML(text); !diags.HasErrors() && unit != "'" {
			t.Errorf("%d bytes of %q: no error", size, unit)
		}
	}
}
