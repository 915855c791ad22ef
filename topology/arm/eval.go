package arm

import (
	"fmt"
	"strconv"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// expr evaluates an expression.
func (e env) expr(x *expression.Expr) *tree.Node {
	e.r.depth++
	defer func() { e.r.depth-- }()
	if !e.r.spend(1) || e.r.depth > maxNesting {
		return e.exhausted(e.src)
	}
	switch x.Kind {
	case expression.Text:
		return e.newText(x.Text)
	case expression.Integer:
		return tree.NewNumber(e.src.Pos, x.Text)
	case expression.Access:
		return e.access(x)
	}
	return e.call(x)
}

// newText returns a text made by the expression.
func (e env) newText(s string) *tree.Node {
	return &tree.Node{Kind: tree.String, Pos: e.src.Pos, Width: e.src.Width, Text: s}
}

// unknown returns an Unknown made by the expression.
func (e env) unknown(why, supply string) *tree.Node {
	return &tree.Node{Kind: tree.Unknown, Pos: e.src.Pos, Width: e.src.Width, Why: why, Supply: supply}
}

// broken returns the value of an expression with an error, which is reported.
func (e env) broken() *tree.Node {
	return e.unknown("the expression has an error", "")
}

// errorAt reports an error at an offset of the expression.
func (e env) errorAt(offset int, code, message string, related ...source.Related) {
	d := source.Diagnostic{
		Severity: source.Error, Code: code, Pos: e.src.Pos, Width: e.src.Width, Path: e.at.String(), Message: message,
		Related: related,
	}
	if e.src.Width == len(e.src.Text)+2 {
		d.Pos, d.Width = d.Pos.Add(1+offset), 0
	}
	e.r.add(d)
}

// failAt reports an error of a part of the expression and underlines it.
func (e env) failAt(x *expression.Expr, code, message string, related ...source.Related) *tree.Node {
	d := source.Diagnostic{
		Severity: source.Error, Code: code, Pos: e.src.Pos, Width: e.src.Width, Path: e.at.String(), Message: message,
		Related: related,
	}
	if e.src.Width == len(e.src.Text)+2 {
		d.Pos, d.Width = d.Pos.Add(1+x.Offset), x.End-x.Offset
	}
	e.r.add(d)
	return e.broken()
}

// access fetches a member or item. Members of resources and of what deployments
// answer are fetched without evaluating the rest.
func (e env) access(x *expression.Expr) *tree.Node {
	base, keys := x, []*expression.Expr(nil)
	for base.Kind == expression.Access {
		keys = append([]*expression.Expr{base.Args[1]}, keys...)
		base = base.Args[0]
	}
	if base.Kind == expression.Call && base.Namespace == "" && strings.EqualFold(base.Text, "reference") {
		return e.reference(base, keys)
	}
	v := e.expr(base)
	for _, key := range keys {
		if v = e.fetch(v, e.expr(key), key); v.Is(tree.Unknown) {
			return v
		}
	}
	return v
}

// fetch returns the member or item of v that key names.
func (e env) fetch(v, key *tree.Node, x *expression.Expr) *tree.Node {
	switch {
	case v.Is(tree.Unknown):
		return v
	case key.Is(tree.Unknown):
		return key
	case v.Is(tree.Object) && key.Is(tree.String):
		if m := e.get(v, key.Text); m != nil {
			return m
		}
		return e.failAt(x, "no-member", fmt.Sprintf("there is no member %q%s", key.Text, nearest(key.Text, v)), e.origin(v)...)
	case v.Is(tree.List) && key.Is(tree.Number):
		i, err := strconv.Atoi(key.Text)
		if err == nil && i >= 0 && i < len(v.Items) {
			return itemOf(v, i)
		}
		if v.Pos == e.src.Pos { // made here, as the parts of a text
			if u := e.placeholder(e.src, e.src); u != nil {
				return u
			}
		}
		return e.failAt(x, "no-item", fmt.Sprintf("there is no item %s; the list has %d", key.Text, len(v.Items)), e.origin(v)...)
	}
	return e.failAt(x, "wrong-type", fmt.Sprintf("cannot fetch %s from %s", describe(key), v.Kind), e.origin(v)...)
}

// get returns a member, or nil. It is unknown where the object has members that
// only a deployment adds, or where the name hangs on a region that is not told.
// The outputs of a deployment are all known.
func (e env) get(v *tree.Node, name string) *tree.Node {
	m := v.Get(name)
	switch {
	case v.Ref == nil:
	case m == nil:
		return e.unknownMember(v, name)
	case m.Ref == nil && (m.Is(tree.Object) || m.Is(tree.List)) && !strings.EqualFold(name, "outputs"):
		out := *m
		out.Ref = &tree.Ref{ID: v.Ref.ID, Path: tree.KeyPath(v.Ref.Path, name)}
		return &out
	}
	for i := 0; m == nil && i < len(v.Members); i++ {
		if u := e.r.regionDoubt(name, v.Members[i].Key, e.src.Pos); u != nil {
			return u
		}
	}
	return m
}

// unknownMember returns a member of what a resource answers that the template
// does not state.
func (e env) unknownMember(v *tree.Node, name string) *tree.Node {
	path := tree.KeyPath(v.Ref.Path, name)
	if own := v.Get("name"); own.Is(tree.String) && strings.EqualFold(name, "id") {
		if collection := collectionOf(v.Ref.Path); collection != "" {
			return e.newText(v.Ref.ID + "/" + collection + "/" + own.Text)
		}
	}
	out := e.unknown(fmt.Sprintf("%s is known only after deployment: the template does not state it for %s", path, v.Ref.ID), "")
	out.Ref = &tree.Ref{ID: v.Ref.ID, Path: path}
	return out
}

// collectionOf returns subnets for properties.subnets[2]: the parts of a
// resource have IDs made of their names. Of other paths it is "".
func collectionOf(path string) string {
	name, ok := strings.CutPrefix(path, "properties.")
	name, index, indexed := strings.Cut(name, "[")
	if !ok || !indexed || strings.IndexByte(index, ']') != len(index)-1 || strings.Contains(name, ".") {
		return ""
	}
	return name
}

// itemOf returns an item; of what a resource answers it is a part of that too.
func itemOf(v *tree.Node, i int) *tree.Node {
	item := v.Items[i]
	if v.Ref == nil || item.Ref != nil || !item.Is(tree.Object) {
		return item
	}
	out := *item
	out.Ref = &tree.Ref{ID: v.Ref.ID, Path: tree.IndexPath(v.Ref.Path, i)}
	return &out
}

// itemsOf returns all items as itemOf does.
func itemsOf(v *tree.Node) []*tree.Node {
	if v.Ref == nil {
		return v.Items
	}
	out := make([]*tree.Node, len(v.Items))
	for i := range out {
		out[i] = itemOf(v, i)
	}
	return out
}

// nearest suggests a member of v in place of a name that it lacks.
func nearest(name string, v *tree.Node) string {
	known := make([]string, 0, len(v.Members))
	for _, m := range v.Members {
		known = append(known, m.Key)
	}
	if s := source.Suggest(name, known); s != "" {
		return fmt.Sprintf("; did you mean %s?", s)
	}
	if len(known) == 0 {
		return "; the object is empty"
	}
	if len(known) > 8 {
		known = append(known[:8], "…")
	}
	return "; there are " + strings.Join(known, ", ")
}

// origin returns where values come from, for messages.
func (e env) origin(vs ...*tree.Node) []source.Related {
	var out []source.Related
	for _, v := range vs {
		pos := v.Origin
		if !pos.IsValid() {
			pos = v.Pos
		}
		if pos.IsValid() && pos != e.src.Pos {
			out = append(out, source.Related{Pos: pos, Message: "the value " + describe(v) + " comes from here"})
		}
	}
	return out
}

// describe shows a value in a message, shortened.
func describe(v *tree.Node) string {
	switch v.Kind {
	case tree.String:
		return shorten(strconv.Quote(v.Text))
	case tree.Number, tree.Bool:
		return v.Text
	}
	return v.Kind.String()
}

// shorten cuts a long text for a message.
func shorten(s string) string {
	if len(s) <= 80 {
		return s
	}
	return strings.ToValidUTF8(s[:77], "") + "…"
}
