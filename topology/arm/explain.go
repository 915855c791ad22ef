package arm

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Deployment is a template that was read.
type Deployment struct {
	// Resources are those that it deploys, nested and linked templates' among
	// them, in the order of the template.
	Resources []Resource

	r *reader
}

// Explain completes what was found at a place of the template, of one that it
// links to, or of a parameters file: with the path that leads there and the
// parameters that made the value.
func (d *Deployment) Explain(x *source.Diagnostic) {
	if d.r == nil || !x.Pos.IsValid() {
		return
	}
	root := d.r.documents[x.Pos.File()]
	if root == nil {
		return
	}
	n, at := locate(root, x.Pos.Offset())
	x.Path = at.String()
	if x.Severity == source.Unknown {
		return
	}
	for _, t := range d.r.evaluated[n.Pos] {
		for _, given := range t.givenTo(n) {
			known := func(r source.Related) bool { return r.Pos == given.Pos }
			if len(x.Related) < maxRelated && !slices.ContainsFunc(x.Related, known) {
				x.Related = append(x.Related, given)
			}
		}
	}
}

// maxRelated is how many places are told beside one.
const maxRelated = 4

// locate finds the innermost value of a document that stands at an offset.
func locate(n *tree.Node, offset int) (*tree.Node, *place) {
	var at *place
	for {
		inner, next := innerAt(n, at, offset)
		if inner == nil {
			return n, at
		}
		n, at = inner, next
	}
}

// innerAt finds the member or item that stands at an offset, if there is one.
func innerAt(n *tree.Node, at *place, offset int) (found *tree.Node, next *place) {
	if n.Pos.Offset() >= offset {
		return nil, nil
	}
	for _, m := range n.Members {
		if m.KeyPos.Offset() <= offset && m.Value != nil {
			found, next = m.Value, at.member(m.Key)
		}
	}
	for i, item := range n.Items {
		if item.Pos.Offset() <= offset {
			found, next = item, at.item(i)
		}
	}
	if found != nil && found.Pos.Offset()+max(found.Width, 1) <= offset {
		return nil, nil
	}
	return found, next
}

// note remembers in which templates an expression was evaluated that names
// parameters: a linked template may be deployed several times.
func (r *reader) note(n *tree.Node, t *template) {
	in := r.evaluated[n.Pos]
	if len(in) < maxRelated && !slices.Contains(in, t) {
		r.evaluated[n.Pos] = append(in, t)
	}
}

// givenTo returns the places that gave the parameters which an expression names.
func (t *template) givenTo(n *tree.Node) []source.Related {
	var out []source.Related
	t.mentioned(n, map[*tree.Node]bool{}, func(t *template, p *parameter) bool {
		message := fmt.Sprintf("parameter %q gets its value here", p.name)
		n := p.given
		if n == nil {
			n, message = p.decl.Get("defaultValue"), fmt.Sprintf("parameter %q has this value by default", p.name)
		}
		if n != nil {
			out = append(out, source.Related{Pos: n.Pos, Message: message})
		}
		return true
	})
	return out
}

// mentioned visits the parameters that the expressions of a value name, by way
// of variables and of what a nested deployment hands on, until visit says no.
func (t *template) mentioned(n *tree.Node, seen map[*tree.Node]bool, visit func(*template, *parameter) bool) bool {
	if n == nil || seen[n] {
		return true
	}
	seen[n] = true
	for _, item := range n.Items {
		if !t.mentioned(item, seen, visit) {
			return false
		}
	}
	for _, m := range n.Members {
		if !t.mentioned(m.Value, seen, visit) {
			return false
		}
	}
	if !n.Is(tree.String) || !expression.Is(n.Text) {
		return true
	}
	p := t.r.parse(n.Text)
	return p.x == nil || t.mentionedIn(p.x, seen, visit)
}

// mentionedIn is mentioned for a parsed expression.
func (t *template) mentionedIn(x *expression.Expr, seen map[*tree.Node]bool, visit func(*template, *parameter) bool) bool {
	for _, a := range x.Args {
		if !t.mentionedIn(a, seen, visit) {
			return false
		}
	}
	switch name := argumentOf(x, "variables"); {
	case name == "":
	case t.variables[name] != nil:
		v := t.variables[name]
		return t.mentioned(v.raw, seen, visit) && t.mentioned(v.copy, seen, visit)
	}
	p := t.params[argumentOf(x, "parameters")]
	switch {
	case p == nil:
	case p.given != nil && p.from != nil && isExpression(p.given):
		return p.from.t.mentioned(p.given, seen, visit)
	default:
		return visit(t, p)
	}
	return true
}

func isExpression(n *tree.Node) bool { return n.Is(tree.String) && expression.Is(n.Text) }

// argumentOf returns the lower-case name that a call of parameters or variables
// asks for, or "".
func argumentOf(x *expression.Expr, function string) string {
	if x.Kind != expression.Call || x.Namespace != "" || !strings.EqualFold(x.Text, function) || len(x.Args) != 1 || x.Args[0].Kind != expression.Text {
		return ""
	}
	return strings.ToLower(x.Args[0].Text)
}

// leftAtDefault returns the parameter that a value is made of and that nobody
// gave, so that its default holds: a default may be no more than a placeholder.
func (t *template) leftAtDefault(n *tree.Node) (in *template, found *parameter) {
	t.mentioned(n, map[*tree.Node]bool{}, func(t *template, p *parameter) bool {
		if p.given == nil && p.why == "" && p.decl.Get("defaultValue") != nil {
			in, found = t, p
		}
		return found == nil
	})
	return in, found
}
