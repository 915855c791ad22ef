package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/tree"
)

// variable is a variable of a template.
type variable struct {
	name  string
	raw   *tree.Node
	copy  *tree.Node // the loop that makes it, or nil
	at    *place
	value *tree.Node
	state cycle
}

// declareVariables finds the variables, those made by loops among them.
func (t *template) declareVariables() {
	at := t.at.member("variables")
	for _, m := range t.section("variables") {
		if isPropertyCopy(m) {
			for i, c := range m.Value.Items {
				name := c.Get("name").Str()
				t.variables[strings.ToLower(name)] = &variable{name: name, copy: c, at: at.member("copy").item(i)}
			}
			continue
		}
		t.variables[strings.ToLower(m.Key)] = &variable{name: m.Key, raw: m.Value, at: at.member(m.Key)}
	}
}

// variable returns the value of a variable.
func (e env) variable(name string) (*tree.Node, error) {
	v := e.t.variables[strings.ToLower(name)]
	if v == nil {
		return nil, fmt.Errorf("finds no variable %q%s", name, suggestion(name, e.t.variableNames()))
	}
	switch v.state {
	case asked:
		return nil, fmt.Errorf("goes in a circle: variable %q needs its own value", v.name)
	case notAsked:
		v.state = asked
		own := env{r: e.r, t: e.t, in: e.t}
		if v.copy != nil {
			v.value = own.propertyCopy(v.copy, v.at)
		} else {
			v.value = own.node(v.raw, v.at)
		}
		v.state = answered
	}
	return v.value, nil
}

// variableNames returns the names of variables in order.
func (t *template) variableNames() []string {
	var names []string
	for _, m := range t.section("variables") {
		if isPropertyCopy(m) {
			for _, c := range m.Value.Items {
				names = append(names, c.Get("name").Str())
			}
			continue
		}
		names = append(names, m.Key)
	}
	return names
}
