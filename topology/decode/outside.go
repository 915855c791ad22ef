package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// standIn makes a VNet of which the input holds only children. Its address
// space is not known, nor what else it has.
func (d *Decoder) standIn(id topology.ID, child *topology.Resource) topology.Node {
	u := topology.Unknown{Why: "the virtual network is not in the input, only a part of it", Supply: "add it, or its export, to the topology"}
	v := &topology.VirtualNetwork{Resource: topology.Resource{ID: id, Name: id.Name(), Type: id.Type(), Pos: child.Pos, Location: child.Location}}
	v.AddressPrefixes = topology.NotKnown[[]netip.Prefix](u, child.Pos)
	for _, part := range []string{"subnets", "virtualNetworkPeerings"} {
		v.Incomplete = append(v.Incomplete, topology.Incomplete{Property: part, Pos: child.Pos, Unknown: u})
	}
	d.enter(v)
	d.design.VirtualNetworks = append(d.design.VirtualNetworks, v)
	d.unknown(source.Diagnostic{Code: "outside-input", Pos: child.Pos, Hint: u.Supply,
		Message: fmt.Sprintf("%s belongs to virtual network %s, which is not in the input", label(child), id.Path())})
	return v
}

// orphan keeps a child whose parent the input does not hold: what belongs to
// something that this design does not describe.
func (d *Decoder) orphan(r *topology.Resource) {
	parent := r.ID.Parent()
	x := &topology.Other{Resource: *r, Orphan: true}
	d.replaced[r] = true
	if isUnnamed(r.ID) || d.mayBeUnnamed(parent) != nil {
		defer d.unnamedParents(r)
	}
	if d.enter(x) {
		d.design.Others = append(d.design.Others, x)
	}
	if strings.HasPrefix(parent.Name(), unnamedPrefix) {
		return // told by its own name
	}
	d.unknown(source.Diagnostic{Code: "outside-input", Pos: r.Pos,
		Message: fmt.Sprintf("%s belongs to %s %s, which is not in the input", label(r), nounOf(parent.Type()), parent.Path())})
}

// unknown lists something that the input does not give.
func (d *Decoder) unknown(f source.Diagnostic) {
	f.Severity = source.Unknown
	d.unknowns = append(d.unknowns, f)
}

// tellUnknowns adds the unknowns to the diagnostics, but for those that are
// only the echo of an error at the same place.
func (d *Decoder) tellUnknowns() {
	wrong := map[source.Pos]bool{}
	for _, f := range d.diags.to.Sorted() {
		wrong[f.Pos] = wrong[f.Pos] || f.Severity == source.Error
	}
	for _, f := range d.unknowns {
		if !wrong[f.Pos] {
			d.diags.Add(f)
		}
	}
}

// tellUnsupported lists what the simulation does not know: types and properties.
func (d *Decoder) tellUnsupported() {
	for _, x := range d.design.Others {
		if x.Irrelevant || d.isOrphan(x) || isIrrelevant(x.Type) { // the last is an unknown deployment, told by its reader
			continue
		}
		d.unknown(source.Diagnostic{Code: "unsupported-type", Pos: x.Pos,
			Message: fmt.Sprintf("%s is not simulated", label(&x.Resource))})
		d.partOfParent(x)
		d.withinPerimeter(x)
	}
	for _, i := range d.design.Ignored {
		d.unknown(source.Diagnostic{Code: "unsupported-property", Pos: i.Pos, Width: 0, Path: i.Property,
			Message: fmt.Sprintf("%s: %s: %s", label(d.baseOf(i.Resource)), i.Property, i.Why)})
	}
}

// isOrphan tells whether a resource was kept for want of its parent.
func (d *Decoder) isOrphan(x *topology.Other) bool { return isModelled(x.Type) }

func (d *Decoder) baseOf(id topology.ID) *topology.Resource {
	if n := d.design.ByID(id); n != nil {
		return n.Base()
	}
	return &topology.Resource{ID: id, Type: id.Type()}
}

// withinPerimeter notes at a service that a network security perimeter holds it,
// whose rules may open and close its public endpoint.
func (d *Decoder) withinPerimeter(x *topology.Other) {
	if !strings.EqualFold(x.Type, "Microsoft.Network/networkSecurityPerimeters/resourceAssociations") {
		return
	}
	for _, id := range x.References {
		if s, ok := d.design.ByID(id).(*topology.PaaS); ok {
			s.Incomplete = append(s.Incomplete, topology.Incomplete{Property: "publicNetworkAccess", Pos: x.Pos, Unknown: topology.Unknown{
				Why: "network security perimeter " + x.ID.Parent().Name() + " holds it, and its rules are not simulated"}})
		}
	}
}

// partOfParent notes at a modelled resource that it has a child which is not
// simulated.
func (d *Decoder) partOfParent(x *topology.Other) {
	parent := d.design.ByID(x.ID.Parent())
	if parent == nil {
		return
	}
	kind := x.Type[strings.LastIndexByte(x.Type, '/')+1:]
	base := parent.Base()
	base.Incomplete = append(base.Incomplete, topology.Incomplete{Property: kind, Pos: x.Pos, Unknown: topology.Unknown{
		Why: fmt.Sprintf("its %s are not simulated", kind)}})
}
