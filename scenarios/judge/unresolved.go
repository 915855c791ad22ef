package judge

import (
	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/suite"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
)

// unresolved judges the sources to which the destination's name gives no
// address: nothing can be sent, so what must be delivered is missing and what
// is forbidden does not happen. Where the address is not known nothing is.
func (t *trial) unresolved() {
	for _, p := range t.Pairs {
		switch c := p.Unresolved; {
		case c == nil:
		case c.Gap != nil:
			t.rule(Inconclusive)
			t.unknown = append(t.unknown, c.Gap)
		case t.Expect == suite.Reachable || t.Expect == suite.Only:
			t.rule(Refuted)
			t.accuseName(p)
		case t.Expect == suite.Some:
			// judged by some, over all sources
		default:
			t.decision.Notes = distinct(append(t.decision.Notes, t.To.Text+" has no address there: "+c.Reason))
		}
	}
}

// accuseName accuses the missing address of a name.
func (t *trial) accuseName(p endpoint.Pair) {
	f := t.fault(accusation{finding.Missing, p.Unresolved})
	for _, s := range t.judge.demandedSources(p.Sources) {
		f.add(f.from, s.Place, s.Addresses)
	}
	f.name = t.To.Text
}

// nameEnd is a destination that is a name without address.
func nameEnd(name string) finding.Ends {
	if name == "" {
		return nil
	}
	return finding.Ends{{Name: name, Addresses: packet.AddrSet{}}}
}
