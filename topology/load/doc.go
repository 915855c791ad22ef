// Package load turns files and folders into one design.
//
//	bytes → [load] → tree → native, arm, terraform, export → decode → topology
//
// In: the paths that a user names: files, folders, globs. Out: the design of
// them all, everything that is wrong with them, and what each file held. The
// format of a file is found by its content.
// Must not know: what a format or a resource means.
package load
