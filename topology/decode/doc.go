// Package decode turns ARM-shaped resources into the design they describe.
//
//	tree → [decode] → topology → sim
//
// In: one resource object at a time, in any order, children nested or apart.
// Out: a Design with its links resolved, and diagnostics for all that is wrong,
// unknown or doubtful in it. Alone knows ARM's property names.
// Must not know: file formats, packets, how Azure forwards.
package decode
