// Package dns says which addresses a name has, asked from a place of the design.
//
//	topology, azure → [dns] → endpoint → scenarios
//
// In: a Design, its compiled Network and a name. Out: an Answer: addresses, or
// why there are none, and each step that led there, with what decided it.
// Must not know: engines, selectors; whether a server can be reached it asks
// its caller.
package dns
