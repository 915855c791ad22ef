package terraform

import (
	"vnetproof/topology/tree"
)

// readStored gathers the instances of a .tfstate file. A deposed instance is
// one that has been replaced and will be destroyed.
func (r *reader) readStored(root *tree.Node) {
	for _, n := range root.Get("resources").List() {
		module := n.Get("module").Str()
		for _, one := range n.Get("instances").List() {
			if one.Get("deposed") != nil {
				continue
			}
			i := r.describe(n, module)
			i.key = indexOf(one.Get("index_key"))
			i.address = under(module, i.name+i.key)
			i.values, i.whole = one.Get("attributes"), true
			i.pos = one.Where()
			if flat := one.Get("attributes_flat"); i.values == nil && flat != nil {
				i.values = tree.NewUnknown(flat.Pos, "the state stores this resource as Terraform 0.11 did", "refresh the state with a newer Terraform")
			}
			r.enter(i, nil)
		}
	}
}
