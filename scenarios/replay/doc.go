// Package replay compares what Azure answered with what the simulation says.
//
//	ask → [replay] → report
//
// In: recorded answers of Network Watcher (IP flow verify, next hop, connection
// troubleshoot, security group view) and of effective routes and rules, and a
// loaded design. Out: what each was compared with, and the differences.
// Must not know: engines, formats of output.
package replay
