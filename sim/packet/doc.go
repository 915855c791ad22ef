// Package packet says what one packet is and how a condition on packets is written.
//
//	[packet] → packetset, pipeline → azure, walk, symbolic
//
// In: addresses, ports, protocols, and the traffic words that users write.
// Out: Packet and Match, and the small sets a Match is made of: ProtocolSet,
// PortSet, AddrSet, Service. Sets are immutable and canonical: equal sets have
// equal forms. All values are safe for concurrent use.
// Must not know: networks, Azure, or sets of whole packets.
package packet
