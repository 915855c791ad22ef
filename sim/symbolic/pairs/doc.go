// Package pairs proves all pairs of places at once.
//
//	pipeline → [pairs] → matrix, judge
//
// In: a Pipeline, and from where, or a Question. Out: for each source what
// arrives for certain and is answered, as tiles (sources × destinations ×
// services at a place), and what it leaves to symbolic, exactly; or an Answer.
// Must not know: how Azure behaves, selectors, formats.
//
// # How it works
//
// The cost is that of distinct policies, not of paths. Sets of services are
// lists of intervals on one line, interned, so that what was met once is met by
// a look at a memo. Each body has classes of source addresses of its own; those
// with equal entries share a row, and a row of a body is painted once over its
// destinations. A source follows the tables with runs of destinations. Of the
// answer only the way back matters as long as every stateful table on it knows
// the flow: that way, a trail of states, is worked out once per route table.
// A translation of the source to the same addresses for all is gone through:
// what follows has one source, and its answer comes back by the ways to each
// translation in turn.
//
// What an uncertain entry may take goes each of the ways that it may, with the
// gaps for which it is uncertain, and so does what it leaves. In the end what may
// arrive is compared with what may fail, or arrive elsewhere: what arrives at one
// place by all ways is certain.
//
// A Question is answered by the same: the tiles tell which packets matter, and
// symbolic.Follow by which path each of those goes. An Engine keeps forms,
// profiles and ways for the next question.
//
// # Budget
//
// The work of a source is counted as if nothing were kept: what is painted, met
// and left. So which sources overrun depends on neither cores nor order.
//
// # What it leaves
//
// Packets, never whole questions, are left: those that a rewrite of
// destinations or by shifts, a split or an unknown action takes, that come to a
// table again, that were translated to several addresses which tables send
// different ways, or whose answer meets an uncertain entry, a table that has not
// seen the flow, unless that lets all pass, or one that looks at the answer's
// source. They are followed by symbolic.Follow, in all that may become of them,
// one search per source; Result counts them. IPv6 is left as a whole.
//
// That is not cheap yet for what goes to the front ends of load balancers, which
// split it: an estate of 20 spokes, 10 subnets each, with translation and one rule
// of a hundred unknown takes 2.7 times the processor of the plain one.
package pairs
