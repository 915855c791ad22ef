package tree

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
)

// show writes a node compactly with the text that stands at each value's place.
func show(n *Node, text string) string {
	if n == nil {
		return "-"
	}
	at := fmt.Sprintf("@%d", n.Pos.Offset())
	switch n.Kind {
	case List:
		parts := []string{}
		for _, item := range n.Items {
			parts = append(parts, show(item, text))
		}
		return "[" + strings.Join(parts, " ") + "]" + at
	case Object:
		parts := []string{}
		for _, m := range n.Members {
			parts = append(parts, fmt.Sprintf("%s@%d=%s", m.Key, m.KeyPos.Offset(), show(m.Value, text)))
		}
		return "{" + strings.Join(parts, " ") + "}" + at
	case String:
		return fmt.Sprintf("%q%s", n.Text, at)
	case Null:
		return "null" + at
	}
	return n.Text + at
}

// found lists diagnostics as "severity line:column code message".
func found(diags *source.Diagnostics) []string {
	out := []string{}
	for _, d := range diags.Sorted() {
		line, column := d.Pos.LineColumn()
		s := fmt.Sprintf("%v %d:%d %s %s", d.Severity, line, column, d.Code, d.Message)
		for _, r := range d.Related {
			line, column := r.Pos.LineColumn()
			s += fmt.Sprintf(" (%d:%d %s)", line, column, r.Message)
		}
		if d.Path != "" {
			s += " in " + d.Path
		}
		out = append(out, s)
	}
	return out
}

func parseJSON(text string) (*Node, *source.Diagnostics) {
	var diags source.Diagnostics
	return ParseJSON(source.NewFile("f.json", []byte(text)), []byte(text), &diags), &diags
}

func TestParseJSONValuesAndPlaces(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"scalars as written", `[1.50, "a\u00e9\n", true, false, null, -0, 1e9]`,
			`[1.50@1 "aé\n"@7 true@20 false@26 null@33 -0@39 1e9@43]@0`},
		{"object", `{"a": {"b": [1]}, "c": ""}`, `{a@1={b@7=[1@13]@12}@6 c@18=""@23}@0`},
		{"comments", "// x\n{/* \"y\" */\"a\"// z\n:1}", `{a@15=1@24}@5`},
		{"slashes in text are text", `{"a": "http://x /* y */"}`, `{a@1="http://x /* y */"@6}@0`},
		{"line break in text is kept", "[\"a\r\n\tb\\n\"]", `["a\r\n\tb\n"@1]@0`},
		{"byte order mark", "\xef\xbb\xbf{\"a\":1}", `{a@4=1@8}@3`},
		{"quote after backslash", `["\"//\\", 1]`, `["\"//\\"@1 1@11]@0`},
		{"bare scalar", ` 7 `, `7@1`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root, diags := parseJSON(tt.in)
			if diff := cmp.Diff(tt.want, show(root, tt.in)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{}, found(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseJSONWidthCoversTheValue(t *testing.T) {
	in := `{"a": [1, "xyz"], "b": true}`
	root, _ := parseJSON(in)
	for _, tt := range []struct {
		n    *Node
		want string
	}{
		{root, in}, {root.Get("a"), `[1, "xyz"]`}, {root.Get("a").Items[1], `"xyz"`}, {root.Get("B"), `true`},
	} {
		got := in[tt.n.Pos.Offset() : tt.n.Pos.Offset()+tt.n.Width]
		if got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestParseJSONMistakes(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"empty", ``, []string{"error 1:1 syntax the file is empty; expected a JSON value"}},
		{"blank", "\n ", []string{"error 2:2 syntax the file ends before its JSON value does"}},
		{"duplicate", "{\"a\": 1,\n \"a\": 2, \"A\": 3, \"b\": 4}", []string{
			`error 2:2 duplicate-key "a" is given twice (1:2 first here) in a`,
			`warning 2:10 duplicate-key "a" and "A" differ only in case, which Azure does not tell apart; the first counts (1:2 first here) in A`}},
		{"duplicate of the same value", `{"a": {"b": [1]}, "a": {"b": [1]}}`, []string{
			`warning 1:19 duplicate-key "a" is given twice, with the same value (1:2 first here) in a`}},
		{"two commas forgotten", "{\"a\": [1\n 2],\n \"b\": {}\n \"c\": 3}", []string{
			"error 2:2 syntax expected a comma before this value in a[1]",
			"error 4:2 syntax expected a comma before this value"}},
		{"colon forgotten", `{"a" 1}`, []string{`error 1:6 syntax not valid JSON: invalid character '1' after object name (expecting ':') in a`}},
		{"trailing comma", `{"a": [1,],}`, []string{
			"warning 1:9 trailing-comma comma after the last value",
			"warning 1:11 trailing-comma comma after the last value"}},
		{"open bracket", "{\"a\": [1,\n 2", []string{
			`error 2:3 syntax the file ends before its JSON value does (1:7 this [ is not closed) in a[2]`}},
		{"single quotes", `{"a": 'x'}`, []string{
			`error 1:7 syntax not valid JSON: invalid character '\'' at start of value in a`}},
		{"open comment", "[1] /* x", []string{"error 1:5 syntax comment without an end: expected */"}},
		{"more text", "{}\n{}", []string{"error 2:1 syntax more text after the end of the document; expected one JSON value"}},
		{"bad UTF-8", "[\"a\xff\", \"b\xfe\"]", []string{
			"error 1:4 encoding byte 0xff is not UTF-8", "error 1:10 encoding byte 0xfe is not UTF-8"}},
		{"half a character escaped", `["\ud800"]`, []string{"error 1:2 encoding text with an escape that is no character in [0]"}},
		{"UTF-16", "\xff\xfe{\x00}\x00", []string{"error 1:1 encoding the text is UTF-16; expected UTF-8"}},
		{"too deep", strings.Repeat("[", 300), []string{
			"error 1:201 too-deep nested deeper than 200 levels in " + strings.Repeat("[0]", 66) + "[0…"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, diags := parseJSON(tt.in)
			if diff := cmp.Diff(tt.want, found(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseJSONFirstOfDuplicatesCounts(t *testing.T) {
	var b strings.Builder
	b.WriteString("{")
	for i := range 100 {
		fmt.Fprintf(&b, "\"k%d\": %d, ", i, i)
	}
	b.WriteString(`"k77": 0, "K12": 0, "end": 1}`)
	root, diags := parseJSON(b.String())
	if got := len(diags.Sorted()); got != 2 {
		t.Errorf("got %d diagnostics, want 2: %v", got, found(diags))
	}
	if got := root.Get("K77").Text; got != "77" {
		t.Errorf("got %s, want the first, 77", got)
	}
}

func TestParseJSONHostileSizesEndSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("big inputs")
	}
	const size = 2 << 20
	for _, unit := range []string{"[", `{"a":`, `"`, "[0,", "/*", "//", "\n", "\\", `["a" `, "[],"} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		_, diags := parseJSON(text)
		if !diags.HasErrors() {
			t.Fatalf("%d bytes of %q: no error", size, unit)
		}
		t.Logf("%q: %v, %v", unit, time.Since(start).Round(time.Millisecond), found(diags)[0])
	}
}

func TestParseJSONBoundsTheNumberOfValues(t *testing.T) {
	var diags source.Diagnostics
	text := []byte(`[1, 2, 3]`)
	file := source.NewFile("f", text)
	r := newJSONReader(file, text, cleanJSON(file, text, &diags), &diags)
	r.nodes = MaxNodes - 3
	r.document()
	if diff := cmp.Diff([]string{"error 1:8 too-big more than 3000000 values in [2]"}, found(&diags)); diff != "" {
		t.Error(diff)
	}
}

func TestEachHandsOverItems(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
		rest     string
	}{
		{"top-level list", `[{"a": 1}, 2]`, []string{"[0]={a@2=1@7}@1", "[1]=2@11"}, "[]@0"},
		{"value and nextLink", `{"count": 2, "value": [1, 2], "nextLink": "x"}`,
			[]string{"value[0]=1@23", "value[1]=2@26"}, `{count@1=2@10 value@13=[]@22 nextLink@30="x"@42}@0`},
		{"data of Resource Graph", `{"data": [3]}`, []string{"data[0]=3@10"}, "{data@1=[]@9}@0"},
		{"resources as object stays", `{"resources": {"a": 1}, "data": 4}`, nil,
			"{resources@1={a@15=1@20}@14 data@24=4@32}@0"},
		{"nested value stays", `{"x": {"value": [1]}}`, nil, "{x@1={value@7=[1@17]@16}@6}@0"},
		{"scalar", `5`, nil, "5@0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var diags source.Diagnostics
			var got []string
			rest := Each(source.NewFile("f", []byte(tt.in)), []byte(tt.in), &diags, func(list string, i int, n *Node) {
				got = append(got, fmt.Sprintf("%s[%d]=%s", list, i, show(n, tt.in)))
			})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.rest, show(rest, tt.in)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{}, found(&diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEachReportsWhatIsWrongAfterItems(t *testing.T) {
	in := "{\"value\": [1,\n{\"a\": }]}"
	var diags source.Diagnostics
	count := 0
	Each(source.NewFile("f", []byte(in)), []byte(in), &diags, func(string, int, *Node) { count++ })
	want := []string{"error 2:7 syntax not valid JSON: invalid character '}' at start of value in value[1].a"}
	if diff := cmp.Diff(want, found(&diags)); diff != "" {
		t.Error(diff)
	}
	if count != 1 {
		t.Errorf("got %d items, want the whole one only", count)
	}
}
