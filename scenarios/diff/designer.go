package diff

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"vnetproof/sim"
	"vnetproof/sim/change"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// designer compares two designs.
type designer struct {
	old, new           *sim.Simulation
	oldNames, newNames *endpoint.Names
	change             *change.Change
	ends               *ends
	was, is            *version
	options            DesignOptions
	origins            []origin
	moved              [][]moved      // of each origin
	overrun            []bool         // of each origin
	public             packet.AddrSet // that are the internet's in both versions
	located            *located       // what the new version says, at its own places
}

func newDesigner(a, b *sim.Simulation, c *change.Change, o DesignOptions) *designer {
	d := &designer{old: a, new: b, change: c, ends: newEnds(a, b, c), options: o}
	d.oldNames = endpoint.NewNames(a.Design, a.Pipeline, a.Network.StandsFor)
	d.newNames = endpoint.NewNames(b.Design, b.Pipeline, b.Network.StandsFor)
	d.was = &version{p: a.Pipeline, ends: d.ends.ofOld, isOld: true, d: d}
	d.is = &version{p: b.Pipeline, ends: d.ends.ofNew, d: d}
	d.located = newLocated(o.where)
	d.origins = d.ends.origins()
	d.moved, d.overrun = make([][]moved, len(d.origins)), make([]bool, len(d.origins))
	d.public = a.Pipeline.Places[a.Network.Internet].Addresses.Intersect(b.Pipeline.Places[b.Network.Internet].Addresses)
	return d
}

// compareAll compares all origins, on all cores.
func (d *designer) compareAll(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var telling sync.Mutex
	var wait sync.WaitGroup
	done := 0
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(d.origins) || ctx.Err() != nil {
					return
				}
				if err := d.compareOrigin(ctx, i); err != nil {
					cancel(err)
				}
				telling.Lock()
				if done++; d.options.Progress != nil {
					d.options.Progress(done, len(d.origins))
				}
				telling.Unlock()
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

// compareOrigin compares what one origin sends.
func (d *designer) compareOrigin(ctx context.Context, i int) error {
	at := d.origins[i]
	packets := d.touched(at)
	if packets.IsEmpty() {
		return nil
	}
	was, err := d.follow(ctx, d.was, d.old, at.old, at, packets)
	if err == nil {
		var is []*flow
		if is, err = d.follow(ctx, d.is, d.new, at.new, at, packets); err == nil {
			d.moved[i] = d.counting(compareFlows(at, was, is))
		}
	}
	if errors.Is(err, symbolic.ErrBudget) {
		d.overrun[i] = true
		return nil
	}
	return err
}

// touched returns what an origin sends and the versions may treat differently.
func (d *designer) touched(at origin) packetset.Set {
	carried := packetset.Set{}
	for _, f := range packet.Families() {
		if own := at.addresses.OfFamily(f); !own.IsEmpty() {
			carried = carried.Union(packetset.Of(own, packet.AllOf(f), packetset.FromTraffic(packet.AnyTraffic(), f)))
		}
	}
	if at.old == 0 || at.new == 0 || d.change.Place(at.old) != at.new || d.options.slow {
		return carried
	}
	return carried.Intersect(d.change.Sent(at.new))
}

// follow returns the flows of packets in one version. A version that has no such
// origin lets nothing through.
func (d *designer) follow(ctx context.Context, v *version, s *sim.Simulation, place pipeline.PlaceID, at origin, packets packetset.Set) ([]*flow, error) {
	if place == 0 {
		nobody := &symbolic.Flow{Packets: packets, Outcome: pipeline.Dropped, Certain: true}
		return []*flow{{Flow: nobody, to: packets.Destinations()}}, nil
	}
	answer, err := s.Follow(ctx, pipeline.Source{Place: place, Addresses: at.addresses}, packets, d.options.Budget)
	if err != nil {
		return nil, err
	}
	return v.flows(answer.Flows), nil
}

// counting keeps what counts as a change: what was or is sent to public
// addresses that only one version's design holds is told of their holder only.
func (d *designer) counting(list []moved) []moved {
	internet := d.ends.ofNew[d.new.Network.Internet]
	var out []moved
	for _, m := range list {
		if m.end == internet && m.end != 0 {
			if m.packets, _ = m.packets.SplitMatch(nil, &d.public, nil); m.packets.IsEmpty() {
				continue
			}
		}
		out = append(out, m)
	}
	return out
}
