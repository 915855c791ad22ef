// Package scenarios runs suites against designs: it is the only conductor.
//
//	suite, load, sim, endpoint, judge → [scenarios] → report, diagram
//
// In: which suites, which designs, which of their statements. Out: a Result
// with a decision on each, in the order of the files. Designs that several
// suites share are loaded and compiled once; statements are judged side by side
// and come out in the same order however many cores there are.
// Must not know: how packets move, how a verdict is found, formats.
package scenarios
