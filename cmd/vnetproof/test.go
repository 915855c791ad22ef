package main

import (
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"vnetproof/scenarios"
	"vnetproof/scenarios/report"
)

// testFlags are those of test alone.
type testFlags struct {
	input    input
	output   output
	run      string
	failFast bool
	diagrams string
	date     string
	budget   int
}

func (a *app) testCommand() *cobra.Command {
	f := &testFlags{}
	c := &cobra.Command{
		Use:   "test [PATH...]",
		Short: "Prove or refute the statements of scenario suites",
		Long: `Runs scenario suites: files named *.scenario.yaml, or folders that are searched
for them, the working folder by default. Each statement about the design is
proved, refuted with a packet that shows it, or inconclusive for a named reason.

A suite says which design it is about; one that does not is about its own
folder; --topology is in place of both.`,
		Example: `  vnetproof test
  vnetproof test suites/ -t network/ --run 'forced tunneling' --diagrams out/`,
		RunE: func(c *cobra.Command, args []string) error { return a.test(c, f, args) },
	}
	f.input.flags(c.Flags())
	f.output.flags(c.Flags(), "text", "json")
	c.Flags().StringVar(&f.run, "run", "", "only scenarios whose suite/name matches `REGEX`")
	c.Flags().BoolVar(&f.failFast, "fail-fast", false, "stop at the first scenario that is refuted")
	budgetFlag(c.Flags(), &f.budget)
	c.Flags().StringVar(&f.diagrams, "diagrams", "", "draw each finding into `DIR`, as DOT and SVG")
	c.Flags().StringVar(&f.date, "date", "", "`DAY` for waivers, as 2027-01-31; today in UTC if absent")
	return c
}

// test runs suites, writes the result and then the diagrams.
func (a *app) test(c *cobra.Command, f *testFlags, paths []string) error {
	if err := f.output.check(c); err != nil {
		return err
	}
	o, err := f.options(c, paths)
	if err != nil {
		return err
	}
	progress := a.progress()
	o.Progress = func(done, total int) { progress.Step("proving", done, total, "scenarios") }
	start := time.Now()
	r, err := scenarios.Run(c.Context(), o)
	progress.Done()
	if err != nil {
		return err
	}
	if a.verbose {
		fmt.Fprintf(a.stderr, "took %.2f s\n", time.Since(start).Seconds())
		for _, d := range r.Designs {
			a.skipped(d.Input.Skipped)
		}
	}
	if f.diagrams != "" {
		if err := a.drawFindings(c.Context(), f.diagrams, r); err != nil {
			return err
		}
	}
	err = a.write(&f.output, formats{
		"text": func(w io.Writer, s report.Style) error { return report.TestText(w, s, r) },
		"json": func(w io.Writer, _ report.Style) error { return report.TestJSON(w, r) },
	})
	if err != nil {
		return err
	}
	return verdict(r.Summary())
}

// options turns flags into what to run.
func (f *testFlags) options(c *cobra.Command, paths []string) (scenarios.Options, error) {
	o := scenarios.Options{Paths: paths, Load: f.input.options(), FailFast: f.failFast, Budget: f.budget}
	o.Date = time.Now().UTC().Truncate(24 * time.Hour)
	if f.run != "" {
		re, err := regexp.Compile(f.run)
		if err != nil {
			return o, usagef(c, "--run: %v", err)
		}
		o.Run = re
	}
	if f.date != "" {
		day, err := time.Parse(time.DateOnly, f.date)
		if err != nil {
			return o, usagef(c, "--date %q is no day; write year-month-day, as in 2027-01-31", f.date)
		}
		o.Date = day
	}
	return o, nil
}

// verdict is the exit code of a run, as an error unless it is 0.
func verdict(s scenarios.Summary) error {
	switch {
	case s.Fail > 0:
		return exitCode(exitRefuted)
	case s.Inconclusive > 0:
		return exitCode(exitInconclusive)
	}
	return nil
}
