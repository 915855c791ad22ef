package terraform

import (
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// instance is one instance of a resource or data source.
type instance struct {
	address string // in full: module.hub["weu"].azurerm_subnet.app[0]
	module  string // address of its module, "" for the root
	name    string // without module and key: azurerm_subnet.app, data.azurerm_subnet.app
	kind    string // azurerm_subnet
	key     string // ["a"] or [0], "" where there is one instance only
	data    bool   // read, not managed
	config  *tree.Node
	sources []string   // of the modules on the way to it
	values  *tree.Node // what is known, and Unknown for what is not
	pos     source.Pos // of the .tf file where that is known
	width   int
	whole   bool // values lists what is unknown, too

	id     string // resource ID, once asked for
	asking bool   // for the ID
}

// scope is where an expression stands: who may be meant by each.key and var.
func (i *instance) scope(r *reader) scope {
	return scope{module: i.module, config: r.config.at(i.module), key: i.key, repeat: i.config, of: under(i.module, i.name)}
}

// scope is a place in the configuration.
type scope struct {
	module string // address of the module's instance
	config *module
	key    string     // of the instance of the resource or module call
	of     string     // address of the resource without key; "" for a module call
	repeat *tree.Node // what has for_each_expression or count_expression
}

// caller is where the arguments of the scope's module stand.
func (s scope) caller(r *reader) scope {
	parent, index := lastModule(s.module)
	up := scope{module: parent, config: r.config.at(parent), key: index}
	if s.config != nil {
		up.repeat = s.config.call
	}
	return up
}

// lists are the values of a document that lists resources by module.
func (r *reader) lists(module *tree.Node, address string, depth int, yield func(n *tree.Node, module string)) {
	for _, n := range module.Get("resources").List() {
		yield(n, address)
	}
	if depth > maxModules {
		return
	}
	for _, m := range module.Get("child_modules").List() {
		r.lists(m, m.Get("address").Str(), depth+1, yield)
	}
}

// add enters an instance.
func (r *reader) add(i *instance) {
	if _, again := r.byAddress[i.address]; again || i.kind == "" {
		return
	}
	r.instances = append(r.instances, i)
	r.byAddress[i.address] = i
	group := under(i.module, i.name)
	r.byName[group] = append(r.byName[group], i)
}

// describe makes an instance of what a plan or state lists.
func (r *reader) describe(n *tree.Node, module string) *instance {
	i := &instance{address: n.Get("address").Str(), module: module, kind: n.Get("type").Str(), key: indexOf(n.Get("index")),
		data: n.Get("mode").Str() == "data", pos: n.Where()}
	i.name = i.kind + "." + n.Get("name").Str()
	if i.data {
		i.name = "data." + i.name
	}
	if i.address == "" {
		i.address = under(module, i.name+i.key)
	}
	m := r.config.at(module)
	i.config, i.sources = m.resource(i.name), m.sources()
	return i
}
