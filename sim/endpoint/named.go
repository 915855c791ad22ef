package endpoint

import (
	"vnetproof/sim/packet"
	"vnetproof/topology"
)

// Named is one name as answers use it, and the addresses meant of it.
type Named struct {
	Name      string      // "app/batch", "web1", "any public address"
	Resource  topology.ID // "" where it is none, as the internet
	Addresses packet.AddrSet
	Whole     bool // all addresses that the name has
	// Space is what to print for a whole subnet, or all planned hosts of one: its
	// prefixes, of which Addresses lack those that Azure keeps. Empty for others.
	Space packet.AddrSet
}
