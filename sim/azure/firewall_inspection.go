package azure

import (
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// inspectedRows let everything on to the rules, and say what the firewall looks
// at beyond headers and is taken not to find.
//
// Threat intelligence spares the addresses of its allow list, as a source or a
// destination, and those that the facts give its names; those of inherited
// policies count, too.
func (c *compiler) inspectedRows(f *firewall, next pipeline.Action) []pipeline.Row {
	intrusion, threats := f.intrusionDetection(), f.threatIntelligence()
	var rows []pipeline.Row
	if spared := c.threatAllowed(f); threats != nil && !spared.IsEmpty() {
		rows = append(rows, pipeline.Row{Src: &spared, Action: next, Cause: f.inspection(intrusion)},
			pipeline.Row{Dst: &spared, Action: next, Cause: f.inspection(intrusion)})
	}
	return append(rows, pipeline.Row{Action: next, Cause: f.inspection(intrusion, threats)})
}

// inspection is the cause of what rests on nothing being found; nil where the
// firewall does not look.
func (f *firewall) inspection(list ...*pipeline.Assumption) *pipeline.Cause {
	assumed := assumptions(list...)
	if len(assumed) == 0 {
		return nil
	}
	cause := f.cause("", "FW-11")
	cause.Assumptions = assumed
	return cause
}

// intrusionDetection is what it is taken not to find; nil where it drops nothing.
//
// FW-11: it drops what matches a signature in mode Deny, in the Premium tier
// only (FW-15).
func (f *firewall) intrusionDetection() *pipeline.Assumption {
	own := f.policy.own()
	if own == nil || !mayDeny(own.IDPSMode) || f.tier() != topology.Premium {
		return nil
	}
	return &pipeline.Assumption{Pos: own.IDPSMode.Pos, Rules: rules("FW-11"),
		Text: "nothing that passes " + f.res.Name + " matches a signature of its intrusion detection, which would drop it"}
}

// threatIntelligence is what it is taken not to find; nil where it drops
// nothing. A policy is at least as strict as the one that it inherits from.
func (f *firewall) threatIntelligence() *pipeline.Assumption {
	for _, p := range f.policy.chain {
		if mayDeny(p.ThreatIntelMode) && f.tier() != topology.Basic {
			return &pipeline.Assumption{Pos: p.ThreatIntelMode.Pos, Rules: rules("FW-1"),
				Text: "no address that passes " + f.res.Name + " is on Microsoft's threat intelligence list, which would drop it"}
		}
	}
	return nil
}

func mayDeny(mode topology.Property[string]) bool {
	return mode.Unknown() != nil || strings.EqualFold(mode.Or(""), "Deny")
}

// threatAllowed are the addresses that are surely on the allow list.
func (c *compiler) threatAllowed(f *firewall) packet.AddrSet {
	var set packet.AddrSet
	for _, p := range f.policy.chain {
		for _, t := range p.ThreatIntelAllow.Or(nil) {
			set = set.Union(c.term(t, p.ID, firewallContext).sure)
		}
		for _, name := range p.ThreatIntelNames.Or(nil) {
			set = set.Union(c.factAddresses(name))
		}
	}
	return set
}
