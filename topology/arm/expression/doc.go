// Package expression reads the expressions of ARM templates.
//
//	arm → [expression] → arm
//
// In: the text of a template's string. Out: what it calls and fetches, with
// offsets for messages.
// Must not know: what functions there are, templates, values.
package expression
