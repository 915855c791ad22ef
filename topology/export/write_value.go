package export

import (
	"fmt"
	"strconv"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// open returns the object in which the last key of a path stands.
func (b *body) open(path string) (*tree.Node, string) {
	keys := strings.Split(path, ".")
	n := b.properties
	for _, key := range keys[:len(keys)-1] {
		next := n.Get(key)
		if next == nil {
			next = object()
			put(n, key, next)
		}
		n = next
	}
	return n, keys[len(keys)-1]
}

// set puts a value at a path below the properties.
func (b *body) set(path string, value *tree.Node) {
	if value != nil {
		n, key := b.open(path)
		put(n, key, value)
	}
}

// value sets a setting that is known; one that is not is lost.
func value[T any](b *body, path string, p topology.Property[T], write func(T) *tree.Node) {
	if u := p.Unknown(); u != nil {
		b.w.lose(b.of, path, u.Why, p.Pos)
		return
	}
	if v, ok := p.Get(); ok {
		b.set(path, write(v))
	}
}

func (b *body) text(path string, p topology.Property[string]) { value(b, path, p, str) }

func (b *body) flag(path string, p topology.Property[bool]) {
	value(b, path, p, func(v bool) *tree.Node { return tree.NewBool(source.Pos{}, v) })
}

// either writes a switch as one of two words.
func (b *body) either(path string, p topology.Property[bool], yes, no string) {
	value(b, path, p, func(v bool) *tree.Node {
		if v {
			return str(yes)
		}
		return str(no)
	})
}

func number[T ~int | ~int64 | ~uint16](b *body, path string, p topology.Property[T]) {
	value(b, path, p, func(v T) *tree.Node { return tree.NewNumber(source.Pos{}, strconv.FormatInt(int64(v), 10)) })
}

// word writes what has Azure's spelling as its text: words, addresses, prefixes.
func word[T fmt.Stringer](b *body, path string, p topology.Property[T]) {
	value(b, path, p, func(v T) *tree.Node { return str(v.String()) })
}

// all writes a list, each item as its text.
func all[T fmt.Stringer](b *body, path string, p topology.Property[[]T]) {
	value(b, path, p, func(list []T) *tree.Node {
		out := tree.NewList(source.Pos{})
		for _, v := range list {
			out.Items = append(out.Items, str(v.String()))
		}
		return out
	})
}

func texts(list []string) *tree.Node {
	out := tree.NewList(source.Pos{})
	for _, s := range list {
		out.Items = append(out.Items, str(s))
	}
	return out
}

func (b *body) texts(path string, p topology.Property[[]string]) { value(b, path, p, texts) }

// link writes a reference.
func link[T any](b *body, path string, r topology.Ref[T]) {
	if n := linkNode(b, path, r); n != nil {
		b.set(path, n)
	}
}

// linkNode returns a reference as {id}.
func linkNode[T any](b *body, path string, r topology.Ref[T]) *tree.Node {
	if r.Why != nil {
		b.w.lose(b.of, path, r.Why.Why, r.Pos)
	}
	if r.ID == "" {
		return nil
	}
	n := object()
	put(n, "id", str(string(r.ID)))
	return n
}

// id writes a reference as the ID itself.
func id[T any](b *body, path string, r topology.Ref[T]) {
	if n := linkNode(b, path, r); n != nil {
		b.set(path, n.Get("id"))
	}
}

// links writes a list of references.
func links[T any](b *body, path string, list []topology.Ref[T]) {
	out := tree.NewList(source.Pos{})
	for _, r := range list {
		if n := linkNode(b, path, r); n != nil {
			out.Items = append(out.Items, n)
		}
	}
	if len(out.Items) > 0 {
		b.set(path, out)
	}
}

// ids are the IDs of some references.
func ids[T any](b *body, path string, list []topology.Ref[T]) {
	out := tree.NewList(source.Pos{})
	for _, r := range list {
		if n := linkNode(b, path, r); n != nil {
			out.Items = append(out.Items, n.Get("id"))
		}
	}
	if len(out.Items) > 0 {
		b.set(path, out)
	}
}

// objects writes a list of objects.
func objects[T any](b *body, path string, list []T, write func(T) *tree.Node) {
	out := tree.NewList(source.Pos{})
	for _, v := range list {
		out.Items = append(out.Items, write(v))
	}
	if len(out.Items) > 0 {
		b.set(path, out)
	}
}

// ports are the texts of port terms.
func ports(terms []topology.PortTerm) *tree.Node {
	out := tree.NewList(source.Pos{})
	for _, t := range terms {
		switch {
		case t.Low == 0 && t.High == 65535:
			out.Items = append(out.Items, str("*"))
		case t.Low == t.High:
			out.Items = append(out.Items, str(strconv.Itoa(int(t.Low))))
		default:
			out.Items = append(out.Items, str(fmt.Sprintf("%d-%d", t.Low, t.High)))
		}
	}
	return out
}

// terms writes addresses that are no references.
func (b *body) terms(path string, p topology.Property[[]topology.AddressTerm]) {
	value(b, path, p, func(list []topology.AddressTerm) *tree.Node {
		out := tree.NewList(source.Pos{})
		for _, t := range list {
			out.Items = append(out.Items, str(t.Literal()))
		}
		return out
	})
}

// sku writes a tier beside the properties.
func (b *body) sku(p topology.Property[topology.SKU]) {
	if u := p.Unknown(); u != nil {
		b.w.lose(b.of, "sku", u.Why, p.Pos)
	}
	v, ok := p.Get()
	if p.IsAbsent() && b.of.APIVersion == "" {
		v, ok = topology.Standard, true // what is meant where no version says otherwise
	}
	if ok {
		n := object()
		put(n, "name", str(v.String()))
		put(b.node, "sku", n)
	}
}
