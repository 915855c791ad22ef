package tree

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
)

// exact reads a document with jsontext alone.
func exact(text string) (*Node, *source.Diagnostics) {
	var diags source.Diagnostics
	file := source.NewFile("f.json", []byte(text))
	clean, ok := prepareJSON(file, []byte(text), &diags)
	if !ok {
		return nil, &diags
	}
	return newJSONReader(file, []byte(text), clean, &diags).document(), &diags
}

// all writes a tree down with all that nodes hold.
func all(n *Node) string {
	var b strings.Builder
	writeAll(&b, n)
	return b.String()
}

func writeAll(b *strings.Builder, n *Node) {
	if n == nil {
		b.WriteString("nil")
		return
	}
	fmt.Fprintf(b, "%d@%d+%d%q", n.Kind, n.Pos.Offset(), n.Width, n.Text)
	for _, item := range n.Items {
		b.WriteString(" [")
		writeAll(b, item)
	}
	for _, m := range n.Members {
		fmt.Fprintf(b, " %q@%d=", m.Key, m.KeyPos.Offset())
		writeAll(b, m.Value)
	}
	b.WriteString(";")
}

// quick reads a document without jsontext; nil where it gives up.
func quick(text string) *Node {
	if !utf8.ValidString(text) {
		return nil
	}
	return newQuickReader(source.NewFile("f.json", []byte(text)), text).document()
}

// hardJSON are documents that sit at the borders of what is plain JSON.
var hardJSON = []string{
	`{"a": [1, "b", null, true, {"c": -1.5e3}]}`, "// c\n{/* d */}", "{\"a\": \"line\nbreak\"}", `[1,]`, `[1 2]`, `[,1]`, `{,}`, `{"a":1,}`,
	`{"a":1,"A":2,"a":3}`, "\xef\xbb\xbf[]", "\xff\xfe[", `["\ud800"]`, `["\ud83d\ude00\n\u0041"]`, "[\"\xff\"]", "/*", "//", `"`, `"\`, `"\"`, "[\"a\"\t\"b", "{\"a\"\n1}",
	`0`, `-0`, `01`, `-`, `1.`, `.5`, `1e`, `1e+`, `1E-07`, `12.50`, `1a`, `[1a]`, `tru`, `truex`, `[nul]`, `null `, `nulll`, "\"\x00\"", "\"\x1f\"", "\"\x7f\"", "\x00", "[\x00]",
	`{"": 1}`, `{"k": 1, "\u212a": 2}`, `{"k": 1, "K": 2}`, `{"s":1,"ſ":2}`, `{"é":1,"É":2}`, `{"i":1,"İ":2}`, `{"a\u0062":1,"AB":2}`, `{"a":{"a":1,"b":2},"b":{"a":1}}`,
	`[{"id":1},{"id":2}]`, `{"value":[{"id":1},{"id":2,}],"nextLink":""}`, `{"value":[1,2,x],"data":[3]}`, `{"data":[],"data":[1]}`, `{"value":[1],"VALUE":[2]}`,
	`{"value":[{"a":1,"a":2}]}`, `{"resources":[{"a":[]},[2]],"value":[1]}`, `[[1]],`, `[{]}]`, `[[1}]`, `{"a":[}`, `[1]]`, `[1] x`, `[1,,2]`, `[1,2,,]`, `[1//,]` + "\n]", `["a"x]`, `[{"a":1}{"b":2}]`,
	`[true,false,null,"` + strings.Repeat("x", 40) + `"]`, `["1234567\"","12345678\\","123456789` + "\t" + `"]`,
	strings.Repeat("[", 201) + strings.Repeat("]", 201), strings.Repeat("[", 200) + strings.Repeat("]", 200), strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200),
	manyNames(40, "x"), manyNames(300, "x"), manyNames(300, "ü"), manyNames(5000, "y"), manyNames(40, "x") + "x",
}

// manyNames is an object of n names, the last one of which is a repetition for odd n.
func manyNames(n int, prefix string) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf(`"%s%d":%d`, prefix, i, i))
	}
	return "{" + strings.Join(append(names, names[n/2]), ",") + "}"
}

// documents are the JSON files that other tests have.
func documents(t testing.TB) []string {
	t.Helper()
	files, _ := filepath.Glob("../*/testdata/*.json")
	more, _ := filepath.Glob("../../testdata/*/*.json")
	out := hardJSON
	for _, name := range append(files, more...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

// checkQuick fails where the quick reader takes a document, and the exact one
// finds something else in it.
func checkQuick(t *testing.T, text string) {
	t.Helper()
	fast := quick(text)
	want, diags := exact(text)
	switch {
	case fast == nil:
		return
	case len(diags.Sorted()) > 0:
		t.Fatalf("%q is read without a word, but has %v", text, diags.Sorted())
	case all(fast) != all(want):
		t.Fatalf("%q: %s", text, cmp.Diff(all(want), all(fast)))
	}
}

func TestQuickReaderFindsWhatTheExactOneFinds(t *testing.T) {
	for _, text := range documents(t) {
		checkQuick(t, text)
	}
}

func TestQuickReaderTakesPlainDocuments(t *testing.T) {
	for _, text := range []string{`{"a": [1, "b", null, true, {"c": -1.5e3}]}`, "\ufeff[]", `["\u00e9\n"]`, ` {"ä": "ü", "a": {"a": 0}} `, `[{"id": "/x"}]`} {
		if quick(text) == nil {
			t.Errorf("%s is left to the exact reader", text)
		}
	}
}

// eaten is what reading item by item gave.
type eaten struct {
	items []string
	root  string
	diags []source.Diagnostic
}

func (e *eaten) item(list string, i int, n *Node) {
	e.items = append(e.items, fmt.Sprintf("%s[%d] %s", list, i, all(n)))
}

// inOrder reads item by item with jsontext alone.
func inOrder(text string) eaten {
	var e eaten
	var diags source.Diagnostics
	e.root = all(eachExact(source.NewFile("f.json", []byte(text)), []byte(text), &diags, nil, e.item))
	e.diags = diags.Sorted()
	return e
}

// inParts reads on all cores; refuse tells which pieces are not taken.
func inParts(text string, refuse func(piece int) bool) eaten {
	var e eaten
	var diags source.Diagnostics
	pieces := 0
	e.root = all(EachPart(source.NewFile("f.json", []byte(text)), []byte(text), &diags, Parts[eaten]{
		Apart: func(list string) bool { return list != "resources" },
		Read: func(list string, items iter.Seq2[int, *Node]) eaten {
			var part eaten
			for i, n := range items {
				part.item(list, i, n)
			}
			return part
		},
		Take: func(part eaten) bool {
			pieces++
			if refuse(pieces) {
				return false
			}
			e.items = append(e.items, part.items...)
			return true
		},
		Item: e.item,
	}))
	e.diags = diags.Sorted()
	return e
}

// checkParts fails where reading in parts gives anything else than reading in order.
func checkParts(t *testing.T, text string) {
	t.Helper()
	want := inOrder(text)
	for _, every := range []int{1, 2, 1000} {
		got := inParts(text, func(piece int) bool { return piece%every == 0 })
		same := cmp.Comparer(func(a, b source.Pos) bool { return a.Offset() == b.Offset() })
		if diff := cmp.Diff(want.items, got.items); diff != "" {
			t.Fatalf("%.200q: items: %s", text, diff)
		}
		if diff := cmp.Diff(want.diags, got.diags, same); diff != "" {
			t.Fatalf("%.200q: diagnostics: %s", text, diff)
		}
		if got.root != want.root {
			t.Fatalf("%.200q: the rest is %s, want %s", text, got.root, want.root)
		}
	}
}

func TestPartsAreReadAsInOrder(t *testing.T) {
	for _, text := range documents(t) {
		checkParts(t, text)
		checkParts(t, "["+text+"]")
		checkParts(t, `{"value": [1, `+text+`], "nextLink": "x"}`)
	}
}

func TestPiecesAreReadAsInOrder(t *testing.T) {
	row := `{"id": "/a", "tags": {"k": "` + strings.Repeat("v", 1000) + `"}, "list": [1, 2, {"x": null}]}`
	long := strings.Repeat(row+",\n", 1000)
	for _, text := range []string{
		"[" + long + row + "]", `{"value": [` + long + row + `], "nextLink": "n"}`, `{"resources": [` + row + `], "data": [` + long + row + `]}`,
		"[" + long + row + ",]", "[" + long + "{\"a\": 1, \"A\": 2}," + long + row + "]", "[" + long + "// done\n" + row + "]",
		"[" + long + row, "[" + long + row + row + "]", "[" + long + `{"a": [}]},` + long + row + "]", "[" + long + "1]]",
	} {
		checkParts(t, text)
	}
}

func FuzzQuickJSON(f *testing.F) {
	for _, s := range hardJSON {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		checkQuick(t, string(text))
		checkParts(t, string(text))
	})
}
