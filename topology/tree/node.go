package tree

import (
	"strings"

	"vnetproof/topology/source"
)

// Kind says what a Node is. The zero Kind is Absent, which a nil Node has too.
type Kind uint8

const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	List
	Object
	// Unknown is a value that only a deployment, or another file, would give.
	Unknown
)

// String returns the kind in the words of a message: "a list", "text".
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "true or false"
	case Number:
		return "a number"
	case String:
		return "text"
	case List:
		return "a list"
	case Object:
		return "an object"
	case Unknown:
		return "a value that is not known yet"
	}
	return "nothing"
}

// Node is one value of an input document. A nil *Node stands for an absent
// value, and every method accepts it. Nodes are not changed once read.
type Node struct {
	Kind    Kind
	Pos     source.Pos
	Width   int      // bytes of the value in the file, for underlining; 0 if not known
	Text    string   // of a Bool ("true"), Number (as written) or String
	Items   []*Node  // of a List
	Members []Member // of an Object, in input order
	Why     string   // of an Unknown: why it is not known
	Supply  string   // of an Unknown: what would supply it; may be empty
	// Origin is where a value was written that an expression fetched, as from a
	// parameter; Pos is then the expression. No place if Pos is where it was written.
	Origin source.Pos
	// Ref is the property of a resource that an Unknown will be; may be nil. Of
	// an Object it says that further members are known only after deployment.
	Ref *Ref
}

// Ref names a property of a resource whose value is not known.
type Ref struct {
	ID   string // resource ID
	Path string // as in properties.ipConfigurations[0].properties.privateIPAddress
}

// Member is one key and value of an Object.
type Member struct {
	Key    string
	KeyPos source.Pos
	Value  *Node
}

// Get returns the member's value, matching the key without regard to case, or
// nil. Where n itself is Unknown, so is every member: Get returns n.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	if n.Kind == Unknown {
		return n
	}
	for i := range n.Members {
		if strings.EqualFold(n.Members[i].Key, key) {
			return n.Members[i].Value
		}
	}
	return nil
}

// At follows several keys from n.
func (n *Node) At(keys ...string) *Node {
	for _, k := range keys {
		n = n.Get(k)
	}
	return n
}

// IsAbsent tells whether n is nil, absent or null.
func (n *Node) IsAbsent() bool { return n == nil || n.Kind == Absent || n.Kind == Null }

// Is tells whether n is of that kind.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// Str returns the text of a String, or "".
func (n *Node) Str() string {
	if n.Is(String) {
		return n.Text
	}
	return ""
}

// List returns the items of a List; of anything else none.
func (n *Node) List() []*Node {
	if n.Is(List) {
		return n.Items
	}
	return nil
}

// Where returns the node's position; of an absent one no place.
func (n *Node) Where() source.Pos {
	if n == nil {
		return source.Pos{}
	}
	return n.Pos
}

// NewString returns a String node.
func NewString(pos source.Pos, text string) *Node {
	return &Node{Kind: String, Pos: pos, Text: text}
}

// NewBool returns a Bool node.
func NewBool(pos source.Pos, v bool) *Node {
	n := &Node{Kind: Bool, Pos: pos, Text: "false"}
	if v {
		n.Text = "true"
	}
	return n
}

// NewObject returns an Object node with members in order.
func NewObject(pos source.Pos, members ...Member) *Node {
	return &Node{Kind: Object, Pos: pos, Members: members}
}

// NewList returns a List node.
func NewList(pos source.Pos, items ...*Node) *Node {
	return &Node{Kind: List, Pos: pos, Items: items}
}

// NewUnknown returns an Unknown node: why it is unknown and what would supply it.
func NewUnknown(pos source.Pos, why, supply string) *Node {
	return &Node{Kind: Unknown, Pos: pos, Why: why, Supply: supply}
}

// NewNumber returns a Number node; text is the number as written.
func NewNumber(pos source.Pos, text string) *Node {
	return &Node{Kind: Number, Pos: pos, Text: text}
}

// NewNull returns a Null node.
func NewNull(pos source.Pos) *Node {
	return &Node{Kind: Null, Pos: pos}
}
