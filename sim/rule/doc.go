// Package rule names the rules of Azure's behaviour that the simulation follows.
//
//	[rule] → azure → pipeline → walk, symbolic → judge → report
//
// In: nothing. Out: a list of rules, each with an id, one sentence, its source
// page and what the simulation does with it. Causes carry the ids, explanations
// print the sentences.
// Must not know: anything else of ours.
package rule
