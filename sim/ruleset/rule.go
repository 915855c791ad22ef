package ruleset

import "vnetproof/sim/packet"

// Outcome is what a list does with a packet that a rule decides. Its numbers
// are the caller's: equal ones are the same treatment.
type Outcome uint32

// Rule is a condition and what happens to packets that meet it.
type Rule struct {
	// Match holds the known addresses and the service. A nil part is any,
	// unless names are given for that end.
	packet.Match
	// SrcNames and DstNames are sets that belong to that end as well.
	SrcNames, DstNames []*Name
	// Marks limit the rule to packets that are in one of these sets, by something
	// that is not in their header: the name that a request asks for. None is no limit.
	Marks   []*Name
	Outcome Outcome
}

// List is rules in the order in which they are tried. Of those that match the
// first decides; Default is the outcome where none does. Rules are numbered
// from 0; len(Rules) stands for the default.
type List struct {
	Rules   []Rule
	Default Outcome
}

// Name is a set of addresses, or of packets where it is a mark, of which little
// is known. The pointer is its identity: the same Name in two lists is the same
// set. The zero value but for Text is a set that may hold anything.
type Name struct {
	Text string
	// Within are sets that hold all of this one.
	Within []*Name
	// Apart are sets that share no address with this one.
	Apart []*Name
	// Least are addresses that it certainly holds.
	Least packet.AddrSet
	// Most are the only addresses that it may hold; nil is all.
	Most *packet.AddrSet
	// Varies says that it holds other addresses at other places: a difference
	// that some contents of it show is a difference. Of a name that does not
	// vary the contents are only not known.
	Varies bool
}
