// Package azure says how Azure moves a packet: it compiles a design to a pipeline.
//
//	topology → [azure] → pipeline → walk, symbolic → judge → report
//
// In: a Design. Out: a Network: the pipeline that both engines read, where the
// resources are in it, and the effective routes and rules of each subnet and
// NIC as Network Watcher lists them.
// Must not know: engines, sets of whole packets, selectors, verdicts.
//
// # Stages
//
// Compile runs the stages of registry.go in order. Each kind of resource is one
// file that takes part in the stages which concern it:
//
//	holders    make nodes, places and reserved tables, and claim addresses
//	           of subnets and public addresses
//	allocate   gives every claim its address
//	routes     collects each subnet's candidate routes and selects among them
//	wire       fills the tables that were reserved, in any order
//	deliver    fills each VNet's delivery table and the public edge
//
// A packet's way is NIC (origin, filters out) → route table of the subnet →
// next hop: the delivery table of a VNet, a holder, the outbound table of the
// subnet → public edge, a gateway.
package azure
