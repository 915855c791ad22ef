package azure

import "vnetproof/topology"

// CompileUnshared compiles with routes of its own for each subnet.
func CompileUnshared(d *topology.Design, o Options) (*Network, error) {
	c := newCompiler(d, o)
	c.unshared = true
	return c.compile()
}
