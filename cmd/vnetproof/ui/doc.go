// Package ui knows the terminal and the files that a command writes to.
//
//	flags → [ui] → cmd → scenarios
//
// In: streams, paths, the environment. Out: whether to colour and how wide to
// write, progress on a terminal's stderr, files that are whole or not there.
// Must not know: results, formats, Azure.
package ui
