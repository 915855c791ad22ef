package pipeline

import (
	"slices"

	"vnetproof/sim/packet"
)

// shared finds what a Builder keeps once: by a number made of the content, or
// the next one that is free.
type shared struct {
	sets     map[uint64]AddrSetID
	services map[uint64]ServiceID
	bodies   map[uint64]*Body
	exits    []Action // memory that lists take turns in
	entries  []Entry
}

func newShared() shared {
	return shared{sets: map[uint64]AddrSetID{}, services: map[uint64]ServiceID{}, bodies: map[uint64]*Body{}}
}

func (b *Builder) addrSet(s *packet.AddrSet) AddrSetID {
	if s == nil {
		return 0
	}
	return intern(b.shared.sets, &b.p.AddrSets, *s)
}

func (b *Builder) service(s *packet.Service) ServiceID {
	if s == nil {
		return 0
	}
	return intern(b.shared.services, &b.p.Services, *s)
}

// intern returns the number of a value in a list that holds each once. Those
// whose hashes meet stand at the next free ones.
func intern[ID ~int32, V interface {
	Hash() uint64
	Equal(V) bool
}](index map[uint64]ID, list *[]V, v V) ID {
	for at := v.Hash(); ; at++ {
		id, ok := index[at]
		if !ok {
			id = ID(len(*list))
			index[at] = id
			*list = append(*list, v)
			return id
		}
		if (*list)[id].Equal(v) {
			return id
		}
	}
}

// body returns the body of a list, which it does not keep.
func (b *Builder) body(entries []Entry) *Body {
	for at := hashEntries(entries); ; at++ {
		body := b.shared.bodies[at]
		if body == nil {
			body = &Body{ID: len(b.p.Bodies), Entries: slices.Clone(entries)}
			b.shared.bodies[at] = body
			b.p.Bodies = append(b.p.Bodies, body)
			return body
		}
		if slices.Equal(body.Entries, entries) {
			return body
		}
	}
}

// hashEntries returns a number that is the same for equal lists.
func hashEntries(entries []Entry) uint64 {
	h := uint64(len(entries))
	for _, e := range entries {
		h = stir(h, uint64(e.Src)<<32|uint64(e.Dst))
		h = stir(h, uint64(e.Service)<<32|uint64(e.Exit)<<1|boolBit(e.Uncertain))
	}
	return h
}

// stir folds v into h.
func stir(h, v uint64) uint64 {
	h = (h ^ v) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

func boolBit(v bool) uint64 {
	if v {
		return 1
	}
	return 0
}

// exitList numbers the actions of a table's rows.
type exitList struct {
	list  []Action
	plain map[plainAction]int // once they are many
}

// plainAction is an action without rewrite and ways.
type plainAction struct {
	kind  ActionKind
	next  TableID
	place PlaceID
}

// few is how many exits are looked through faster than found in a map.
const few = 8

// number returns the number of an action, which it adds if it is new.
func (l *exitList) number(a Action) int {
	if len(l.list) < few || a.Rewrite != nil || a.Ways != nil {
		if i := slices.IndexFunc(l.list, func(e Action) bool { return sameAction(e, a) }); i >= 0 {
			return i
		}
		l.list = append(l.list, a)
		return len(l.list) - 1
	}
	if l.plain == nil {
		l.plain = map[plainAction]int{}
		for i, e := range l.list {
			if e.Rewrite == nil && e.Ways == nil {
				l.plain[plainAction{e.Kind, e.Next, e.Place}] = i
			}
		}
	}
	key := plainAction{a.Kind, a.Next, a.Place}
	i, ok := l.plain[key]
	if !ok {
		i = len(l.list)
		l.plain[key] = i
		l.list = append(l.list, a)
	}
	return i
}

func sameAction(a, b Action) bool {
	return a.Kind == b.Kind && a.Next == b.Next && a.Place == b.Place && a.Rewrite == b.Rewrite &&
		slices.EqualFunc(a.Ways, b.Ways, sameAction)
}
