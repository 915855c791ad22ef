package terraform

import (
	"vnetproof/topology/tree"
)

// module is a module of the configuration. A nil *module is one that the
// document does not have.
type module struct {
	node      *tree.Node // of the configuration
	parent    *module
	call      *tree.Node // its call in the parent; nil for the root
	resources map[string]*tree.Node
	modules   map[string]*module
}

// maxModules bounds how deep modules are nested.
const maxModules = 50

// newModule reads a module and those that it calls.
func newModule(node *tree.Node, parent *module, call *tree.Node, depth int) *module {
	if !node.Is(tree.Object) || depth > maxModules {
		return nil
	}
	m := &module{node: node, parent: parent, call: call, resources: map[string]*tree.Node{}, modules: map[string]*module{}}
	for _, r := range node.Get("resources").List() {
		name := r.Get("type").Str() + "." + r.Get("name").Str()
		if r.Get("mode").Str() == "data" {
			name = "data." + name
		}
		m.resources[name] = r
	}
	if calls := node.Get("module_calls"); calls.Is(tree.Object) {
		for _, c := range calls.Members {
			if sub := newModule(c.Value.Get("module"), m, c.Value, depth+1); sub != nil {
				m.modules[c.Key] = sub
			}
		}
	}
	return m
}

// at returns the module of an address, or nil.
func (m *module) at(address string) *module {
	for _, name := range moduleNames(address) {
		if m == nil {
			return nil
		}
		m = m.modules[name]
	}
	return m
}

// resource returns the configuration of a resource, as of "azurerm_subnet.app".
func (m *module) resource(name string) *tree.Node {
	if m == nil {
		return nil
	}
	return m.resources[name]
}

// sources are where the modules on the way to a module come from.
func (m *module) sources() []string {
	if m == nil || m.call == nil {
		return nil
	}
	return append(m.parent.sources(), m.call.Get("source").Str())
}

// isExpression tells whether a node of the configuration is an expression, and
// no nested block.
func isExpression(n *tree.Node) bool {
	return n.Is(tree.Object) && (n.Get("references").Is(tree.List) || n.Get("constant_value") != nil)
}

// references lists what an expression names, each in full: of
// azurerm_subnet.app.id, azurerm_subnet.app only the former.
func references(expression *tree.Node) []string {
	var out []string
	last := ""
	for _, n := range expression.Get("references").List() {
		text := n.Str()
		if text == "" || last != "" && isPrefix(text, last) {
			continue
		}
		out = append(out, text)
		last = text
	}
	return out
}

// isPrefix tells whether a reference is the beginning of another.
func isPrefix(short, long string) bool {
	if len(short) >= len(long) || long[:len(short)] != short {
		return false
	}
	return long[len(short)] == '.' || long[len(short)] == '['
}
