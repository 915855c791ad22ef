// Package matrix says who may talk to whom, and on what.
//
//	sim, endpoint → [matrix] → report, diagram
//
// In: a compiled design and a way to group its hosts. Out: a Matrix: for each
// pair of groups, sites and the internet the traffic that at least one address
// of one may send to one of the other, delivered or one way, with equal sets
// and equal rows kept once.
// Must not know: statements, formats.
package matrix
