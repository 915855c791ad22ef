package topology

import "vnetproof/topology/source"

// Resource is what all resources have. It is embedded in each type.
type Resource struct {
	ID         ID
	Name       string // last part of the name, as written
	Type       string // "Microsoft.Network/virtualNetworks", as written
	APIVersion string // of the input, as "2024-05-01"; "" where it has none
	Location   string // region, without spaces, lower case
	Tags       []Tag  // in input order
	Pos        source.Pos
	// Incomplete lists the parts that the input names but does not give, such
	// as security rules that only a deployment would compute. What the resource
	// holds of them is then not all of them.
	Incomplete []Incomplete
	// Maybe says why it is not known whether the resource will be there at all;
	// nil for one that will.
	Maybe *Unknown
}

// Incomplete is a part of a resource that is not known: a list of children, say.
type Incomplete struct {
	Property string // path below properties, "securityRules"
	Pos      source.Pos
	Unknown  Unknown
}

// Tag is one Azure resource tag.
type Tag struct{ Key, Value string }

// Tag returns the value of a resource tag; keys compare without regard to case.
func (r *Resource) Tag(key string) (string, bool) {
	for _, t := range r.Tags {
		if ID(t.Key).Equal(ID(key)) {
			return t.Value, true
		}
	}
	return "", false
}

// Base returns the common part of any resource, so that code which only needs
// names and positions can take them all alike.
func (r *Resource) Base() *Resource { return r }

// Node is any resource of a design.
type Node interface{ Base() *Resource }

// Other is a resource whose type is known to exist but not modelled, or a
// setting of a modelled one that is not: a path through it is inconclusive.
type Other struct {
	Resource
	// Irrelevant says that the type has no influence on reachability.
	Irrelevant bool
	// Orphan says that it is a part of a resource which the input does not hold.
	Orphan bool
	// References are the IDs that the resource's properties name, to see what it is attached to.
	References []ID
}

// Ignored is a property that a reader met and the simulation does not use,
// though it could bear on reachability.
type Ignored struct {
	Resource ID
	Property string // path below properties, "ipConfigurations.gatewayLoadBalancer"
	Pos      source.Pos
	Why      string
}

// Unsettled is a property that the input names and does not give. What the
// model makes of it, and even whether it has room for it, is another matter.
type Unsettled struct {
	Resource ID
	Type     string // of the resource
	Property string // path below properties, "ipConfigurations[0].subnet"
	Pos      source.Pos
	Unknown  Unknown
}
