package scenarios

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"vnetproof/scenarios/judge"
	"vnetproof/topology/source"
)

// decide judges the jobs on all cores; one after the other where the first
// failure ends the run.
func (r *run) decide() error {
	workers := runtime.GOMAXPROCS(0)
	if r.opts.FailFast {
		workers = 1
	}
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	queue := make(chan *job)
	done := r.progress()
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for j := range queue {
				if j.err = r.judge(ctx, j); j.err != nil || r.opts.FailFast && j.result.Status == Fail {
					cancel()
				}
				done()
			}
		})
	}
	r.feed(ctx, queue)
	wait.Wait()
	return r.sum()
}

// feed hands out the jobs in order until the run is over.
func (r *run) feed(ctx context.Context, queue chan<- *job) {
	defer close(queue)
	for _, j := range r.jobs {
		if ctx.Err() != nil {
			return
		}
		select {
		case queue <- j:
		case <-ctx.Done():
			return
		}
	}
}

// progress returns what is called for each decided scenario.
func (r *run) progress() func() {
	var mu sync.Mutex
	decided := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		decided++
		if r.opts.Progress != nil {
			r.opts.Progress(decided, len(r.jobs))
		}
	}
}

// judge decides one scenario.
func (r *run) judge(ctx context.Context, j *job) error {
	s := j.of.Design.Simulation
	court := &judge.Judge{Design: s.Design, Pipeline: s.Pipeline, Names: j.of.Design.Names, Reach: s.Reach, Trace: s.Trace, Budget: r.opts.Budget}
	d, err := court.Decide(ctx, j.ends)
	if err != nil {
		return err
	}
	j.result.Decision, j.result.Status = d, statusOf(d.Verdict, j.ends.Waive, r.opts.Date)
	j.result.noteWaiver()
	return nil
}

// noteWaiver says of a waiver that it has ended, or that nothing needs it.
func (s *ScenarioResult) noteWaiver() {
	switch {
	case s.Waive == nil:
	case s.Status == Fail:
		s.Decision.Notes = append(s.Decision.Notes, fmt.Sprintf("the waiver ended on %s: %s", s.Waive.Until.Format(time.DateOnly), s.Waive.Reason))
	case s.Status == Pass:
		s.Decision.Notes = append(s.Decision.Notes, "the waiver is not needed")
	}
}

// sum reports the first error in the order of the files, and statements that
// turned out to ask nothing, and drops what was not run.
func (r *run) sum() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	for _, j := range r.jobs {
		if j.err != nil && !errors.Is(j.err, context.Canceled) {
			return fmt.Errorf("%s: %w", j.result.Pos, j.err)
		}
	}
	for _, j := range r.jobs {
		if d := j.result.Decision; d != nil && d.Empty {
			r.nothingAsked(j)
		}
	}
	for _, s := range r.result.Suites {
		s.Results = r.dropNotRun(s.Results)
	}
	return nil
}

func (r *run) nothingAsked(j *job) {
	const why = "is asked to send nothing: both ends are one host, or share no address family"
	if j.ends.AllowEmpty {
		r.allow(j, j.ends.From.Text+" "+why)
		return
	}
	r.diags.Add(source.Diagnostic{Severity: source.Error, Code: "matches-nothing", Pos: j.result.To.Value.Pos, Width: j.result.To.Value.Width,
		Message: j.ends.From.Text + " → " + j.ends.To.Text + " asks nothing: both ends are one host, or share no address family",
		Hint:    "name other ends, or write allowEmpty: true where that is meant"})
}

func (r *run) dropNotRun(list []*ScenarioResult) []*ScenarioResult {
	var out []*ScenarioResult
	for _, s := range list {
		if s.Status == StatusUnset {
			r.result.NotRun++
		} else {
			out = append(out, s)
		}
	}
	return out
}
