package decode

import (
	"hash/maphash"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// content tells whether two texts of one resource say the same.
type content struct {
	nested, apart uint64
	pos           source.Pos
}

// seen notes a resource of its own, and tells whether an equal one is there
// already. A different one of the same ID is reported, and not used.
func (d *Decoder) seen(r topology.Resource, n *tree.Node) bool {
	key := r.ID.Key()
	c := d.contents[key]
	sum := digest(n)
	if c.apart == 0 {
		c.apart, c.pos = sum, r.Pos
		d.contents[key] = c
		return false
	}
	if c.apart != sum {
		d.duplicate(&r, c.pos)
	}
	return true
}

// remember notes a nested child.
func (d *Decoder) remember(id topology.ID, n *tree.Node) {
	key := id.Key()
	c := d.contents[key]
	c.nested = digest(n)
	d.contents[key] = c
}

var digestSeed = maphash.MakeSeed()

// digest returns a number that is equal for equal content of a resource,
// whatever the order and case of keys, and whether it has a "properties" level.
func digest(n *tree.Node) uint64 {
	sum := uint64(1)
	for _, m := range n.Members {
		key := strings.ToLower(m.Key)
		switch {
		case key == "properties" && m.Value.Is(tree.Object):
			sum += digest(m.Value)
		case !envelopeOnly[key]:
			sum += memberDigest(key, m.Value)
		}
	}
	return sum
}

// memberDigest is zero for what says nothing, and what changes without a
// change of the design.
func memberDigest(key string, value *tree.Node) uint64 {
	if v := valueDigest(value); v != 0 && !volatile[key] {
		return mixed(maphash.String(digestSeed, key), v)
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
		for _, m := range n.Members {
			sum += memberDigest(strings.ToLower(m.Key), m.Value)
		}
	case tree.List:
		for _, item := range n.Items {
			sum = mixed(sum, valueDigest(item))
		}
	default:
		return maphash.String(digestSeed, strings.ToLower(n.Text+n.Why)) | 1
	}
	return sum
}

func mixed(a, b uint64) uint64 {
	a ^= b + 0x9e3779b97f4a7c15 + a<<6 + a>>2
	return a * 0xff51afd7ed558ccd
}

// envelopeOnly are members of a resource that say no more than its ID, or
// nothing of the design.
var envelopeOnly = map[string]bool{"id": true, "name": true, "type": true, "apiversion": true, "dependson": true,
	"location": true, "resourcegroup": true, "comments": true, "condition": true, "scope": true}

// volatile are members that change without a change of the design.
var volatile = map[string]bool{"etag": true, "provisioningstate": true, "resourceguid": true, "systemdata": true}
