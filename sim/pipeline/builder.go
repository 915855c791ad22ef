package pipeline

import (
	"fmt"
	"slices"

	"vnetproof/sim/packet"
)

// Builder makes a Pipeline. It shares what is equal: address sets, services
// and bodies are kept once. Tables may lead to tables that are reserved and
// filled later. A Builder is not safe for concurrent use.
type Builder struct {
	p      Pipeline
	shared shared
	states StateID
	strict bool
	doubts map[NodeID]*Gap // see Doubt
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{shared: newShared()}
	b.p.Tables = make([]Table, 1)
	b.p.Places = make([]Place, 1)
	b.p.Nodes = make([]Node, 1)
	all, any := packet.AllAddrs(), packet.AnyService()
	b.addrSet(&all)
	b.service(&any)
	return b
}

// Row is one entry of a table as azure states it.
type Row struct {
	Src, Dst *packet.AddrSet // nil: any
	Service  *packet.Service // nil: any
	Action   Action
	Cause    *Cause // a Cause with a Gap makes the entry uncertain unless the action is Unknown
}

// Node enters a node and returns its id.
func (b *Builder) Node(n Node) NodeID {
	n.ID = NodeID(len(b.p.Nodes))
	b.p.Nodes = append(b.p.Nodes, n)
	return n.ID
}

// Place enters a place and returns its id. Its Origin may be set later by SetOrigin.
func (b *Builder) Place(p Place) PlaceID {
	p.ID = PlaceID(len(b.p.Places))
	b.p.Places = append(b.p.Places, p)
	return p.ID
}

// SetOrigin says at which table the packets of a place start.
func (b *Builder) SetOrigin(p PlaceID, t TableID) { b.p.Places[p].Origin = t }

// State returns a new state identity.
func (b *Builder) State() StateID {
	b.states++
	return b.states
}

// Reserve returns the id of a table that Fill completes later.
func (b *Builder) Reserve(node NodeID, kind TableKind, name string) TableID {
	id := TableID(len(b.p.Tables))
	b.p.Tables = append(b.p.Tables, Table{ID: id, Node: node, Kind: kind, Name: name})
	return id
}

// Table reserves a table and fills it.
func (b *Builder) Table(node NodeID, kind TableKind, name string, state *State, rows ...Row) TableID {
	id := b.Reserve(node, kind, name)
	b.Fill(id, state, rows...)
	return id
}

// Fill gives a reserved table its state (nil: stateless) and rows. The last
// row must match everything.
func (b *Builder) Fill(id TableID, state *State, rows ...Row) { b.FillTold(id, state, nil, rows...) }

// FillTold is Fill with causes that are made when they are asked for: tell
// makes those of rows without a Cause, which have neither a gap nor assumptions.
func (b *Builder) FillTold(id TableID, state *State, tell func(entry int) *Cause, rows ...Row) {
	t := &b.p.Tables[id]
	rows = b.doubtAssumed(b.doubtNode(t, rows))
	t.State = state
	t.Causes = newCauseList(rows, tell)
	exits, entries := exitList{list: b.shared.exits[:0]}, b.shared.entries[:0]
	for _, r := range rows {
		entries = append(entries, Entry{
			Src:       b.addrSet(r.Src),
			Dst:       b.addrSet(r.Dst),
			Service:   b.service(r.Service),
			Exit:      uint16(exits.number(r.Action)),
			Uncertain: r.Cause != nil && r.Cause.Gap != nil && r.Action.Kind != UnknownAction,
		})
	}
	t.Body, t.Exits = b.body(entries), slices.Clone(exits.list)
	b.shared.exits, b.shared.entries = exits.list, entries
}

// Assume adds an assumption that the whole design rests on.
func (b *Builder) Assume(a *Assumption) { b.p.Assumptions = append(b.p.Assumptions, a) }

// Build returns the pipeline, or an error that names the first table which is
// not filled, leads nowhere or does not end in a row that matches everything:
// a defect of the caller, not of the input.
func (b *Builder) Build() (*Pipeline, error) {
	for i := 1; i < len(b.p.Tables); i++ {
		if err := b.check(&b.p.Tables[i]); err != nil {
			return nil, err
		}
	}
	for _, p := range b.p.Places[1:] {
		if int(p.Origin) >= len(b.p.Tables) {
			return nil, fmt.Errorf("place %d starts at no table", p.ID)
		}
	}
	p := b.p
	return &p, nil
}

func (b *Builder) check(t *Table) error {
	if t.Body == nil || len(t.Body.Entries) == 0 {
		return fmt.Errorf("table %d %q is not filled", t.ID, t.Name)
	}
	last := t.Body.Entries[len(t.Body.Entries)-1]
	if last.Src != 0 || last.Dst != 0 || last.Service != 0 || last.Uncertain {
		return fmt.Errorf("table %d %q does not end in a row that matches everything", t.ID, t.Name)
	}
	for _, a := range t.Exits {
		if err := b.checkAction(a); err != nil {
			return fmt.Errorf("table %d %q: %w", t.ID, t.Name, err)
		}
	}
	if t.State != nil && t.State.Known.Kind != ActionUnset {
		if k := t.State.Known; k.Kind != Goto && k.Kind != Deliver || k.Rewrite != nil {
			return fmt.Errorf("table %d %q lets known answers neither go nor arrive as they are", t.ID, t.Name)
		}
		if err := b.checkAction(t.State.Known); err != nil {
			return fmt.Errorf("table %d %q: %w", t.ID, t.Name, err)
		}
	}
	return nil
}

func (b *Builder) checkAction(a Action) error {
	if err := checkRewrite(a.Rewrite); err != nil {
		return err
	}
	switch a.Kind {
	case Goto:
		if a.Next <= 0 || int(a.Next) >= len(b.p.Tables) {
			return fmt.Errorf("goes to no table")
		}
	case Deliver:
		if a.Place <= 0 || int(a.Place) >= len(b.p.Places) {
			return fmt.Errorf("delivers to no place")
		}
	case Split:
		if len(a.Ways) == 0 {
			return fmt.Errorf("splits into no way")
		}
		for _, w := range a.Ways {
			if w.Kind == Split {
				return fmt.Errorf("splits a way of a split")
			}
			if err := b.checkAction(w); err != nil {
				return err
			}
		}
	case ActionUnset:
		return fmt.Errorf("has an exit without action")
	}
	return nil
}

func checkRewrite(r *Rewrite) error {
	if r == nil {
		return nil
	}
	if r.Src != nil && r.SrcShift != nil || r.Dst != nil && r.DstShift != nil {
		return fmt.Errorf("sets and shifts one address")
	}
	for _, s := range []*Shift{r.SrcShift, r.DstShift} {
		if s != nil && !s.isOneToOne() {
			return fmt.Errorf("shifts %s to %s", s.From, s.To)
		}
	}
	return nil
}

// isOneToOne tells whether both ranges hold as many addresses, of one family.
func (s *Shift) isOneToOne() bool {
	return s.From.IsValid() && s.To.IsValid() && s.From.Lo.BitLen() == s.To.Lo.BitLen() &&
		packet.AddrSetOf(s.From).Count() == packet.AddrSetOf(s.To).Count()
}
