package change

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// blocks are sets of values that a header field may have without anybody
// knowing which. A condition that holds for one of them may hold for a packet
// that bears any, so that sets of packets hold all of a block or nothing of it.
type blocks struct {
	addrs []packet.AddrSet
	ports []packet.PortSet
}

// newBlocks collects the blocks of a pipeline's rewrites.
func newBlocks(p *pipeline.Pipeline) *blocks {
	b := &blocks{}
	var shifts []*pipeline.Shift
	eachRewrite(p, func(r *pipeline.Rewrite) {
		for _, set := range []*packet.AddrSet{r.Src, r.Dst} {
			if set != nil && set.Count() > 1 {
				b.addrs = joinOverlapping(b.addrs, *set)
			}
		}
		for _, ports := range []packet.PortSet{r.SrcPort, r.DstPort} {
			if ports.Count() > 1 {
				b.ports = joinOverlapping(b.ports, ports)
			}
		}
		for _, shift := range []*pipeline.Shift{r.SrcShift, r.DstShift} {
			if shift != nil {
				shifts = append(shifts, shift)
			}
		}
	})
	for range shifts { // what one moves another one may move on
		for _, s := range shifts {
			for _, set := range b.addrs {
				if set.Overlaps(packet.AddrSetOf(s.From)) {
					b.addrs = joinOverlapping(b.addrs, set.Union(packet.AddrSetOf(s.To)))
				}
			}
		}
	}
	return b
}

// eachRewrite calls f for all rewrites of a pipeline.
func eachRewrite(p *pipeline.Pipeline, f func(r *pipeline.Rewrite)) {
	for i := range p.Tables {
		for k := range p.Tables[i].Exits {
			a := &p.Tables[i].Exits[k]
			for w := range a.Ways {
				if r := a.Ways[w].Rewrite; r != nil {
					f(r)
				}
			}
			if a.Rewrite != nil {
				f(a.Rewrite)
			}
		}
	}
}

// set is a set of addresses or ports.
type set[S any] interface {
	Overlaps(S) bool
	Union(S) S
}

// joinOverlapping adds a set to a list of disjoint ones.
func joinOverlapping[S set[S]](list []S, s S) []S {
	var out []S
	for _, other := range list {
		if other.Overlaps(s) {
			s = s.Union(other)
		} else {
			out = append(out, other)
		}
	}
	return append(out, s)
}

// whole adds to a set all blocks that it touches.
func whole[S set[S]](blocks []S, s S) S {
	for _, b := range blocks {
		if b.Overlaps(s) {
			s = s.Union(b)
		}
	}
	return s
}

// service adds to a service all ports of the blocks that it touches.
func (b *blocks) service(s packet.Service) packet.Service {
	if len(b.ports) == 0 || s.IsAny() {
		return s
	}
	return packet.NewService(s.Protocols, whole(b.ports, s.SrcPorts), whole(b.ports, s.DstPorts))
}

// packets adds to a set of packets what differs in blocks only.
func (b *blocks) packets(set packetset.Set) packetset.Set {
	if len(b.addrs) == 0 && len(b.ports) == 0 {
		return set
	}
	var all packetset.Set
	for _, box := range set.Boxes() {
		services := box.Service
		if len(b.ports) > 0 {
			var list []packet.Service
			for _, s := range services.Services() {
				list = append(list, b.service(s))
			}
			services = packetset.FromService(list...)
		}
		all = all.Union(packetset.Of(whole(b.addrs, box.Src), whole(b.addrs, box.Dst), services))
	}
	return all
}
