package lint

import (
	"vnetproof/scenarios/finding"
	"vnetproof/sim/ruleset"
)

const redundantRuleName = "redundant-rule"

var redundantRule = &Check{
	Name: redundantRuleName,
	Doc: `A rule that decides, but without which nothing would change: rules after it
treat its packets alike. It can go, or stay as a remark of intent. All rules that
are reported as shadowed or redundant can go together.

  - {name: web-in, priority: 100, access: Allow, source: 10.1.1.0/24, destinationPorts: [443], ...}
  - {name: all-in, priority: 110, access: Allow, source: 10.1.0.0/16, ...}   # allows it as well`,
	find: findRedundant,
}

func findRedundant(s *subject) []*finding.Finding {
	var out []*finding.Finding
	for i, st := range s.standings {
		if s.Rules[i].Implied || st.use != ruleset.Redundant {
			continue
		}
		c := s.cause(i)
		f := &finding.Finding{Code: redundantRuleName, Severity: finding.Low, Pos: c.Pos, Resource: c.Resource, DecidedBy: c,
			Message: title(s.Filter) + ": rule " + name(c) + " can go: nothing would change"}
		if s.byImplied(st.by) {
			f.Severity = finding.Info
		}
		f.Because = s.reasons(st.by, "its packets are treated alike by")
		out = append(out, f)
	}
	return out
}

// byImplied tells whether only Azure's own rules stand in for a rule: it may be
// there to say what is meant.
func (s *subject) byImplied(by []int) bool {
	for _, k := range by {
		if k < len(s.Rules) && !s.Rules[k].Implied {
			return false
		}
	}
	return true
}
