package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/tree"
)

// userFunction is a function that a template defines.
type userFunction struct {
	params []string
	value  *tree.Node
	at     *place
}

// declareFunctions finds the functions of a template.
func (t *template) declareFunctions() {
	at := t.at.member("functions")
	for i, space := range t.root.Get("functions").List() {
		namespace := space.Get("namespace").Str()
		members := space.Get("members")
		if !members.Is(tree.Object) {
			continue
		}
		for _, m := range members.Members {
			f := &userFunction{value: m.Value.At("output", "value"), at: at.item(i).member("members").member(m.Key)}
			for _, p := range m.Value.Get("parameters").List() {
				f.params = append(f.params, p.Get("name").Str())
			}
			t.functions[strings.ToLower(namespace+"."+m.Key)] = f
		}
	}
}

// callUser calls a function of the template. It sees its own parameters only.
func (e env) callUser(x *expression.Expr) *tree.Node {
	name := x.Namespace + "." + x.Text
	f := e.t.functions[strings.ToLower(name)]
	if f == nil || f.value == nil {
		return e.failAt(x, "unknown-function", fmt.Sprintf("the template defines no function %s", name))
	}
	if len(x.Args) > len(f.params) {
		return e.failAt(x, "wrong-arguments", fmt.Sprintf("%s takes %d arguments, found %d", name, len(f.params), len(x.Args)))
	}
	inner := env{r: e.r, t: e.t, in: e.in, inFunc: true}
	for i, p := range f.params {
		v := tree.NewNull(e.src.Pos)
		if i < len(x.Args) {
			v = e.expr(x.Args[i])
		}
		inner.args = &local{inner.args, p, v}
	}
	return inner.node(f.value, f.at.member("output").member("value"))
}
