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

// single returns the pairs k × v.
func single[K key[K], V value[V]](k K, v V) product[K, V] {
	if k.IsEmpty() || v.IsEmpty() {
		return product[K, V]{}
	}
	r := row[K, V]{k, v, k.Hash()}
	return product[K, V]{[]row[K, V]{r}, rowHash(0, r)}
}

// canonical makes a product of rows with disjoint keys. It changes rows.
func canonical[K key[K], V value[V]](rows []row[K, V]) product[K, V] {
	rows = joinEqual(rows)
	slices.SortFunc(rows, func(a, b row[K, V]) int { return a.key.Compare(b.key) })
	var sum uint64
	for i := range rows {
		if rows[i].sum == 0 {
			rows[i].sum = rows[i].key.Hash()
		}
		sum = rowHash(sum, rows[i])
	}
	return product[K, V]{slices.Clip(rows), sum}
}

func rowHash[K key[K], V value[V]](sum uint64, r row[K, V]) uint64 {
	return mix(mix(sum, r.sum), r.val.Hash())
}

// joinEqual joins the keys of rows with equal values and drops empty rows.
func joinEqual[K key[K], V value[V]](rows []row[K, V]) []row[K, V] {
	rows = slices.DeleteFunc(rows, func(r row[K, V]) bool { return r.key.IsEmpty() || r.val.IsEmpty() })
	hash := func(r row[K, V]) uint64 { return r.val.Hash() }
	same := func(a, b row[K, V]) bool { return a.val.Equal(b.val) }
	var out []row[K, V]
	for _, group := range groupBy(rows, hash, same) {
		out = append(out, joinKeys(group))
	}
	return out
}

// groupBy returns the items in groups of those that are the same, in order of
// first appearance.
func groupBy[T any](items []T, hash func(T) uint64, same func(a, b T) bool) [][]T {
	groups := make([][]T, 0, len(items))
	byHash := make(map[uint64][]int, len(items))
	for i, item := range items {
		h := hash(item)
		at := slices.IndexFunc(byHash[h], func(g int) bool { return same(groups[g][0], item) })
		if at < 0 {
			byHash[h] = append(byHash[h], len(groups))
			groups = append(groups, items[i:i+1:i+1])
			continue
		}
		g := byHash[h][at]
		groups[g] = append(groups[g], item)
	}
	return groups
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
	rows := make([]row[K, V], 0, len(p.rows)+len(q.rows))
	for _, r := range p.rows {
		rest := r
		for _, j := range q.overlapping(r.key) {
			o := q.rows[j]
			rows = append(rows, row[K, V]{key: r.key.Intersect(o.key), val: r.val.Union(o.val)})
			rest = row[K, V]{key: rest.key.Subtract(o.key), val: r.val}
		}
		rows = append(rows, rest)
	}
	known := p.domain()
	for _, r := range q.rows {
		if r.key.Overlaps(known) {
			r = row[K, V]{key: r.key.Subtract(known), val: r.val}
		}
		rows = append(rows, r)
	}
	return canonical(rows)
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
	return canonical(rows)
}

// Subtract returns the pairs in p but not in q: p itself where they share none.
func (p product[K, V]) Subtract(q product[K, V]) product[K, V] {
	if p.same(q) {
		return product[K, V]{}
	}
	rows := make([]row[K, V], 0, len(p.rows)+1)
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
			rows = append(rows, row[K, V]{key: r.key.Intersect(o.key), val: val})
			rest = row[K, V]{key: rest.key.Subtract(o.key), val: r.val}
		}
		rows = append(rows, rest)
	}
	if !changed {
		return p
	}
	return canonical(rows)
}

// Overlaps tells whether p and q share a pair.
func (p product[K, V]) Overlaps(q product[K, V]) bool { return !p.Intersect(q).IsEmpty() }

// mix folds v into h.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}
