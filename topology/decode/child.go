package decode

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// resourceOf is a type that embeds topology.Resource, by pointer.
type resourceOf[T any] interface {
	*T
	topology.Node
}

// decodeChild reads one child resource whose common part is known.
type decodeChild[T any] func(o *object, r topology.Resource) *T

// children reads the nested children of one kind, as the subnets of a VNet:
// each gets an ID below its parent's, and is found by it.
func children[T any, P resourceOf[T]](o *object, key string, decode decodeChild[T]) []*T {
	return childrenOf[T, P](o, key, key, decode)
}

// childrenOf is children where the type's last part differs from the key.
func childrenOf[T any, P resourceOf[T]](o *object, key, kind string, decode decodeChild[T]) []*T {
	items := o.list(key)
	if len(items) == 0 {
		return nil
	}
	out := make([]*T, 0, len(items))
	below := o.owner.Type + "/" + kind
	for _, item := range items {
		child := decode(item, item.childResource(o.owner, below, kind))
		if o.d.enter(P(child)) {
			out = append(out, child)
		}
	}
	return out
}

// childResource returns the common part of a nested child, whose type ends with kind.
func (o *object) childResource(parent *topology.Resource, childType, kind string) topology.Resource {
	r := topology.Resource{Pos: o.node.Pos, Type: childType, APIVersion: parent.APIVersion,
		Location: parent.Location, Maybe: parent.Maybe}
	r.Name = lastSegment(o.text("name"))
	if n := o.get("id"); r.Name == "" && n.Is(tree.String) {
		r.Name = o.d.kept(topology.ID(n.Text).Name())
	}
	if r.Name == "" {
		r.Name = o.nameless(parent, kind)
	}
	r.ID, r.Name = o.d.childID(parent.ID, kind, r.Name)
	return r
}

// nameless names a child whose name is missing or not known.
func (o *object) nameless(parent *topology.Resource, kind string) string {
	n := o.get("name")
	if n.Is(tree.Unknown) {
		o.owner = parent
		o.notKnown(n, "name")
		o.d.noteUnnamed(parent.Type+"/"+kind, topology.Unknown{Why: n.Why, Supply: n.Supply})
	} else {
		o.d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "no-name", Pos: o.node.Pos,
			Message: fmt.Sprintf("%s: a %s without a name", label(parent), nounOf(parent.Type+"/"+kind))})
	}
	return unnamed(o.node.Pos)
}

// apart is a child that came as a resource of its own and waits for its parent.
type apart struct {
	resource *topology.Resource
	// attach hands the child to its parent; false where the parent is not of the type.
	attach func(d *Decoder, parent topology.Node) bool
}

// childKind returns the decoder of a child that may also be nested: list names
// the place in its parent.
func childKind[P, T any, Q resourceOf[T]](decode decodeChild[T], list func(parent *P) *[]*T) decodeResource {
	return childApart[T, Q](decode, false, func(d *Decoder, parent topology.Node, child *T) bool {
		p, ok := parent.(any).(*P)
		if ok {
			join[T, Q](d, list(p), child)
		}
		return ok
	})
}

// childOf is childKind for a child whose place in its parent is no plain list.
func childOf[T any, Q resourceOf[T]](decode decodeChild[T], attach func(d *Decoder, parent topology.Node, child *T) bool) decodeResource {
	return childApart[T, Q](decode, true, attach)
}

// childApart reads a child that came as a resource of its own. One that merges
// is read there only: what is in doubt about it is in doubt about its parent.
func childApart[T any, Q resourceOf[T]](decode decodeChild[T], merges bool, attach func(d *Decoder, parent topology.Node, child *T) bool) decodeResource {
	return func(d *Decoder, o *object, r topology.Resource) {
		child := decode(o, r)
		d.apart = append(d.apart, apart{Q(child).Base(), func(d *Decoder, parent topology.Node) bool {
			if !attach(d, parent, child) {
				return false
			}
			if merges {
				d.passDoubt(Q(child).Base(), parent.Base())
			}
			return true
		}})
	}
}

// passDoubt notes at a parent what is in doubt about a child that merged into it.
func (d *Decoder) passDoubt(child, parent *topology.Resource) {
	kind := child.Type[strings.LastIndexByte(child.Type, '/')+1:]
	for _, part := range child.Incomplete {
		part.Property = kind + "." + part.Property
		parent.Incomplete = append(parent.Incomplete, part)
	}
	for _, u := range d.design.Unsettled {
		if u.Resource.Equal(child.ID) {
			u.Resource = parent.ID
			d.design.Unsettled = append(d.design.Unsettled, u)
		}
	}
	for _, i := range d.design.Ignored {
		if i.Resource.Equal(child.ID) {
			parent.Incomplete = append(parent.Incomplete, topology.Incomplete{Property: kind + "." + i.Property, Pos: i.Pos,
				Unknown: topology.Unknown{Why: i.Why}})
		}
	}
}

// join adds a child to its parent. One that is nested there too is replaced:
// a deployment makes the child after its parent.
func join[T any, Q resourceOf[T]](d *Decoder, list *[]*T, child *T) {
	base := Q(child).Base()
	for i, old := range *list {
		oldBase := Q(old).Base()
		if !oldBase.ID.Equal(base.ID) {
			continue
		}
		// Exports name children in their parents by ID alone.
		isName := sameContent(reflect.ValueOf(old).Elem(), reflect.ValueOf(new(T)).Elem())
		if !isName && !sameContent(reflect.ValueOf(child).Elem(), reflect.ValueOf(old).Elem()) {
			d.warnReplaced(base, oldBase)
		}
		d.replaced[oldBase] = true
		(*list)[i] = child
		d.design.Replace(Q(child))
		return
	}
	if d.enter(Q(child)) {
		*list = append(*list, child)
	}
}

// warnReplaced tells that a child is given twice, with different content.
func (d *Decoder) warnReplaced(r, nested *topology.Resource) {
	d.diags.Add(source.Diagnostic{Severity: source.Warning, Code: "given-twice", Pos: r.Pos,
		Message: fmt.Sprintf("%s is given inside its parent and by itself, with different content; the latter is used", label(r)),
		Related: []source.Related{{Pos: nested.Pos, Message: "given here inside its parent"}}})
}

// joinParents hands each separate child to its parent, grandchildren after
// their parents.
func (d *Decoder) joinParents() {
	slices.SortStableFunc(d.apart, func(a, b apart) int {
		return strings.Count(a.resource.Type, "/") - strings.Count(b.resource.Type, "/")
	})
	for _, c := range d.apart {
		parent := d.parentOf(c.resource)
		if parent == nil || !c.attach(d, parent) {
			d.orphan(c.resource)
		}
	}
	d.apart = nil
}

// parentOf finds the parent of a child; a VNet outside the input is stood in for.
func (d *Decoder) parentOf(r *topology.Resource) topology.Node {
	id := r.ID.Parent()
	if n := d.design.ByID(id); n != nil {
		return n
	}
	if topology.ID(id.Type()).Equal("Microsoft.Network/virtualNetworks") {
		return d.standIn(id, r)
	}
	return nil
}
