package pipeline

import "vnetproof/sim/packet"

// Source is where the packets of a question start: a place, and which source
// addresses they bear.
type Source struct {
	Place     PlaceID
	Addresses packet.AddrSet
}

// Target is where the packets of a question should end.
type Target struct {
	Place PlaceID
	// Sent limits the destination address as the source sent it, before any
	// translation: all addresses where any will do, as for a host that may be
	// reached by its own, its public or a load balancer's address.
	Sent packet.AddrSet
	// Addressed are the destination addresses that a statement which demands
	// delivery ranges over: the private addresses of a host asked from inside,
	// the public ones asked from the internet.
	Addressed packet.AddrSet
}

// Step is one decision on a packet's way: the entry of a table that it took.
type Step struct {
	Table TableID
	Entry int  // index into the table's Body.Entries and Causes; meaningless if Known
	Known bool // the answer to a remembered flow took the state's Known action
	// Way is the number of the way taken of a Split, else 0.
	Way int
}
