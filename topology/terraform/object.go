package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// object is an ARM object while it is built.
type object struct {
	node  *tree.Node
	base  string // "properties" where paths begin there
	from  *instance
	kind  string // ARM type
	parts []part
}

// part is a child inside of an object.
type part struct {
	list   string // path of the list that it is in
	name   string
	object *object
}

// set puts a value at a path of keys joined by dots. A path begins below the
// properties; one with a slash before it at the object itself. Nil is nothing.
func (o *object) set(path string, v *tree.Node) {
	if v == nil {
		return
	}
	keys := o.keys(path)
	at := open(o.node, keys[:len(keys)-1], v)
	if at.Kind == tree.Object {
		setMember(at, keys[len(keys)-1], v)
	}
}

// keys are the keys of a path from the object itself.
func (o *object) keys(path string) []string {
	if rest, ok := strings.CutPrefix(path, "/"); ok {
		return strings.Split(rest, ".")
	}
	keys := strings.Split(path, ".")
	if o.base != "" {
		keys = append([]string{o.base}, keys...)
	}
	return keys
}

// open returns the object at the end of some keys, making what is not there.
func open(n *tree.Node, keys []string, v *tree.Node) *tree.Node {
	for _, key := range keys {
		next := n.Get(key)
		if next.IsAbsent() {
			next = &tree.Node{Kind: tree.Object, Pos: v.Pos, Width: v.Width}
			setMember(n, key, next)
		}
		n = next
	}
	return n
}

// setMember sets one member, in the place of one that is there.
func setMember(n *tree.Node, key string, v *tree.Node) {
	for i := range n.Members {
		if strings.EqualFold(n.Members[i].Key, key) {
			n.Members[i].Value = v
			return
		}
	}
	n.Members = append(n.Members, tree.Member{Key: key, KeyPos: v.Pos, Value: v})
}

// get returns what stands at a path.
func (o *object) get(path string) *tree.Node { return o.node.At(o.keys(path)...) }

// add appends an item to the list at a path.
func (o *object) add(path string, item *tree.Node) {
	list := o.get(path)
	if list.Is(tree.Unknown) {
		return
	}
	if !list.Is(tree.List) {
		list = &tree.Node{Kind: tree.List, Pos: item.Pos, Width: item.Width}
		o.set(path, list)
	}
	list.Items = append(list.Items, item)
}

// newItem makes an object that stands at the place of a node.
func newItem(at *tree.Node, base string) *object {
	return &object{node: &tree.Node{Kind: tree.Object, Pos: at.Where(), Width: widthOf(at)}, base: base}
}

// text makes a text at the place of a node.
func text(at *tree.Node, s string) *tree.Node {
	return &tree.Node{Kind: tree.String, Pos: at.Where(), Width: widthOf(at), Text: s}
}

// unlike makes an unknown at the place of a node.
func unlike(at *tree.Node, why, supply string) *tree.Node {
	return &tree.Node{Kind: tree.Unknown, Pos: at.Where(), Width: widthOf(at), Why: why, Supply: supply}
}

// present maps what says nothing to nil.
func present(n *tree.Node) *tree.Node {
	if n.IsAbsent() || n.Is(tree.List) && len(n.Items) == 0 || n.Is(tree.String) && n.Text == "" {
		return nil
	}
	return n
}
