package native

import (
	"fmt"
	"net/netip"
	"strconv"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// value adds a setting, by write; one that is not known says why.
func value[T any](b *body, key string, p topology.Property[T], write func(T) *tree.Node) {
	if u := p.Unknown(); u != nil {
		b.add(key, unknownNode(*u))
		return
	}
	if v, ok := p.Get(); ok {
		b.add(key, write(v))
	}
}

// unknownNode is what asUnknown reads.
func unknownNode(u topology.Unknown) *tree.Node {
	members := appendText(appendText(nil, "unknown", u.Why, ""), "supply", u.Supply, "")
	return tree.NewObject(source.Pos{}, appendText(members, "addressOf", string(u.AddressOf), "")...)
}

func asText(s string) *tree.Node { return textNode(s) }

// word adds a setting of a closed kind in Azure's spelling.
func wordOf[T fmt.Stringer](b *body, key string, p topology.Property[T]) {
	value(b, key, p, func(v T) *tree.Node { return textNode(v.String()) })
}

func flagOf(b *body, key string, p topology.Property[bool]) {
	value(b, key, p, func(v bool) *tree.Node { return tree.NewBool(source.Pos{}, v) })
}

// oneWord adds a setting that the model keeps as true or false and Azure as words.
func oneWord(b *body, key string, p topology.Property[bool], yes, no string) {
	value(b, key, p, func(v bool) *tree.Node {
		if v {
			return textNode(yes)
		}
		return textNode(no)
	})
}

func textOf(b *body, key string, p topology.Property[string]) { value(b, key, p, asText) }

func numberOf[T ~int | ~int64 | ~uint16](b *body, key string, p topology.Property[T]) {
	value(b, key, p, func(v T) *tree.Node { return tree.NewNumber(source.Pos{}, strconv.FormatInt(int64(v), 10)) })
}

func addrOf(b *body, key string, p topology.Property[netip.Addr]) { stringer(b, key, p) }

func prefixOf(b *body, key string, p topology.Property[netip.Prefix]) { stringer(b, key, p) }

func stringer[T fmt.Stringer](b *body, key string, p topology.Property[T]) {
	value(b, key, p, func(v T) *tree.Node { return textNode(v.String()) })
}

// listOf adds a list, each item as its own text.
func listOf[T fmt.Stringer](b *body, key string, p topology.Property[[]T]) {
	value(b, key, p, func(list []T) *tree.Node { return textsOf(list) })
}

func textsOf[T fmt.Stringer](list []T) *tree.Node {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.String()
	}
	return textList(out)
}

func textListOf(b *body, key string, p topology.Property[[]string]) { value(b, key, p, textList) }

// refOf adds a link.
func refOf[T any](b *body, key string, r topology.Ref[T]) {
	if r.IsSet() {
		b.add(key, linkNode(b, r))
	}
}

// refsOf adds a list of links, if there are any.
func refsOf[T any](b *body, key string, list []topology.Ref[T]) {
	out := tree.NewList(source.Pos{})
	for _, r := range list {
		if r.IsSet() {
			out.Items = append(out.Items, linkNode(b, r))
		}
	}
	b.addList(key, out)
}

// linkNode returns what a link is called in the file.
func linkNode[T any](b *body, r topology.Ref[T]) *tree.Node {
	if r.Why != nil {
		return unknownNode(*r.Why)
	}
	return textNode(b.w.nameOf(r.ID, b.of))
}

// nameOf returns the shortest text that leads from a resource to an ID: its
// name, with the group before it where two have the name, or the whole ID of
// what the design does not hold.
func (w *writer) nameOf(id topology.ID, from *topology.Resource) string {
	typ, path := id.Type(), id.Path()
	if w.design.ByID(id) == nil {
		return string(id)
	}
	found := w.names.find(typ, path)
	scope := []string{from.ID.Subscription(), from.ID.ResourceGroup()}
	if len(found) == 1 || inScope(id, scope) && onlyOne(found, scope) {
		return path
	}
	if long := id.ResourceGroup() + "/" + path; len(w.names.find(typ, long)) == 1 {
		return long
	}
	return string(id)
}

func onlyOne(found []topology.ID, scope []string) bool {
	n := 0
	for _, id := range found {
		if inScope(id, scope) {
			n++
		}
	}
	return n == 1
}

// termsOf adds one end of a rule.
func termsOf(b *body, key string, p topology.Property[[]topology.AddressTerm]) {
	value(b, key, p, func(terms []topology.AddressTerm) *tree.Node {
		list := make([]string, len(terms))
		for i, t := range terms {
			list[i] = b.term(t)
		}
		return scalarOrList(list)
	})
}

// scalarOrList drops the brackets of a single value.
func scalarOrList(list []string) *tree.Node {
	if len(list) == 1 {
		return textNode(list[0])
	}
	return textList(list)
}

// term returns one address term as the file has it.
func (b *body) term(t topology.AddressTerm) string {
	switch {
	case t.ASG().IsSet():
		return "asg:" + b.w.nameOf(t.ASG().ID, b.of)
	case t.Group().IsSet():
		return "ipGroup:" + b.w.nameOf(t.Group().ID, b.of)
	case t.NetworkGroup().IsSet():
		return "networkGroup:" + b.w.nameOf(t.NetworkGroup().ID, b.of)
	case t.FQDN() != "":
		return "fqdn:" + t.FQDN()
	}
	return t.Literal()
}

// portsOf adds ports; all of them are not written.
func portsOf(b *body, key string, p topology.Property[[]topology.PortTerm]) {
	value(b, key, p, func(terms []topology.PortTerm) *tree.Node {
		out := tree.NewList(source.Pos{})
		for _, t := range terms {
			switch {
			case t.Low == 0 && t.High == 65535 && len(terms) == 1:
				return nil
			case t.Low == t.High:
				out.Items = append(out.Items, tree.NewNumber(source.Pos{}, strconv.Itoa(int(t.Low))))
			case t.Low == 0 && t.High == 65535:
				out.Items = append(out.Items, textNode("*"))
			default:
				out.Items = append(out.Items, textNode(fmt.Sprintf("%d-%d", t.Low, t.High)))
			}
		}
		return out
	})
}
