package pipeline

import (
	"iter"
	"slices"

	"vnetproof/sim/packet"
)

// Grow makes room for that many more tables, nodes and places, so that they are not moved as they come.
func (b *Builder) Grow(tables, nodes, places int) {
	b.p.Tables = slices.Grow(b.p.Tables, tables)
	b.p.Nodes = slices.Grow(b.p.Nodes, nodes)
	b.p.Places = slices.Grow(b.p.Places, places)
}

// SetAddresses says which addresses packets of a place bear as their source,
// and by which public ones others may address it; assumptions are added to those it has.
func (b *Builder) SetAddresses(p PlaceID, addresses, public packet.AddrSet, assumed ...*Assumption) {
	place := &b.p.Places[p]
	place.Addresses, place.Public = addresses, public
	place.Assumptions = append(place.Assumptions, assumed...)
}

// AddPublic adds addresses by which others may address a place.
func (b *Builder) AddPublic(p PlaceID, public packet.AddrSet) {
	b.p.Places[p].Public = b.p.Places[p].Public.Union(public)
}

// SetShown says by which addresses a translation shows a place to others inside.
func (b *Builder) SetShown(p PlaceID, shown packet.AddrSet) { b.p.Places[p].Shown = shown }

// FillLike fills a reserved table with the entries and causes of one that is
// filled, and with what its exits become. It costs nothing per entry.
func (b *Builder) FillLike(id, like TableID, state *State, exit func(Action) Action) {
	b.FillAs(id, like, state, b.Causes(like), exit)
}

// Causes returns what decided at the entries of a table that is filled.
func (b *Builder) Causes(id TableID) *CauseList { return b.p.Tables[id].Causes }

// FillAs is FillLike with causes of its own, as many as the table has entries.
func (b *Builder) FillAs(id, like TableID, state *State, causes *CauseList, exit func(Action) Action) {
	t, from := &b.p.Tables[id], &b.p.Tables[like]
	t.State, t.Body, t.Causes = state, from.Body, causes
	t.Exits = make([]Action, len(from.Exits))
	for i, a := range from.Exits {
		t.Exits[i] = exit(a)
	}
}

// Peek returns the kind of a table and its rows in order, none if it is not
// filled yet: for what depends on whether others let a packet pass, as the
// health of a load balancer's members does.
func (b *Builder) Peek(id TableID) (TableKind, iter.Seq[Row]) {
	t := b.p.Tables[id]
	return t.Kind, func(yield func(Row) bool) {
		if t.Body == nil {
			return
		}
		for i, e := range t.Body.Entries {
			row := Row{Src: &b.p.AddrSets[e.Src], Dst: &b.p.AddrSets[e.Dst], Service: &b.p.Services[e.Service],
				Action: t.Exits[e.Exit], Cause: t.Causes.At(i)}
			if !yield(row) {
				return
			}
		}
	}
}

// Doubt says that nobody knows what becomes of packets at a node: all its
// tables but those of rules, which share their bodies with others, lose their
// rows to one that says so. It concerns tables that are filled afterwards.
func (b *Builder) Doubt(n NodeID, gap *Gap) {
	if b.doubts == nil {
		b.doubts = map[NodeID]*Gap{}
	}
	b.doubts[n] = gap
}

// doubtNode returns the rows of a table, or of a node in doubt the one that takes their place.
func (b *Builder) doubtNode(t *Table, rows []Row) []Row {
	gap := b.doubts[t.Node]
	if gap == nil || t.Kind == FilterTable || t.Kind == AdminTable {
		return rows
	}
	return []Row{{Action: Action{Kind: UnknownAction},
		Cause: &Cause{Kind: Unmodelled, Name: b.p.Nodes[t.Node].Name, Resource: gap.Resource, Pos: gap.Pos, Gap: gap}}}
}
