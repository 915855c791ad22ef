package scenarios

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vnetproof/scenarios/judge"
	"vnetproof/scenarios/suite"
	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// Run reads the suites, loads and compiles their designs, and decides each
// statement. Wrong input is an *InputError with all that can be found.
func Run(ctx context.Context, o Options) (*Result, error) {
	r := &run{ctx: ctx, opts: &o, diags: &source.Diagnostics{}, designs: map[string]*Design{}, result: &Result{}}
	files := readSuites(o.Paths, r.diags)
	r.load(files)
	if r.diags.HasErrors() {
		return nil, &InputError{r.diags}
	}
	if err := r.compile(); err != nil {
		return nil, err
	}
	r.find()
	if r.diags.HasErrors() {
		return nil, &InputError{r.diags}
	}
	if err := r.decide(); err != nil {
		return nil, err
	}
	if r.diags.HasErrors() {
		return nil, &InputError{r.diags}
	}
	return r.result, nil
}

// run is one run while it goes on.
type run struct {
	ctx     context.Context
	opts    *Options
	diags   *source.Diagnostics
	designs map[string]*Design // by paths
	result  *Result
	jobs    []*job
}

// job is one scenario to decide.
type job struct {
	of     *SuiteResult
	result *ScenarioResult
	ends   judge.Case
	err    error
}

// load loads each distinct design once and picks the scenarios to run.
func (r *run) load(files []suiteFile) {
	matched := 0
	for _, f := range files {
		s := &SuiteResult{Suite: f.suite}
		for _, sc := range f.suite.Scenarios {
			if r.opts.Run == nil || r.opts.Run.MatchString(f.suite.Name+"/"+sc.Name) {
				s.Results = append(s.Results, &ScenarioResult{Scenario: sc})
			}
		}
		if matched += len(s.Results); len(s.Results) == 0 {
			continue
		}
		s.Design = r.design(f.topologyOf(r.opts, r.diags))
		r.result.Suites = append(r.result.Suites, s)
	}
	if matched == 0 && len(files) > 0 && !r.diags.HasErrors() {
		r.diags.Add(source.Diagnostic{Severity: source.Error, Code: "matches-nothing",
			Message: fmt.Sprintf("no scenario matches %q", r.opts.Run), Hint: "it is matched against suite/name"})
	}
}

// design returns the design of some paths.
func (r *run) design(paths []string) *Design {
	key := strings.Join(paths, "\n")
	if d := r.designs[key]; d != nil || len(paths) == 0 {
		return d
	}
	o := r.opts.Load
	o.Paths = paths
	d := &Design{Input: load.Read(o)}
	r.diags.Append(d.Input.Diags)
	r.designs[key] = d
	r.result.Designs = append(r.result.Designs, d)
	return d
}

// compile makes the simulation of each design, which must know the service tags
// that its scenarios name.
func (r *run) compile() error {
	tags := map[*Design][]string{}
	for _, s := range r.result.Suites {
		for _, sc := range s.Results {
			tags[s.Design] = append(tags[s.Design], endpoint.Services(selectors(sc.Scenario)...)...)
		}
	}
	for _, d := range r.result.Designs {
		s, err := sim.New(d.Input.Design, sim.Options{Strict: r.opts.Strict, Services: tags[d]})
		if err != nil {
			return err
		}
		d.Simulation, d.Names = s, endpoint.NewNames(s.Design, s.Pipeline, s.Network.StandsFor)
		d.resolver = endpoint.NewResolver(s.Design, s.Network)
	}
	return nil
}

// selectors lists all selectors of a scenario.
func selectors(sc *suite.Scenario) []endpoint.Selector {
	list := []endpoint.Selector{sc.From.Selector, sc.To.Selector}
	for _, v := range sc.Via {
		list = append(list, v.Selector)
	}
	return list
}

// find finds what the selectors of all scenarios mean.
func (r *run) find() {
	for _, s := range r.result.Suites {
		for _, sc := range s.Results {
			j := &job{of: s, result: sc, ends: judge.Case{Scenario: sc.Scenario}}
			if r.ends(j) {
				r.jobs = append(r.jobs, j)
			}
		}
	}
}

// ends finds both ends and the hops of one scenario. It reports false where
// one of them matches nothing though that is allowed: nothing is to be decided.
func (r *run) ends(j *job) bool {
	resolver, c := j.of.Design.resolver, &j.ends
	for _, via := range c.Via {
		hops, err := resolver.Hops(via.Selector)
		r.diags.Append(via.Report(err, ""))
		c.Hops = append(c.Hops, hops)
	}
	pairs, err := resolver.Pairs(c.From.Selector, c.To.Selector)
	c.Pairs = pairs
	list, _ := err.(endpoint.Errors)
	switch {
	case len(list) == 0:
		return true
	case c.AllowEmpty && list.AllEmpty():
		r.allow(j, list[0].Text+" matches nothing")
		return false
	}
	for _, s := range []suite.Selector{c.From, c.To} {
		own := slices.DeleteFunc(slices.Clone(list), func(e *endpoint.Error) bool { return e.Text != s.Text })
		r.diags.Append(s.Report(own, ""))
	}
	return false
}

// allow lets a scenario without anything to decide pass.
func (r *run) allow(j *job, note string) {
	j.result.Status = Pass
	if j.result.Decision == nil {
		j.result.Decision = &judge.Decision{Verdict: judge.Proved}
	}
	j.result.Decision.Notes = append(j.result.Decision.Notes, note)
}
