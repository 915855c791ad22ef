// Package topology holds an Azure network design as plain linked data.
//
//	bytes → native, arm, terraform, export → tree → decode → [topology] → sim → scenarios
//
// In: what decode hands over, once, in Azure's own names and spellings. Out: a
// Design whose resources are found by ID and whose links are resolved; a link
// that leads out of the input stays, dangling and named.
// Must not know: file formats, packets, how Azure forwards.
package topology
