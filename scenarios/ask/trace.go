package ask

import (
	"errors"
	"fmt"
	"slices"

	"vnetproof/sim/dns"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// Trace is the way of one packet and its answer.
type Trace struct {
	Pipeline *pipeline.Pipeline
	Walk     *walk.Trace
	// Took names the representatives that were taken of sets: "internet: 203.0.113.10".
	Took []string
	// Resolved is how the destination's name was resolved; nil where it is none,
	// or has no address: then DecidedBy says why, and Packet has no destination.
	Resolved *dns.Answer
}

// Inconclusive tells whether it is not known what becomes of the packet.
func (t *Trace) Inconclusive() bool { return t.Walk.Verdict == pipeline.InconclusiveOutcome }

// Trace follows the packet that stands for two selectors and traffic.
func (d *Desk) Trace(from, to, traffic string) (*Trace, error) {
	q := &question{}
	src, dst, t := q.selector(from), q.selector(to), q.traffic(traffic)
	if err := q.err(); err != nil {
		return nil, err
	}
	w, err := d.compile(src, dst)
	if err != nil {
		return nil, err
	}
	sample, err := w.Sample(src, dst, t)
	if cause := unresolved(err); cause != nil {
		return &Trace{Pipeline: w.Pipeline, Walk: nameless(cause)}, nil
	}
	if err != nil {
		return nil, err
	}
	walked, err := w.Trace(sample.From, sample.Packet)
	if err != nil {
		return nil, err
	}
	if sample.Nobody {
		walked = w.nobody(walked)
	}
	return &Trace{Pipeline: w.Pipeline, Walk: walked, Took: w.took(src, dst, t, sample), Resolved: sample.Resolved}, nil
}

// unresolved returns why names have no address, if that is all that is wrong.
func unresolved(err error) *pipeline.Cause {
	var list endpoint.Errors
	if !errors.As(err, &list) || slices.ContainsFunc(list, func(e *endpoint.Error) bool { return e.Cause == nil }) {
		return nil
	}
	return list[0].Cause
}

// nameless is the trace of a packet that cannot be sent, since its destination
// has no address; or perhaps has one, where that is not known.
func nameless(cause *pipeline.Cause) *walk.Trace {
	t := &walk.Trace{Verdict: pipeline.Dropped, Ending: pipeline.NoOrigin, DecidedBy: cause}
	if cause.Gap != nil {
		t.Verdict, t.Gaps = pipeline.InconclusiveOutcome, []*pipeline.Gap{cause.Gap}
	}
	return t
}

// took names what stands for the ends and the traffic where they mean several.
func (w *world) took(from, to endpoint.Selector, t packet.Traffic, s endpoint.Sample) []string {
	var out []string
	if !w.isSingle(from) {
		name := s.Packet.Src.String()
		if place := w.Pipeline.Places[s.From]; place.Kind == pipeline.HostNode {
			name = w.names.Place(s.From) + ", " + name
		}
		out = append(out, from.Text+": "+name)
	}
	if !w.isSingle(to) {
		out = append(out, to.Text+": "+s.Packet.Dst.String())
	}
	if word := wordOf(s.Packet); t.String() != word {
		out = append(out, t.String()+": "+word)
	}
	return out
}

// isSingle tells whether a selector is one address, or one name of a machine
// or the like, which needs no explanation.
func (w *world) isSingle(s endpoint.Selector) bool {
	if len(s.Terms) != 1 || !isOne(s.Text) {
		return false
	}
	switch s.Terms[0].Kind {
	case endpoint.IP, endpoint.VM, endpoint.NIC, endpoint.PrivateEndpoint:
		return true
	case endpoint.Bare, endpoint.ResourceID:
		sources, err := w.Sources(s)
		return err == nil && len(sources) == 1 && sources[0].Addresses.Count() == 1
	}
	return false
}

// wordOf is the traffic word of one packet: "tcp/443", "icmp".
func wordOf(p packet.Packet) string {
	word := p.Protocol.String()
	switch {
	case p.Protocol.HasPorts():
		return fmt.Sprintf("%s/%d", word, p.DstPort)
	case p.Protocol == packet.ICMPOf(p.Family()):
		return "icmp"
	}
	return word
}

// WALK-14: nobody turns what would be delivered to an address that nothing
// holds into a drop: planned hosts are there for questions about subnets only.
func (w *world) nobody(t *walk.Trace) *walk.Trace {
	unsure := slices.ContainsFunc(t.Branches, func(b walk.Branch) bool { return b.Outcome == pipeline.InconclusiveOutcome })
	arrives := slices.ContainsFunc(t.Branches, func(b walk.Branch) bool { return b.Arrived })
	if unsure || !arrives {
		return t
	}
	gone := *t
	gone.Verdict, gone.Ending, gone.Arrived, gone.Reason = pipeline.Dropped, pipeline.Stopped, false, ""
	gone.Return, gone.Gaps = nil, nil
	place := &w.Pipeline.Places[t.To]
	gone.DecidedBy = &pipeline.Cause{Kind: pipeline.NoHost, Name: t.Packet.Dst.String(), Resource: place.Subnet,
		Pos: w.Design.Where(place.Subnet), Rules: []rule.ID{"WALK-14"},
		Reason: "nothing in " + w.subnetName(place.Subnet) + " holds the address"}
	return &gone
}

func (w *world) subnetName(id topology.ID) string {
	if id == "" {
		return "the network"
	}
	return w.names.Subnet(id)
}
