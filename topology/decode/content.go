package decode

import (
	"net/netip"
	"reflect"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// content is what a resource of its own said, to be compared with another of
// its ID.
type content struct {
	sum   uint64
	pos   source.Pos
	maybe bool // it may not be deployed

	exported bool  // it is as Azure answers it
	changed  int64 // when, as an export says; 0 where it does not
}

// Same tells whether two resources say the same, but for the order and case of
// keys and for what changes without a change of the design.
func Same(a, b *tree.Node) bool { return digest(a) == digest(b) }

// seen notes a resource of its own, and tells whether one of its ID is there
// already. A different one is reported, and not used.
func (d *Decoder) seen(r topology.Resource, n *tree.Node) bool {
	key := r.ID.Key()
	c := d.contents[key]
	sum := digest(n)
	if c.sum == 0 {
		c.sum, c.pos, c.maybe = sum, r.Pos, r.Maybe != nil
		c.exported, c.changed = d.exported, changedAt(n)
		d.contents[key] = c
		return false
	}
	switch {
	case c.sum == sum:
	case c.maybe || r.Maybe != nil:
		d.twoVersions(r, c.pos)
	case c.exported && d.exported:
		d.exportedAgain(&r, c, sum, changedAt(n))
	default:
		d.duplicate(&r, c.pos)
	}
	return true
}

// twoVersions notes a resource that is defined twice, of which not both may be
// deployed: which one holds is not known.
func (d *Decoder) twoVersions(r topology.Resource, first source.Pos) {
	u := topology.Unknown{Why: "it is defined twice, and which definition is deployed is not known", Supply: "give the parameters that decide it"}
	if n := d.design.ByID(r.ID); n != nil {
		n.Base().Incomplete = append(n.Base().Incomplete, topology.Incomplete{Property: "properties", Pos: r.Pos, Unknown: u})
	}
	d.unknown(source.Diagnostic{Code: "two-versions", Pos: r.Pos, Message: label(&r) + ": " + u.Why, Hint: u.Supply,
		Related: []source.Related{{Pos: first, Message: "the other definition"}}})
}

// digest returns a number that is equal for equal content of a resource,
// whatever the order and case of keys, and whether it has a "properties" level.
// It is never zero.
func digest(n *tree.Node) uint64 { return membersDigest(n) | 1 }

func membersDigest(n *tree.Node) uint64 {
	sum := uint64(0)
	for i := range n.Members {
		m := &n.Members[i]
		key := topology.FoldHash(m.Key)
		switch {
		case key == propertiesKey && m.Value.Is(tree.Object):
			sum += membersDigest(m.Value)
		case !envelopeOnly[key]:
			sum += memberDigest(key, m.Value)
		}
	}
	return sum
}

// memberDigest is zero for what says nothing, and what changes without a
// change of the design.
func memberDigest(key uint64, value *tree.Node) uint64 {
	if v := valueDigest(value); v != 0 && !volatile[key] {
		return mixed(key, v)
	}
	return 0
}

func valueDigest(n *tree.Node) uint64 {
	if n = present(n); n == nil {
		return 0
	}
	sum := uint64(n.Kind) << 32
	switch n.Kind {
	case tree.Object:
		for i := range n.Members {
			sum += memberDigest(topology.FoldHash(n.Members[i].Key), n.Members[i].Value)
		}
	case tree.List:
		for _, item := range n.Items {
			sum = mixed(sum, valueDigest(item))
		}
	case tree.Unknown:
		return topology.FoldHash(n.Text+n.Why) | 1
	default:
		return topology.FoldHash(n.Text) | 1
	}
	return sum
}

func mixed(a, b uint64) uint64 {
	a ^= b + 0x9e3779b97f4a7c15 + a<<6 + a>>2
	return a * 0xff51afd7ed558ccd
}

var propertiesKey = topology.FoldHash("properties")

// envelopeOnly are members of a resource that say no more than its ID, or
// nothing of the design.
var envelopeOnly = hashesOf("id", "name", "type", "apiVersion", "dependsOn", "location", "resourceGroup", "comments", "condition", "scope")

// volatile are members that change without a change of the design.
var volatile = hashesOf("etag", "provisioningState", "resourceGuid", "systemData")

func hashesOf(keys ...string) map[uint64]bool {
	set := map[uint64]bool{}
	for _, key := range keys {
		set[topology.FoldHash(key)] = true
	}
	return set
}

// sameContent tells whether two decoded resources say the same, wherever they
// stand. Links are compared by ID.
func sameContent(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		return sameFields(a, b)
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameContent(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer:
		// Back links are not set yet; what else is pointed at belongs to the resource.
		return a.IsNil() == b.IsNil() && (a.IsNil() || sameContent(a.Elem(), b.Elem()))
	}
	return a.Equal(b)
}

// sameFields compares structs but for what tells only where they stand.
func sameFields(a, b reflect.Value) bool {
	switch a.Type() {
	case reflect.TypeFor[source.Pos](), reflect.TypeFor[topology.Resource]():
		return true
	case reflect.TypeFor[netip.Addr](), reflect.TypeFor[netip.Prefix](), reflect.TypeFor[netip.AddrPort]():
		return a.Equal(b)
	}
	for i := range a.NumField() {
		if a.Type().Field(i).Type == reflect.TypeFor[topology.ID]() {
			if !strings.EqualFold(a.Field(i).String(), b.Field(i).String()) {
				return false
			}
		} else if !sameContent(a.Field(i), b.Field(i)) {
			return false
		}
	}
	return true
}
