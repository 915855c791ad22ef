package tree

import (
	"testing"

	"vnetproof/topology/source"
)

// check walks a tree and fails where a node is not what its kind promises.
func check(t *testing.T, n *Node, size, depth int) {
	if n == nil {
		return
	}
	if depth > MaxDepth+1 {
		t.Fatal("deeper than allowed")
	}
	if at := n.Pos.Offset(); at < 0 || at > size || n.Width < 0 || at+n.Width > size {
		t.Fatalf("node at %d, width %d, is outside of %d bytes", at, n.Width, size)
	}
	if n.Kind == Absent || n.Kind == Unknown {
		t.Fatalf("reader made a node of kind %d", n.Kind)
	}
	for _, item := range n.Items {
		if item == nil {
			t.Fatal("nil item")
		}
		check(t, item, size, depth+1)
	}
	for _, m := range n.Members {
		if m.Value == nil {
			t.Fatalf("nil member %q", m.Key)
		}
		check(t, m.Value, size, depth+1)
	}
}

// checkPlaces fails where a diagnostic's place cannot be shown.
func checkPlaces(t *testing.T, diags *source.Diagnostics) {
	for _, d := range diags.Sorted() {
		if line, column := d.Pos.LineColumn(); line < 1 || column < 1 {
			t.Fatalf("%v at %d:%d", d, line, column)
		}
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{
		`{"a": [1, "b", null, true, {"c": -1.5e3}]}`, "// c\n{/* d */}", "{\"a\": \"line\nbreak\"}", `[1,]`, `[1 2]`,
		`{"a":1,"A":2,"a":3}`, "\xef\xbb\xbf[]", "\xff\xfe[", `["\ud800"]`, "[\"\xff\"]", "/*", "//", `"`, `"\`, "[\"a\"\t\"b", "{\"a\"\n1}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var diags, eachDiags source.Diagnostics
		file := source.NewFile("f", text)
		root := ParseJSON(file, text, &diags)
		check(t, root, len(text), 0)
		checkPlaces(t, &diags)
		if root == nil && !diags.HasErrors() {
			t.Fatal("no value and no error")
		}
		Each(file, text, &eachDiags, func(_ string, _ int, n *Node) { check(t, n, len(text), 1) })
		if diags.HasErrors() != eachDiags.HasErrors() {
			t.Fatalf("ParseJSON: %v; Each: %v", diags.Err(), eachDiags.Err())
		}
	})
}

func FuzzParseYAML(f *testing.F) {
	for _, s := range []string{
		"a: 1\nb: [x, 'y', \"z\"]\n", "a: &x {k: 1}\nb: {<<: *x}\n", "a:\n\t- b", "- - - x\n", "? a\n: b\n", "a: |\n  x\n  y\nb: >-\n z",
		"---\na: 1\n---\nb", "a: &a [*a]", "a: !!int 5", "\ufeffé: ü", "a: \"q\\", "%YAML 1.2\n---\n", "a: 1\r\nb: 2\u2028c: 3", "{a: 1, a: 2}",
		"<<: [{a: 1}, *x]", "a: b: c", "&x a: *x",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var diags source.Diagnostics
		root := ParseYAML(source.NewFile("f", text), text, &diags)
		check(t, root, len(text), 0)
		checkPlaces(t, &diags)
		if root == nil && !diags.HasErrors() {
			t.Fatal("no value and no error")
		}
	})
}
