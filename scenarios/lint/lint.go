package lint

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/filter"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
	"vnetproof/topology"
)

// Check is one thing that is looked for.
type Check struct {
	Name string // stable, kebab-case: the Code of its findings
	Doc  string // what it is and what to do about it, with an example
	find func(*subject) []*finding.Finding
}

// Checks returns all checks, in the order in which their findings are listed.
func Checks() []*Check { return []*Check{shadowedRule, redundantRule} }

// Lookup returns the check of that name, or nil.
func Lookup(name string) *Check {
	for _, c := range Checks() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// subject is one filter, with what each of its rules is good for.
type subject struct {
	*filter.Filter
	standings []standing // by rule as written
}

// standing is what a rule is good for, and because of which others.
type standing struct {
	use ruleset.Use
	by  []int // rules as written
}

// Result is what all checks found.
type Result struct {
	Findings []*finding.Finding
	Filters  int // how many rule lists were looked at
	Rules    int // how many rules
	// Families are the address families that a network or rule of the design has.
	Families []packet.Family
	// Gaps are why some lists could not be looked at.
	Gaps []*pipeline.Gap
	// TooBig are lists that were given up, with the budget spent.
	TooBig []string
}

// Options limit the work.
type Options struct {
	Budget int64 // of each rule list; 0: that of ruleset
}

// Run runs all checks on a design. An error is that of ctx.
func Run(ctx context.Context, d *topology.Design, o Options) (*Result, error) {
	names := filter.NewNames()
	out := &Result{Families: filter.Families(d)}
	for _, f := range filter.Of(d, names) {
		own := ownRules(f)
		if own == 0 {
			continue
		}
		out.Filters++
		out.Rules += own
		if len(f.Gaps) > 0 {
			out.Gaps = append(out.Gaps, f.Gaps...)
			continue
		}
		s, err := inspect(ctx, f, ruleset.Options{Budget: o.Budget, Families: out.Families, Fixed: impliedParts(f)})
		if errors.Is(err, ruleset.ErrBudget) {
			out.TooBig = append(out.TooBig, title(f))
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, c := range Checks() {
			out.Findings = append(out.Findings, c.find(s)...)
		}
	}
	return out, nil
}

// ownRules counts the rules that somebody wrote.
func ownRules(f *filter.Filter) int {
	n := 0
	for _, r := range f.Rules {
		if !r.Implied {
			n++
		}
	}
	return n
}

func inspect(ctx context.Context, f *filter.Filter, o ruleset.Options) (*subject, error) {
	parts, err := ruleset.Inspect(ctx, f.List, o)
	if err != nil {
		return nil, err
	}
	s := &subject{f, make([]standing, len(f.Rules))}
	for k, part := range parts {
		s.standings[f.Origins[k]].join(f, part)
	}
	return s, nil
}

// impliedParts counts the rules of the list that Azure itself puts at its end.
func impliedParts(f *filter.Filter) int {
	n := 0
	for _, origin := range f.Origins {
		if f.Rules[origin].Implied {
			n++
		}
	}
	return n
}

// join takes in one of the rules that a rule as written makes: it is needed if
// any of them is.
func (s *standing) join(f *filter.Filter, part ruleset.Standing) {
	rank := [...]int{ruleset.UseUnset: 0, ruleset.Void: 1, ruleset.Shadowed: 2, ruleset.Redundant: 3, ruleset.Needed: 4}
	if rank[part.Use] > rank[s.use] {
		s.use = part.Use
	}
	for _, k := range part.By {
		by := len(f.Rules) // the default
		if k < len(f.Origins) {
			by = f.Origins[k]
		}
		s.by = appendNew(s.by, by)
	}
}

func appendNew(list []int, n int) []int {
	for _, m := range list {
		if m == n {
			return list
		}
	}
	return append(list, n)
}

// title names a filter: "nsg web-nsg, inbound".
func title(f *filter.Filter) string {
	text := f.Kind.String() + " " + f.Name
	if f.Direction != topology.DirectionUnset {
		text += ", " + strings.ToLower(f.Direction.String())
	}
	return text
}

// cause returns the cause of a rule as written, by number.
func (s *subject) cause(rule int) *pipeline.Cause {
	if rule < len(s.Rules) {
		return s.Rules[rule].Cause()
	}
	return s.Cause(len(s.Origins))
}

// reasons names the rules because of which a rule is not needed.
func (s *subject) reasons(by []int, does string) []finding.Reason {
	var out []finding.Reason
	for _, k := range by {
		c := s.cause(k)
		out = append(out, finding.Reason{Text: does + " " + name(c), Pos: c.Pos})
	}
	return out
}

// name is a rule with its priority: "any-in (100, Allow)".
func name(c *pipeline.Cause) string {
	switch f := c.Filter; {
	case f.Priority > 0:
		return fmt.Sprintf("%s (%d, %s)", f.Name, f.Priority, f.Access)
	case f.Access != topology.AccessUnset:
		return fmt.Sprintf("%s (%s)", f.Name, f.Access)
	}
	return c.Filter.Name
}

// contradicts tells whether one of the rules does something else than rule i.
func (s *subject) contradicts(i int, by []int) bool {
	for _, k := range by {
		if s.cause(k).Filter.Access != s.cause(i).Filter.Access {
			return true
		}
	}
	return false
}
