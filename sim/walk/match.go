package walk

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// match says whether a condition holds for a header: for all values of its
// open fields, for some or for none. The order lets min join conditions.
type match uint8

const (
	never match = iota
	maybe
	always
)

// matches tests h against the condition of an entry.
func matches(p *pipeline.Pipeline, e *pipeline.Entry, h *Header) match {
	if h.open != nil {
		m, _ := matchesOpen(p, e, h)
		return m
	}
	if (e.Src == 0 || p.AddrSets[e.Src].Contains(h.Src)) && (e.Dst == 0 || p.AddrSets[e.Dst].Contains(h.Dst)) &&
		(e.Service == 0 || p.Services[e.Service].Contains(h.Packet)) {
		return always
	}
	return never
}

// matchesOpen also returns why a field that decides is not known.
func matchesOpen(p *pipeline.Pipeline, e *pipeline.Entry, h *Header) (match, []*pipeline.Gap) {
	service := &p.Services[e.Service]
	if !service.Protocols.Contains(h.Protocol) {
		return never, nil
	}
	fields := [4]match{
		matchAddr(p.AddrSets[e.Src], h.Src, h.open.src),
		matchAddr(p.AddrSets[e.Dst], h.Dst, h.open.dst),
		always, always,
	}
	if h.Protocol.HasPorts() {
		fields[2] = matchPort(service.SrcPorts, h.SrcPort, h.open.srcPort)
		fields[3] = matchPort(service.DstPorts, h.DstPort, h.open.dstPort)
	}
	all := always
	var gaps []*pipeline.Gap
	for i, m := range fields {
		all = min(all, m)
		if m == maybe && h.open.gaps[i] != nil {
			gaps = append(gaps, h.open.gaps[i])
		}
	}
	return all, gaps
}

func matchAddr(condition packet.AddrSet, a netip.Addr, values packet.AddrSet) match {
	switch {
	case values.IsEmpty() && condition.Contains(a), !values.IsEmpty() && condition.ContainsSet(values):
		return always
	case condition.Overlaps(values):
		return maybe
	}
	return never
}

func matchPort(condition packet.PortSet, port uint16, values packet.PortSet) match {
	switch {
	case values.IsEmpty() && condition.Contains(port), !values.IsEmpty() && condition.ContainsSet(values):
		return always
	case condition.Overlaps(values):
		return maybe
	}
	return never
}

// choice is an entry that may decide at a table.
type choice struct {
	entry int
	sure  bool // it decides unless one before it does
	gaps  []*pipeline.Gap
}

// choices returns the entries that may decide about h: the last one is sure.
func choices(p *pipeline.Pipeline, t *pipeline.Table, h *Header) []choice {
	var out []choice
	for i := range t.Body.Entries {
		e := &t.Body.Entries[i]
		m := matches(p, e, h)
		switch {
		case m == never:
		case m == always && !e.Uncertain:
			return append(out, choice{entry: i, sure: true})
		default:
			out = append(out, choice{entry: i, gaps: whyUncertain(p, t, i, h)})
		}
	}
	return out
}

// whyUncertain returns the gaps of an entry that may or may not apply.
func whyUncertain(p *pipeline.Pipeline, t *pipeline.Table, i int, h *Header) []*pipeline.Gap {
	e := &t.Body.Entries[i]
	var gaps []*pipeline.Gap
	if e.Uncertain {
		gaps = append(gaps, t.Causes.At(i).Gap)
	}
	if h.open != nil {
		_, more := matchesOpen(p, e, h)
		gaps = append(gaps, more...)
	}
	return gaps
}

// sameExit tells whether all choices name one exit.
func sameExit(t *pipeline.Table, choices []choice) bool {
	for _, c := range choices[1:] {
		if t.Body.Entries[c.entry].Exit != t.Body.Entries[choices[0].entry].Exit {
			return false
		}
	}
	return true
}

// runnerUp returns the index of the entry that would decide about h if entry i
// did not exist, or -1.
func runnerUp(p *pipeline.Pipeline, t *pipeline.Table, i int, h *Header) int {
	for j := i + 1; j < len(t.Body.Entries); j++ {
		if matches(p, &t.Body.Entries[j], h) != never {
			return j
		}
	}
	return -1
}
