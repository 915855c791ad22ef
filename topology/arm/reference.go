package arm

import (
	"fmt"
	"strconv"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/tree"
)

// busyKey is a property that is being fetched.
type busyKey struct {
	i    *instance
	path string
}

// reference is reference(resource, apiVersion, 'Full') with the members that
// are fetched from it. What the template says about the resource is its value;
// all else is known only after deployment.
func (e env) reference(x *expression.Expr, keys []*expression.Expr) *tree.Node {
	if len(x.Args) < 1 || len(x.Args) > 3 {
		return e.failAt(x, "wrong-arguments", fmt.Sprintf("%s takes 1 to 3 arguments, found %d", x.Text, len(x.Args)))
	}
	target := e.expr(x.Args[0])
	if target.Is(tree.Unknown) {
		return target
	}
	if !target.Is(tree.String) {
		return e.failAt(x, "bad-call", fmt.Sprintf("%s wants a resource, found %s", x.Text, describe(target)), e.origin(target)...)
	}
	var path []*tree.Node
	full := false
	if len(x.Args) == 3 {
		full = strings.EqualFold(e.expr(x.Args[2]).Str(), "full")
	}
	if !full {
		path = append(path, e.newText("properties"))
	}
	for _, k := range keys {
		key := e.expr(k)
		if key.Is(tree.Unknown) {
			return key
		}
		path = append(path, key)
	}
	i := e.find(target.Text)
	if i == nil {
		return e.afterDeployment(target.Text, target.Text+" is not in the template", path)
	}
	return e.fetchFrom(i, path, x)
}

// afterDeployment returns the Unknown that a property of a resource is.
func (e env) afterDeployment(id, why string, path []*tree.Node) *tree.Node {
	p := pathText(path)
	out := e.unknown(fmt.Sprintf("%s is known only after deployment: %s", p, why), "")
	if strings.HasPrefix(id, "/") {
		out.Ref = &tree.Ref{ID: id, Path: p}
	}
	return out
}

// pathText writes keys as a path.
func pathText(keys []*tree.Node) string {
	path := ""
	for _, k := range keys {
		if i, err := strconv.Atoi(k.Text); err == nil && k.Is(tree.Number) {
			path = tree.IndexPath(path, i)
		} else {
			path = tree.KeyPath(path, k.Text)
		}
	}
	return path
}

// find returns the resource that a symbolic name, ID or name means, or nil.
func (e env) find(text string) *instance {
	if strings.HasPrefix(text, "/") {
		return e.r.byID[strings.ToLower(strings.TrimSuffix(text, "/"))]
	}
	for _, t := range []*template{e.in, e.t} {
		if i := t.bySymbol(text); i != nil {
			return i
		}
		if i := t.byName(text); i != nil {
			return i
		}
	}
	return e.r.byID[strings.ToLower(e.t.scope.within(text))]
}

// bySymbol finds vnet, or vnets[2] for an instance of a loop.
func (t *template) bySymbol(text string) *instance {
	name, index := text, 0
	if open := strings.IndexByte(text, '['); open > 0 && strings.HasSuffix(text, "]") {
		n, err := strconv.Atoi(text[open+1 : len(text)-1])
		if err != nil {
			return nil
		}
		name, index = text[:open], n
	}
	d := t.symbols[strings.ToLower(name)]
	if d == nil {
		return nil
	}
	d.expand()
	if index >= len(d.instances) {
		return nil
	}
	return d.instances[index]
}

// byName finds the one resource of that name.
func (t *template) byName(name string) *instance {
	var found *instance
	for _, d := range t.declared {
		for _, i := range d.instances {
			if !strings.EqualFold(i.name.Str(), name) {
				continue
			}
			if found != nil && found.state != skipped && i.state != skipped {
				return nil
			}
			if found == nil || found.state == skipped {
				found = i
			}
		}
	}
	return found
}

// label names an instance in a message.
func (i *instance) label() string {
	if name := i.name.Str(); name != "" {
		return i.kind + " " + name
	}
	return i.kind
}

// fetchFrom fetches a property of a resource of the template.
func (e env) fetchFrom(i *instance, path []*tree.Node, x *expression.Expr) *tree.Node {
	if i.state == skipped {
		return e.unknown(i.label()+" is not deployed: its condition is false", "")
	}
	key := busyKey{i, strings.ToLower(pathText(path))}
	if e.r.busy[key] {
		return e.failAt(x, "circle", fmt.Sprintf("%s goes in a circle: %s of %s needs its own value", x.Text, key.path, i.label()))
	}
	e.r.busy[key] = true
	defer delete(e.r.busy, key)
	if isDeployment(i.kind) && len(path) >= 2 && strings.EqualFold(path[0].Text, "properties") && strings.EqualFold(path[1].Text, "outputs") {
		return e.fetchOutput(i, path[2:], x)
	}
	return e.fetchDeclared(i, path)
}

// fetchDeclared walks through what the template says about a resource, and
// evaluates only what is asked for.
func (e env) fetchDeclared(i *instance, path []*tree.Node) *tree.Node {
	cur, at := i.d.node, i.d.at
	for n, key := range path {
		if !isPlain(cur) {
			cur = i.e.node(cur, at)
			if cur.Is(tree.Unknown) {
				return cur
			}
		}
		next := step(cur, key)
		if next == nil {
			return e.undeclared(i, cur, path, n)
		}
		cur = next
		if key.Is(tree.Number) {
			index, _ := strconv.Atoi(key.Text)
			at = at.item(index)
		} else {
			at = at.member(key.Text)
		}
	}
	return i.e.node(cur, at)
}

// isPlain tells whether the members of a node can be found without evaluating it.
func isPlain(n *tree.Node) bool {
	if n.Is(tree.Object) {
		for _, m := range n.Members {
			if expression.Is(m.Key) || isPropertyCopy(m) {
				return false
			}
		}
		return true
	}
	return n.Is(tree.List)
}

// step returns the member or item that key names, or nil.
func step(n, key *tree.Node) *tree.Node {
	switch {
	case n.Is(tree.Object) && key.Is(tree.String):
		return n.Get(key.Text)
	case n.Is(tree.List) && key.Is(tree.Number):
		if i, err := strconv.Atoi(key.Text); err == nil && i >= 0 && i < len(n.Items) {
			return n.Items[i]
		}
	}
	return nil
}

// undeclared returns a property that the template does not state: IDs follow
// from names, the rest is known only after deployment.
func (e env) undeclared(i *instance, cur *tree.Node, path []*tree.Node, n int) *tree.Node {
	last := n == len(path)-1
	switch name := strings.ToLower(path[n].Text); {
	case last && n == 0 && (name == "resourceid" || name == "id"):
		return i.id
	case last && n == 0 && name == "subscriptionid":
		return e.newText(scopeFromID(i.id.Str()).subscription)
	case last && n == 0 && name == "resourcegroupname":
		return e.newText(scopeFromID(i.id.Str()).resourceGroup)
	case last && n == 3 && name == "id" && path[2].Is(tree.Number) && i.id.Is(tree.String):
		if name := i.e.node(cur.Get("name"), i.d.at); name.Is(tree.String) {
			return e.newText(i.id.Text + "/" + path[1].Text + "/" + name.Text)
		}
	}
	why := "the template does not state it for " + i.label()
	if i.state == existing {
		why = i.label() + " is not deployed by the template"
	}
	return e.afterDeployment(i.id.Str(), why, path)
}

// fetchOutput fetches an output of a nested deployment, or all of them.
func (e env) fetchOutput(i *instance, path []*tree.Node, x *expression.Expr) *tree.Node {
	t := i.nested()
	if t == nil {
		return e.unknown("an output of a nested deployment is not known: "+i.innerWhy, "")
	}
	t.expand()
	if len(path) == 0 {
		return t.allOutputs()
	}
	out := t.root.Get("outputs").Get(path[0].Text)
	if !out.Is(tree.Object) {
		return e.failAt(x, "no-output", fmt.Sprintf("%s has no output %q%s", i.label(), path[0].Text, nearest(path[0].Text, outputsOf(t))))
	}
	if len(path) > 1 && !strings.EqualFold(path[1].Text, "value") {
		return t.outputObject(path[0].Text, out)
	}
	if len(path) == 1 {
		return t.outputObject(path[0].Text, out)
	}
	v := t.output(path[0].Text, out)
	for _, key := range path[2:] {
		if v.Is(tree.Unknown) {
			return v
		}
		v = e.fetch(v, key, x)
	}
	return v
}

// outputsOf returns the outputs section, or an empty object.
func outputsOf(t *template) *tree.Node {
	if out := t.root.Get("outputs"); out != nil {
		return out
	}
	return &tree.Node{Kind: tree.Object}
}

// output evaluates one output, once.
func (t *template) output(name string, out *tree.Node) *tree.Node {
	key := strings.ToLower(name)
	if v := t.outputs[key]; v != nil {
		return v
	}
	e, at := t.env(), t.at.member("outputs").member(name)
	var v *tree.Node
	if c := out.Get("copy"); c.Is(tree.Object) {
		v = e.outputCopy(c, at.member("copy"))
	} else {
		v = e.node(out.Get("value"), at.member("value"))
	}
	if v == nil {
		v = tree.NewNull(out.Pos)
	}
	t.outputs[key] = v
	return v
}

// outputCopy returns the list that the loop of an output makes.
func (e env) outputCopy(c *tree.Node, at *place) *tree.Node {
	count, unknown := e.count(c, at)
	if unknown != nil {
		return unknown
	}
	list := &tree.Node{Kind: tree.List, Pos: c.Pos, Width: c.Width}
	for i := range count {
		inner := e
		inner.loop = &loop{outer: e.loop, index: i, resource: true}
		list.Items = append(list.Items, inner.node(c.Get("input"), at.member("input")))
	}
	return list
}

// outputObject returns {type, value} of an output.
func (t *template) outputObject(name string, out *tree.Node) *tree.Node {
	return tree.NewObject(out.Pos,
		tree.Member{Key: "type", KeyPos: out.Pos, Value: tree.NewString(out.Get("type").Where(), out.Get("type").Str())},
		tree.Member{Key: "value", KeyPos: out.Pos, Value: t.output(name, out)})
}

// allOutputs returns the outputs section with all values.
func (t *template) allOutputs() *tree.Node {
	out := tree.NewObject(t.root.Get("outputs").Where())
	for _, m := range t.section("outputs") {
		out.Members = append(out.Members, tree.Member{Key: m.Key, KeyPos: m.KeyPos, Value: t.outputObject(m.Key, m.Value)})
	}
	return out
}
