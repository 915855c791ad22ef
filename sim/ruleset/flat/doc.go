// Package flat reads and writes rule lists in the flat form in which tools that
// compare them exchange yardsticks.
//
//	bytes → [flat] → ruleset
//
// In: one rule a line, in the order in which they are tried:
//
//	allow tcp 167772160 167837695 0 65535 0 4294967295 443 443
//
// that is the action, the protocol (tcp, udp, icmp, *), then first and last of
// source addresses, source ports, destination addresses and destination ports,
// as decimal numbers, IPv4 only. Where no rule matches, the packet is denied.
// Out: a ruleset.List.
// Must not know: Azure, other forms of rules.
package flat
