// Package generate writes designs: random small ones for tests, big ones with known truth for scale.
//
//	[generate] → native → decode → topology
//
// In: a source of choices. Out: the text of a native design and of its facts,
// without errors, but with every kind of doubt that a design may hold.
// Must not know: readers, the model, packets.
package generate
