// Package terraform reads Terraform plans and states of the Azure providers.
//
//	bytes → tree → [terraform] → tree (ARM-shaped) → decode → topology
//
// In: the document of `terraform show -json`, of a plan or a state, or a
// .tfstate file, and the .tf files beside it, which tell places. Out: one
// object per Azure resource with its full ID; associations and separate rules
// are moved into the resources that they change. A table per type says which
// attribute is which ARM property, a file per family of types. Where only Azure
// knows an ID, one is made up from names. What a plan knows only after apply is
// followed through the configuration's expressions, and else is an Unknown that
// says why.
// Must not know: what ARM's properties mean, packets, the network.
package terraform
