package azure

import (
	"fmt"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// poolHealth sorts the members of a rule by whether its probe reaches them.
type poolHealth struct {
	well, unsure []*member
	gap          *pipeline.Gap // why some are unsure
	why          string        // the first that is not well is not
}

// healthOf sorts the members of a rule.
//
// LB-4: a probe from 168.63.129.16 must pass the filters of the member; a rule
// without a probe takes every member for healthy.
func (c *compiler) healthOf(d *door) poolHealth {
	if d.health != nil {
		return *d.health
	}
	var h poolHealth
	probe, gap := d.probePorts()
	for _, m := range d.members {
		r := c.probed(m, probe, gap)
		switch {
		case r.gap != nil:
			h.unsure = append(h.unsure, m)
			h.gap = firstGap(h.gap, r.gap)
		case r.passed:
			h.well = append(h.well, m)
		case h.why == "":
			h.why = r.why
		}
	}
	d.health = &h
	return h
}

// probePorts returns the packets of a rule's probe; the zero Service if it has none.
func (d *door) probePorts() (packet.Service, *pipeline.Gap) {
	if !d.probe.IsSet() {
		return packet.Service{}, nil
	}
	p := d.probe.Target
	if p == nil {
		return packet.Service{}, danglingGap(d.probe, d.id, "probe", "which port the probe of "+d.name+" asks", "LB-4")
	}
	if u := p.Port.Unknown(); u != nil {
		return packet.Service{}, unknownGap(u, p.ID, "port", "which port probe "+p.Name+" asks", p.Port.Pos, "LB-4")
	}
	return packet.NewService(packet.Of(packet.TCP), ephemeral, packet.Ports(uint16(p.Port.Or(0)))), nil
}

// probeResult is whether a member is healthy, and what decided.
type probeResult struct {
	passed bool
	why    string        // a clause, where it is not
	gap    *pipeline.Gap // why it is not known
}

// probed tells whether a probe finds a member.
func (c *compiler) probed(m *member, probe packet.Service, gap *pipeline.Gap) probeResult {
	if m.nic != nil {
		if at, down := c.downAt(m.nic); down {
			return probeResult{why: m.name + " is taken out of service at " + at.String()}
		}
	}
	switch {
	case gap != nil:
		return probeResult{gap: gap}
	case probe.IsEmpty():
		return probeResult{passed: true}
	}
	return c.probeFrom(m.entry, m, probe)
}

// probeFrom follows a probe through the filters of a member from a table on.
func (c *compiler) probeFrom(id pipeline.TableID, m *member, probe packet.Service) probeResult {
	kind, rows := c.b.Peek(id)
	if kind != pipeline.FilterTable && kind != pipeline.AdminTable {
		return probeResult{passed: true}
	}
	var results []probeResult
	for r := range rows {
		hit := r.Service.Intersect(probe)
		if !r.Src.Contains(wireServer) || !r.Dst.Contains(m.addr) || hit.IsEmpty() {
			continue
		}
		results = append(results, c.probeAt(r, m, probe))
		if unsure := r.Cause != nil && r.Cause.Gap != nil; !unsure && hit.Equal(probe) {
			break
		}
	}
	return agree(results, m)
}

// probeAt is what one row does with a probe.
func (c *compiler) probeAt(r pipeline.Row, m *member, probe packet.Service) probeResult {
	var result probeResult
	switch r.Action.Kind {
	case pipeline.Goto:
		result = c.probeFrom(r.Action.Next, m, probe)
	case pipeline.UnknownAction:
		return probeResult{gap: r.Cause.Gap}
	default:
		result.why = denies(r.Cause, m, probe)
	}
	return result
}

// denies tells which rule keeps a probe from a member.
func denies(cause *pipeline.Cause, m *member, probe packet.Service) string {
	port, _ := probe.DstPorts.Lowest()
	rule := "a filter"
	if cause != nil && cause.Filter != nil {
		rule = fmt.Sprintf("rule %s of %s at %s", cause.Filter.Name, cause.Filter.Group, cause.Pos)
	}
	return fmt.Sprintf("%s denies the probe from %s to tcp/%d of %s", rule, wireServer, port, m.name)
}

// agree returns the result that rows have in common; where they have none, it
// is not known which of them applies.
func agree(results []probeResult, m *member) probeResult {
	if len(results) == 0 {
		return probeResult{passed: true}
	}
	for _, r := range results {
		if r.gap != nil {
			return r
		}
		if r.passed != results[0].passed {
			return probeResult{gap: &pipeline.Gap{Resource: m.subnet.res.ID, Property: "networkSecurityGroup", Pos: m.subnet.res.Pos, Rules: rules("LB-4"),
				Why: "whether the filters of " + m.name + " let the health probe from " + wireServer.String() + " pass"}}
		}
	}
	return results[0]
}
