package decode

import (
	"strings"

	"vnetproof/topology"
)

// noteUnnamed remembers that there is a resource of a type whose name is not
// known: a link that leads nowhere may mean it.
func (d *Decoder) noteUnnamed(resourceType string, u topology.Unknown) {
	key := strings.ToLower(resourceType)
	if _, ok := d.unnamed[key]; !ok {
		d.unnamed[key] = u
	}
}

// mayBeUnnamed returns why an ID that nothing bears may be that of a resource
// in the input: one of its type, or of a type above it, whose name is not known.
func (d *Decoder) mayBeUnnamed(id topology.ID) *topology.Unknown {
	if parent := d.design.ByID(id.Parent()); parent != nil && len(parent.Base().Incomplete) > 0 {
		part := parent.Base().Incomplete[0]
		return &topology.Unknown{Why: "it may be in " + part.Property + " of " + parent.Base().ID.Path() + ", which is not all known: " + part.Unknown.Why, Supply: part.Unknown.Supply}
	}
	for len(d.unnamed) > 0 && id.Type() != "" {
		if u, ok := d.unnamed[strings.ToLower(id.Type())]; ok {
			return &topology.Unknown{Why: "it may be the " + nounOf(id.Type()) + " whose name is not known: " + u.Why, Supply: u.Supply}
		}
		parent := id.Parent()
		if parent == id {
			break
		}
		id = parent
	}
	return nil
}

// unnamedParents notes at resources that they may have a child which found no
// parent: because its own name is not known, or because theirs is not.
func (d *Decoder) unnamedParents(r *topology.Resource) {
	kind := r.Type[strings.LastIndexByte(r.Type, '/')+1:]
	lost := isUnnamed(r.ID)
	for id := r.ID.Parent(); id.Type() != ""; id = id.Parent() {
		found := false
		for _, n := range d.design.All {
			p := n.Base()
			if _, isOther := n.(*topology.Other); isOther {
				continue
			}
			if topology.ID(p.Type).Equal(topology.ID(id.Type())) && p != r && (lost || isUnnamed(p.ID)) {
				found = true
				d.lackChild(p, r, kind)
			}
		}
		if found || id.Parent() == id {
			return
		}
	}
}

// lackChild notes that a resource may have a child.
func (d *Decoder) lackChild(p, child *topology.Resource, kind string) {
	u := topology.Unknown{Why: "whether " + nounOf(child.Type) + " " + child.Name + " belongs to it is not known", Supply: "give the names of both"}
	p.Incomplete = append(p.Incomplete, topology.Incomplete{Property: kind, Pos: child.Pos, Unknown: u})
	d.design.Unsettled = append(d.design.Unsettled, topology.Unsettled{Resource: p.ID, Type: p.Type, Property: kind, Pos: child.Pos, Unknown: u})
}

func isUnnamed(id topology.ID) bool { return strings.Contains(string(id), "/"+unnamedPrefix) }
