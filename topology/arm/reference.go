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
	if i == nil || i.state == existing {
		if v := e.partOfParent(target.Text, i, path); v != nil {
			return v
		}
	}
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
	v := e.fetchDeclared(i, path)
	if v.Is(tree.Null) || v.Is(tree.String) && v.Text == "" {
		return e.afterDeployment(i.id.Str(), "the template leaves it to Azure", path)
	}
	if (v.Is(tree.Object) || v.Is(tree.List)) && v.Ref == nil {
		v = e.partOf(i, v, path)
	}
	return v
}

// partOf marks an object or list as a part of what a resource answers. A deployment
// answers its outputs instead of what is declared.
func (e env) partOf(i *instance, v *tree.Node, path []*tree.Node) *tree.Node {
	out := *v
	out.Ref = &tree.Ref{ID: i.id.Text, Path: pathText(path)}
	if isDeployment(i.kind) && len(path) == 1 {
		if t := i.nested(); t != nil {
			t.expand()
			out.Members = []tree.Member{{Key: "outputs", KeyPos: e.src.Pos, Value: t.allOutputs()}}
		}
	}
	return &out
}

// fetchDeclared walks through what the template says about a resource, and
// evaluates only what is asked for.
func (e env) fetchDeclared(i *instance, path []*tree.Node) *tree.Node {
	cur, at := i.d.node, i.d.at
	if isDeployment(i.kind) && len(path) == 1 {
		return i.d.node
	}
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
	case last && name == "id" && i.id.Is(tree.String):
		own, collection := i.e.node(cur.Get("name"), i.d.at), collectionOf(pathText(path[:n]))
		if own.Is(tree.String) && collection != "" {
			return e.newText(i.id.Text + "/" + collection + "/" + own.Text)
		}
	}
	why := "the template does not state it for " + i.label()
	if i.state == existing {
		why = i.label() + " is not deployed by the template"
	}
	return e.afterDeployment(i.id.Str(), why, path)
}
