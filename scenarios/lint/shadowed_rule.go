package lint

import (
	"vnetproof/scenarios/finding"
	"vnetproof/sim/ruleset"
)

const shadowedRuleName = "shadowed-rule"

var shadowedRule = &Check{
	Name: shadowedRuleName,
	Doc: `A rule that never decides: every packet that it matches is decided by rules
before it, or it matches none at all. Where those rules do the opposite, the rule
does not do what its author meant: move it up, or narrow what stands before it.
Where they do the same, it can go.

  - {name: any-in, priority: 100, access: Allow, source: 10.1.0.0/16, ...}
  - {name: ssh-in, priority: 110, access: Deny, source: 10.1.1.0/24, ...}   # never denies

Several rules together may shadow one. Tags and groups are taken as sets of
which nothing is known but their names, so what is reported holds at every place.`,
	find: findShadowed,
}

func findShadowed(s *subject) []*finding.Finding {
	var out []*finding.Finding
	for i, st := range s.standings {
		if s.Rules[i].Implied || st.use != ruleset.Shadowed && st.use != ruleset.Void {
			continue
		}
		c := s.cause(i)
		f := &finding.Finding{Code: shadowedRuleName, Severity: finding.Low, Pos: c.Pos, Resource: c.Resource, DecidedBy: c,
			Message: title(s.Filter) + ": rule " + name(c) + " never decides"}
		switch {
		case st.use == ruleset.Void:
			f.Message += ": it matches no packet"
		case s.contradicts(i, st.by):
			f.Severity = finding.Medium
			f.Message += ", and rules before it do the opposite"
		}
		f.Because = s.reasons(st.by, "its packets are decided by")
		out = append(out, f)
	}
	return out
}
