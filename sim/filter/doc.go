// Package filter holds the filters of a design one by one, as rule lists that
// judge alike wherever they are attached.
//
//	topology, azure → [filter] → ruleset → diff, lint
//
// In: a design. Out: its NSGs, admin rule collections and firewall policies as
// ruleset.Lists, with the Cause of each rule; what tags, groups and names mean
// is left open, so what holds of a list holds at every place.
// Must not know: pipelines, packet sets, what is asked of the lists.
package filter
