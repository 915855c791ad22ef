package decode

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// anyOrder checks that the order of resources changes neither links nor what
// is found.
func anyOrder(t *testing.T, nodes []*tree.Node) {
	t.Helper()
	backwards := slices.Clone(nodes)
	slices.Reverse(backwards)
	if a, b := outline(nodes), outline(backwards); a != b {
		t.Errorf("the order of resources matters: %s", firstDifference(a, b))
	}
}

// outline decodes resources and lists them with all that their links lead to,
// sorted by ID.
func outline(nodes []*tree.Node) string {
	diags := &source.Diagnostics{}
	d := New(diags)
	for _, n := range nodes {
		d.Add(n)
	}
	var lines []string
	for _, n := range d.Finish().All {
		var links []string
		collectLinks(reflect.ValueOf(n), 0, &links)
		lines = append(lines, n.Base().ID.Key()+" → "+strings.Join(links, " "))
	}
	slices.Sort(lines)
	for _, f := range diags.Sorted() {
		lines = append(lines, show(f))
	}
	return strings.Join(lines, "\n")
}

// collectLinks lists the IDs of all references below a value that found their target.
func collectLinks(v reflect.Value, depth int, out *[]string) {
	if depth > 12 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		// Only links of the resource itself and of what it holds, not of what these lead to.
		if !v.IsNil() && (depth == 0 || v.Type() == reflect.TypeFor[*topology.IPConfiguration]()) {
			collectLinks(v.Elem(), depth+1, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collectLinks(v.Index(i), depth+1, out)
		}
	case reflect.Struct:
		if target := v.FieldByName("Target"); target.IsValid() && target.Kind() == reflect.Pointer && strings.HasPrefix(v.Type().Name(), "Ref[") {
			if !target.IsNil() {
				*out = append(*out, strings.ToLower(v.FieldByName("ID").String()))
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				collectLinks(v.Field(i), depth+1, out)
			}
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("\n%s\n%s", x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// survive replaces values of resources by others, one at a time, and checks
// that nothing panics: a user's file may hold anything anywhere.
func survive(t *testing.T, nodes []*tree.Node) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(len(nodes))))
	root := &tree.Node{Kind: tree.List, Items: nodes}
	for range 150 {
		spot := random.IntN(count(root))
		changed := replaced(root, &spot, oddValue(random))
		decodeQuietly(t, changed)
	}
}

// decodeQuietly decodes and reports a panic.
func decodeQuietly(t *testing.T, root *tree.Node) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	d := New(&source.Diagnostics{})
	for _, n := range root.Items {
		d.Add(n)
	}
	d.Finish()
}

// oddValues are what may stand where something else belongs.
var oddValues = []*tree.Node{
	nil, {Kind: tree.Null}, {Kind: tree.Bool, Text: "true"}, {Kind: tree.Number, Text: "-1"}, {Kind: tree.Number, Text: "1e400"},
	{Kind: tree.String}, {Kind: tree.String, Text: "<null>"}, {Kind: tree.String, Text: "/"}, {Kind: tree.String, Text: "10.0.0.0/8"},
	{Kind: tree.String, Text: "::1"}, {Kind: tree.String, Text: "a/b/c/d/e/f"}, {Kind: tree.String, Text: network("virtualNetworks/hub")},
	{Kind: tree.List}, {Kind: tree.List, Items: []*tree.Node{{Kind: tree.Null}, {Kind: tree.String, Text: "x"}, nil}},
	{Kind: tree.Object}, {Kind: tree.Unknown, Why: "nobody knows"},
	{Kind: tree.List, Items: []*tree.Node{{Kind: tree.Object}, {Kind: tree.Unknown}}},
	{Kind: tree.Object, Members: []tree.Member{{Key: "id", Value: &tree.Node{Kind: tree.Unknown}}, {Key: "properties"}}},
}

func oddValue(random *rand.Rand) *tree.Node { return oddValues[random.IntN(len(oddValues))] }

// count is the number of values below a node.
func count(n *tree.Node) int {
	if n == nil {
		return 0
	}
	total := 0
	for _, item := range n.Items {
		total += 1 + count(item)
	}
	for _, m := range n.Members {
		total += 1 + count(m.Value)
	}
	return total
}

// replaced returns a copy in which the value at the spot is another.
func replaced(n *tree.Node, spot *int, by *tree.Node) *tree.Node {
	if n == nil {
		return nil
	}
	out := *n
	out.Items, out.Members = slices.Clone(n.Items), slices.Clone(n.Members)
	for i := range out.Items {
		out.Items[i] = replacedChild(out.Items[i], spot, by)
	}
	for i := range out.Members {
		out.Members[i].Value = replacedChild(out.Members[i].Value, spot, by)
	}
	return &out
}

func replacedChild(n *tree.Node, spot *int, by *tree.Node) *tree.Node {
	*spot--
	if *spot == -1 {
		return by
	}
	return replaced(n, spot, by)
}
