// Package ruleset compares first-match rule lists and dissects one: exactly,
// for all packets at once, without a network around them.
//
//	packet → [ruleset] → filter → diff, lint
//
// In: Lists of rules on products of addresses and services, some addresses
// known by Name only. Out: whether two lists are equivalent, else the packets
// that they treat differently, by the two rules that decide; of one list, which
// rules never decide and which change nothing.
// Must not know: Azure, NSGs, firewalls, networks.
//
// # How it proves
//
// A packet is treated differently if and only if it lies in a rule x of one
// list and a rule y of the other, of different outcomes, and in no rule before
// x or before y. So each such pair is a small box, the product that x and y
// share, from which the earlier rules are cut away; what is left is a
// difference, and no other pair finds it again.
//
// Few pairs need cutting. Where the rules of the other list up to y cover x and
// have its outcome, x pairs with rules before y only: the packets of x are
// settled there. A rule that stands in both lists, or was split, is settled
// where its twin or its last piece stands, so lists that mean the same in the
// same order have next to no pairs, and changed lists have those of the change.
// The remaining pairs are found by bit masks over the other list.
//
// All cutting is counted. Lists that were built to defeat it end in ErrBudget,
// at the same count on any machine and any number of cores.
//
// # Names
//
// A Name stands for addresses that the caller does not know, or, as a mark, for
// what no header tells. Each packet end is inside or outside of it, and both are
// tried: what holds, holds whatever the names contain. Source and destination
// are taken to be two addresses.
//
// # Yardsticks
//
//	go test -run '^$' -bench Beside -benchtime 5x ./sim/ruleset
//
// times whole processes on the same rule lists in turns: ours on flat lists,
// vnetproof on ARM templates, the solver z3 and the decision diagrams of rudd.
// All must answer alike. Programs that are not there are left out.
package ruleset
