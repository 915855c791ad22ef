// Package sim is the face of the simulation: a design in, answers out.
//
//	topology → [sim: azure → pipeline → walk, symbolic] → judge → report
//
// In: a Design, and questions in places, addresses and packets. Out: traces,
// answers, effective routes and rules. Of each flow that the symbolic engine
// finds one packet is walked before the answer is given: engines that disagree
// are an error, never a result.
// Must not know: selectors, statements, verdicts on them, formats.
package sim
