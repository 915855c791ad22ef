package export

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// IsResource tells whether a node is a resource as Azure answers it: an object
// with a resource ID.
func IsResource(n *tree.Node) bool {
	id := n.Get("id").Str()
	return n.Is(tree.Object) && strings.HasPrefix(id, "/") && strings.Contains(strings.ToLower(id), "/providers/")
}

// IsAnswer tells whether a document is an answer that holds a resource.
func IsAnswer(root *tree.Node) bool {
	if IsResource(root) {
		return true
	}
	for _, item := range items(root) {
		if IsResource(item) {
			return true
		}
	}
	return false
}

// Read hands over the resources of an answer.
func Read(root *tree.Node, diags *source.Diagnostics, yield func(*tree.Node)) {
	if IsResource(root) {
		yield(root)
		return
	}
	for _, item := range items(root) {
		Item(item, diags, yield)
	}
	Rest(root, diags)
}

// Item hands over one item of an answer's list.
func Item(item *tree.Node, diags *source.Diagnostics, yield func(*tree.Node)) {
	if IsResource(item) {
		yield(item)
		return
	}
	diags.Add(source.Diagnostic{Severity: source.Error, Code: "no-resource", Pos: item.Where(),
		Message: "expected a resource with an \"id\", found " + item.Kind.String(),
		Hint:    "export whole resources, without --query"})
}

// Rest looks at what stands beside the list: an answer that goes on in another
// page is not the whole design.
func Rest(root *tree.Node, diags *source.Diagnostics) {
	for _, key := range []string{"nextLink", "skip_token", "$skipToken"} {
		if n := root.Get(key); n.Is(tree.String) && n.Text != "" {
			diags.Add(source.Diagnostic{Severity: source.Unknown, Code: "more-pages", Pos: n.Pos, Width: n.Width,
				Message: "this answer has more pages, which are not in this file",
				Hint:    "fetch all pages, as `az network … list` does"})
		}
	}
}

// IsList tells whether a list of that name in an answer holds resources; ""
// is the document itself.
func IsList(name string) bool {
	return name == "" || strings.EqualFold(name, "value") || strings.EqualFold(name, "data")
}

// items returns the list of an answer: the document itself, its "value", or
// the "data" of Resource Graph.
func items(root *tree.Node) []*tree.Node {
	switch {
	case root.Is(tree.List):
		return root.Items
	case root.Get("value").Is(tree.List):
		return root.Get("value").Items
	}
	return root.Get("data").List()
}
