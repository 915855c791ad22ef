// Package arm reads ARM templates, as written by hand, compiled from Bicep or
// exported from Azure.
//
//	bytes → tree → [arm] → tree (ARM-shaped) → decode → topology
//
// In: a template's document, parameters files, --set values. Out: one object
// per resource with its full ID, type and name, all expressions evaluated.
// Evaluation is lazy; what only a deployment knows becomes an Unknown that says
// why. Where a template asks where it is deployed, fixed names stand in:
// Options says which.
// Must not know: what resource types mean, packets, the network.
package arm
