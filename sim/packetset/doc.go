// Package packetset computes with exact sets of packets.
//
//	packet → [packetset] → symbolic
//
// In: the products that table entries match on. Out: Set and ServiceSet with
// the verbs of sets, as few disjoint boxes for reports, and a packet that
// stands for a set. Sets are immutable, canonical and safe for concurrent use:
// the order of the operations that led to one leaves no trace.
// Must not know: networks, Azure, pipelines.
package packetset
