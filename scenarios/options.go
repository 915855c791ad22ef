package scenarios

import (
	"regexp"
	"time"

	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// Options say what to run.
type Options struct {
	// Paths are suites: files, or folders that are searched for *.scenario.yaml
	// (.yml, .json); none means the working folder.
	Paths []string
	// Load says with what each design is read. Its Paths, if any, are the design in
	// place of those that the suites name.
	Load load.Options
	// Run picks the scenarios whose "suite/name" it matches; nil: all.
	Run *regexp.Regexp
	// FailFast ends the run at the first scenario that fails.
	FailFast bool
	// Strict turns each assumption into a gap.
	Strict bool
	// Budget bounds the work for what one source sends; 0: that of the engine.
	// Past it a statement is inconclusive, whatever the machine.
	Budget int
	// Date is the day for waivers.
	Date time.Time
	// Progress, if set, is told how many of the scenarios are decided. It may be
	// called from several goroutines, one at a time.
	Progress func(done, total int)
}

// InputError is everything wrong with suites and designs: nothing was run, or
// what was run means nothing.
type InputError struct{ Diags *source.Diagnostics }

// Error lists what is wrong.
func (e *InputError) Error() string { return e.Diags.Error() }
