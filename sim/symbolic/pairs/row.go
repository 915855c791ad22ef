package pairs

import (
	"errors"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// Row is what one source sends. It is valid while it is being told.
type Row struct {
	Source pipeline.Source
	Index  int // in Options.From
	// Tiles arrive for certain, by whichever way, and are answered where the place
	// answers. They share no packet with one another or with Flows.
	Tiles []Tile
	// Maybes may arrive and be answered, or not. They may share packets with one
	// another, not with Tiles or Flows.
	Maybes []Tile
	// Flows are the ends of what was left to symbolic.
	Flows []symbolic.Flow
	// Overrun says that the work exceeded the budget: Tiles and Flows lack packets.
	Overrun bool
	// Assumptions are those on which rests what becomes of all but Flows.
	Assumptions []*pipeline.Assumption

	w *worker
}

// Tile is packets from each source to each destination, at a place.
type Tile struct {
	Place   pipeline.PlaceID
	sources []span
	run
}

// Services returns the services of a tile.
func (r *Row) Services(t *Tile) packetset.ServiceSet { return r.w.services(t.set) }

// Packets returns the packets of a tile.
func (r *Row) Packets(t *Tile) packetset.Set {
	return packetset.Of(t.Sources(), packet.AddrSetOf(t.Destinations()), r.Services(t))
}

// Number is equal for tiles with equal services, in rows that one core tells.
func (r *Row) Number(t *Tile) int { return r.w.first + int(t.set) }

// Gaps returns why it is not certain that a tile of Maybes arrives.
func (r *Row) Gaps(t *Tile) []*pipeline.Gap { return r.w.doubts.why(t.doubt) }

// Sources returns the sources of a tile.
func (t *Tile) Sources() packet.AddrSet { return addrSet(t.sources) }

// Destinations returns the destinations of a tile.
func (t *Tile) Destinations() packet.AddrRange { return addrRange(span{t.lo, t.hi}) }

// follow lets symbolic follow what is left of a row.
func (w *worker) follow(r *Row) error {
	if r.Overrun {
		return nil
	}
	return w.search(r, w.left().Union(w.asked.others(r.Source.Addresses)))
}

// search lets symbolic follow packets of a row.
func (w *worker) search(r *Row, packets packetset.Set) error {
	if packets.IsEmpty() {
		return nil
	}
	w.done.Left++
	answer, err := symbolic.Follow(w.ctx, w.e.p, r.Source, packets, w.asked.searchBudget)
	if errors.Is(err, symbolic.ErrBudget) {
		r.Overrun = true
		return nil
	}
	if err != nil {
		return err
	}
	w.done.Flows += len(answer.Flows)
	r.Flows = answer.Flows
	return nil
}
