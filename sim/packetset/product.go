package packetset

import (
	"slices"
)

// value is a set that a product maps to.
type value[V any] interface {
	Union(V) V
	Intersect(V) V
	Subtract(V) V
	IsEmpty() bool
	Equal(V) bool
	Hash() uint64
}

// key is a set that a product maps from.
type key[K any] interface {
	value[K]
	Overlaps(K) bool
	Compare(K) int
}

// product is a set of pairs: it maps every element of the first dimension to
// the set of its partners. Keys are disjoint, no value is empty or there twice,
// rows are sorted by key: so equal sets have equal rows. Nested, products are
// sets over more dimensions. The zero value is empty.
type product[K key[K], V value[V]] struct {
	rows []row[K, V]
	sum  uint64
}

type row[K key[K], V value[V]] struct {
	key K
	val V
	sum uint64 // hash of key; 0 where not computed yet
}

// without returns r with less key: r itself where k does not meet it.
func (r row[K, V]) without(k K) row[K, V] {
	if !r.key.Overlaps(k) {
		return r
	}
	return row[K, V]{key: r.key.Subtract(k), val: r.val}
}

// appendTo adds r to rows unless its key is empty.
func (r row[K, V]) appendTo(rows []row[K, V]) []row[K, V] {
	if r.key.IsEmpty() {
		return rows
	}
	return append(rows, r)
}

// single returns the pairs k × v.
func single[K key[K], V value[V]](k K, v V) product[K, V] {
	if k.IsEmpty() || v.IsEmpty() {
		return product[K, V]{}
	}
	r := row[K, V]{k, v, k.Hash()}
	return product[K, V]{[]row[K, V]{r}, rowHash(0, r)}
}

// canonical makes a product of rows with disjoint keys: kept, which have
// distinct values and no empty parts, and fresh. It changes kept.
func canonical[K key[K], V value[V]](kept, fresh []row[K, V]) product[K, V] {
	rows := joinEqual(kept, fresh)
	slices.SortFunc(rows, func(a, b row[K, V]) int { return a.key.Compare(b.key) })
	var sum uint64
	for i := range rows {
		if rows[i].sum == 0 {
			rows[i].sum = rows[i].key.Hash()
		}
		sum = rowHash(sum, rows[i])
	}
	return product[K, V]{rows, sum}
}

func rowHash[K key[K], V value[V]](sum uint64, r row[K, V]) uint64 {
	return mix(mix(sum, r.sum), r.val.Hash())
}

// joinEqual joins the keys of rows with equal values and drops empty rows.
func joinEqual[K key[K], V value[V]](kept, fresh []row[K, V]) []row[K, V] {
	hash := func(r row[K, V]) uint64 { return r.val.Hash() }
	same := func(a, b row[K, V]) bool { return a.val.Equal(b.val) }
	equals := newGrouping(len(fresh), hash, same)
	for _, r := range fresh {
		if !r.key.IsEmpty() && !r.val.IsEmpty() {
			equals.add(r)
		}
	}
	out := kept[:0]
	for _, r := range kept {
		if !equals.addIfKnown(r) {
			out = append(out, r)
		}
	}
	for _, group := range equals.groups {
		out = append(out, joinKeys(group))
	}
	return out
}

// joinKeys returns one row of all keys, halving so that no key is copied often.
func joinKeys[K key[K], V value[V]](rows []row[K, V]) row[K, V] {
	if len(rows) == 1 {
		return rows[0]
	}
	half := len(rows) / 2
	k := joinKeys(rows[:half]).key.Union(joinKeys(rows[half:]).key)
	return row[K, V]{key: k, val: rows[0].val}
}

// domain returns all keys together.
func (p product[K, V]) domain() K {
	if len(p.rows) == 0 {
		var none K
		return none
	}
	return joinKeys(p.rows).key
}

// image returns all values together.
func (p product[K, V]) image() V {
	var all V
	for _, r := range p.rows {
		all = all.Union(r.val)
	}
	return all
}

// IsEmpty tells whether p holds no pair.
func (p product[K, V]) IsEmpty() bool { return len(p.rows) == 0 }

// Hash returns the same number for equal products.
func (p product[K, V]) Hash() uint64 { return p.sum }

// Equal tells whether p and q hold the same pairs.
func (p product[K, V]) Equal(q product[K, V]) bool {
	if p.same(q) {
		return true
	}
	return p.sum == q.sum && slices.EqualFunc(p.rows, q.rows, func(a, b row[K, V]) bool {
		return a.sum == b.sum && a.key.Equal(b.key) && a.val.Equal(b.val)
	})
}

// same tells whether p and q share their memory or are both empty.
func (p product[K, V]) same(q product[K, V]) bool {
	return len(p.rows) == len(q.rows) && (len(p.rows) == 0 || &p.rows[0] == &q.rows[0])
}

// overlapping returns the indexes of the rows of p whose keys meet k.
func (p product[K, V]) overlapping(k K) []int {
	var out []int
	for i := range p.rows {
		if p.rows[i].key.Overlaps(k) {
			out = append(out, i)
		}
	}
	return out
}

// Union returns the pairs in p or q.
func (p product[K, V]) Union(q product[K, V]) product[K, V] {
	switch {
	case q.IsEmpty() || p.same(q):
		return p
	case p.IsEmpty():
		return q
	}
	kept := make([]row[K, V], 0, len(p.rows)+len(q.rows))
	var fresh []row[K, V]
	for _, r := range p.rows {
		rest := r
		for _, j := range q.overlapping(r.key) {
			o := q.rows[j]
			fresh = append(fresh, row[K, V]{key: r.key.Intersect(o.key), val: r.val.Union(o.val)})
			rest = rest.without(o.key)
		}
		kept = rest.appendTo(kept)
	}
	known := p.domain()
	for _, r := range q.rows {
		fresh = r.without(known).appendTo(fresh)
	}
	return canonical(kept, fresh)
}

// Intersect returns the pairs in both p and q.
func (p product[K, V]) Intersect(q product[K, V]) product[K, V] {
	if p.same(q) {
		return p
	}
	var rows []row[K, V]
	for _, r := range p.rows {
		for _, j := range q.overlapping(r.key) {
			o := q.rows[j]
			if val := r.val.Intersect(o.val); !val.IsEmpty() {
				rows = append(rows, row[K, V]{key: r.key.Intersect(o.key), val: val})
			}
		}
	}
	return canonical(nil, rows)
}

// Subtract returns the pairs in p but not in q: p itself where they share none.
func (p product[K, V]) Subtract(q product[K, V]) product[K, V] {
	if p.same(q) {
		return product[K, V]{}
	}
	kept := make([]row[K, V], 0, len(p.rows)+1)
	var fresh []row[K, V]
	changed := false
	for _, r := range p.rows {
		rest := r
		for _, j := range q.overlapping(r.key) {
			o := q.rows[j]
			val := r.val.Subtract(o.val)
			if val.Equal(r.val) {
				continue
			}
			changed = true
			fresh = append(fresh, row[K, V]{key: r.key.Intersect(o.key), val: val})
			rest = rest.without(o.key)
		}
		kept = rest.appendTo(kept)
	}
	if !changed {
		return p
	}
	return canonical(kept, fresh)
}

// Overlaps tells whether p and q share a pair.
func (p product[K, V]) Overlaps(q product[K, V]) bool { return !p.Intersect(q).IsEmpty() }

// mix folds v into h.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}
