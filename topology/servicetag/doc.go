// Package servicetag reads the address ranges that Azure publishes for its
// service tags.
//
//	bytes → tree → [servicetag] → decode → topology
//
// In: a published ServiceTags_*.json, or what `az network list-service-tags`
// prints. Out: the ranges of each tag, with the cloud and the number of the
// edition that they are of.
// Must not know: rules that name tags, where ranges are looked up.
package servicetag
