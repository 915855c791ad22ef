package load

import (
	"strings"

	"vnetproof/topology/tree"
)

// loneGroup is where a resource stands that tells nothing of it.
const loneGroup = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default/providers/"

// isLoneResource tells whether a document is one resource in ARM's shape
// without an ID: as a template has it, outside of a template.
func isLoneResource(n *tree.Node) bool {
	return strings.HasPrefix(strings.ToLower(n.Get("type").Str()), "microsoft.") && n.Get("name").Str() != "" &&
		n.Get("properties").Is(tree.Object) && n.Get("id") == nil
}

// withID returns a lone resource with the ID that it would have in a group of its own.
func withID(n *tree.Node) *tree.Node {
	types, names := strings.Split(n.Get("type").Str(), "/"), strings.Split(n.Get("name").Str(), "/")
	id := loneGroup + types[0]
	for i, name := range names {
		if i+1 < len(types) {
			id += "/" + types[i+1] + "/" + name
		}
	}
	members := append([]tree.Member{{Key: "id", Value: tree.NewString(n.Get("name").Pos, id)}}, n.Members...)
	return tree.NewObject(n.Pos, members...)
}
