// Package change finds the packets whose fate two pipelines may not share.
//
//	azure → pipeline, pipeline → [change] → diff
//
// In: the pipelines of two versions of a design. Out: which nodes, places and
// tables are the same in both, and of each place a set of packets: what it sends
// outside of that set meets the same decisions in both, whatever is unknown.
// Must not know: how Azure behaves, resources beyond their IDs, what is opened
// or closed.
//
// # Why it is sound
//
// Tables are paired by what they stand for. Entries that both lists of a pair
// have in one order, with exits that lead to the same, are common; a packet that
// meets none of the others is decided alike. So two packets that start alike
// part, if at all, at a pair of tables by an entry that is not common, or whose
// action is not the same. From there Sent goes backwards: through exits, through
// rewrites, through known flows, and from the start of an answer to the arrival
// of its opener. A pairing that is poor makes the sets larger, never wrong. It
// does not go where no packet can come from: bounds goes forward once, before it.
package change
