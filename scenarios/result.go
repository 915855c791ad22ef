package scenarios

import (
	"time"

	"vnetproof/scenarios/judge"
	"vnetproof/scenarios/suite"
	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/topology/load"
)

// Result is what a run found.
type Result struct {
	Suites []*SuiteResult // by file
	// Designs are the distinct designs, in the order in which suites name them.
	Designs []*Design
	// NotRun counts the scenarios that FailFast left out.
	NotRun int
}

// Design is one loaded and compiled design.
type Design struct {
	Input      *load.Input
	Simulation *sim.Simulation
	Names      *endpoint.Names
	resolver   *endpoint.Resolver
}

// SuiteResult is one suite and what was found of its scenarios.
type SuiteResult struct {
	*suite.Suite
	Design  *Design
	Results []*ScenarioResult
}

// ScenarioResult is one statement and the decision on it.
type ScenarioResult struct {
	*suite.Scenario
	Status   Status
	Decision *judge.Decision
}

// Status is what a run says of a scenario.
type Status uint8

const (
	StatusUnset Status = iota
	Pass
	Fail
	Inconclusive
	Waived
)

// String returns the contract's word.
func (s Status) String() string {
	return [...]string{"", "pass", "fail", "inconclusive", "waived"}[s]
}

// statusOf returns what a verdict means on a day, under a scenario's waiver.
func statusOf(v judge.Verdict, w *suite.Waiver, day time.Time) Status {
	switch {
	case v == judge.Proved:
		return Pass
	case v == judge.Inconclusive:
		return Inconclusive
	case w.Excuses(day):
		return Waived
	}
	return Fail
}

// Summary counts scenarios by status.
type Summary struct{ Pass, Fail, Inconclusive, Waived int }

// Summary counts the scenarios of all suites.
func (r *Result) Summary() Summary {
	var sum Summary
	for _, s := range r.Suites {
		sum = sum.add(s.Summary())
	}
	return sum
}

// Summary counts the scenarios of one suite.
func (s *SuiteResult) Summary() Summary {
	var sum Summary
	for _, r := range s.Results {
		switch r.Status {
		case Pass:
			sum.Pass++
		case Fail:
			sum.Fail++
		case Inconclusive:
			sum.Inconclusive++
		case Waived:
			sum.Waived++
		}
	}
	return sum
}

func (s Summary) add(o Summary) Summary {
	return Summary{s.Pass + o.Pass, s.Fail + o.Fail, s.Inconclusive + o.Inconclusive, s.Waived + o.Waived}
}
