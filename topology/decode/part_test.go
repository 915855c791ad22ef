package decode

import (
	"iter"
	"reflect"
	"testing"
	"unsafe"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// sameInParts fails where resources that are decoded in parts give another
// design than resources that are decoded one by one, or keep texts of the document.
func sameInParts(t *testing.T, resources []string) {
	t.Helper()
	text := listOfAll(resources)
	file := source.NewFile("test.json", text)
	for size := 1; size <= 3; size++ {
		inOrder := New(&source.Diagnostics{})
		for _, n := range tree.ParseJSON(file, text, &source.Diagnostics{}).Items {
			inOrder.Add(n)
		}
		inParts := New(&source.Diagnostics{})
		addInParts(inParts, file, text, size)
		want, got := inOrder.Finish(), inParts.Finish()
		if !reflect.DeepEqual(want, got) {
			t.Errorf("in parts of %d, the design is another one", size)
		}
		if w, g := inOrder.diags.to.Sorted(), inParts.diags.to.Sorted(); !reflect.DeepEqual(w, g) {
			t.Errorf("in parts of %d, diagnostics are %v, want %v", size, g, w)
		}
		if !reflect.DeepEqual(inOrder.Report(), inParts.Report()) {
			t.Errorf("in parts of %d, the report is %v", size, inParts.Report())
		}
		keepsNothingOf(t, text, got)
	}
}

// aPart is a part and the items that it holds.
type aPart struct {
	*Part
	first, count int
}

// addInParts decodes a list in parts of some resources. Those of a part that is
// not taken are added one by one.
func addInParts(d *Decoder, file *source.File, text []byte, size int) {
	nodes := tree.ParseJSON(file, text, &source.Diagnostics{}).Items
	tree.EachPart(file, text, &source.Diagnostics{}, tree.Parts[[]aPart]{
		Apart: func(string) bool { return true },
		Read: func(_ string, items iter.Seq2[int, *tree.Node]) []aPart {
			var parts []aPart
			for i, n := range items {
				if len(parts) == 0 || parts[len(parts)-1].count == size {
					parts = append(parts, aPart{Part: NewPart(), first: i})
				}
				last := &parts[len(parts)-1]
				last.Add(n)
				last.count++
			}
			return parts
		},
		Take: func(parts []aPart) bool {
			for _, p := range parts {
				if !d.Take(p.Part) {
					for _, n := range nodes[p.first : p.first+p.count] {
						d.Add(n)
					}
				}
			}
			return true
		},
		Item: func(string, int, *tree.Node) { panic("a test's list is not plain JSON") },
	})
}

// keepsNothingOf fails where a design holds a part of a document's text.
func keepsNothingOf(t *testing.T, text []byte, design *topology.Design) {
	t.Helper()
	start := uintptr(unsafe.Pointer(unsafe.SliceData(text)))
	seen := map[uintptr]bool{}
	var visit func(v reflect.Value, path string)
	visit = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Pointer()] && v.Type() != reflect.TypeFor[*source.File]() {
				seen[v.Pointer()] = true
				visit(v.Elem(), path)
			}
		case reflect.Interface:
			if !v.IsNil() {
				visit(v.Elem(), path)
			}
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), path)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		case reflect.String:
			s := v.String()
			if at := uintptr(unsafe.Pointer(unsafe.StringData(s))); s != "" && at >= start && at < start+uintptr(len(text)) {
				t.Errorf("%s keeps the document: %q", path, s)
			}
		}
	}
	visit(reflect.ValueOf(design), "design")
}
