package ask

import (
	"vnetproof/topology"
	"vnetproof/topology/graph"
	"vnetproof/topology/load"
)

// Validation is what was found on loading a design.
type Validation struct {
	Input *load.Input
	// Full says that the rest was asked for.
	Full bool
	// Islands are the parts of the design that nothing joins, and Hinges the
	// resources without which more of them would be left.
	Islands [][]*topology.Resource
	Hinges  []graph.Hinge
}

// Validate loads a design and says what was found. With full it also looks at
// how the design hangs together, if it could be loaded.
func Validate(o load.Options, full bool) *Validation {
	v := &Validation{Input: load.Read(o), Full: full}
	if full && !v.Input.Diags.HasErrors() {
		g := graph.New(v.Input.Design)
		v.Islands, v.Hinges = g.Islands(), g.Hinges()
	}
	return v
}
