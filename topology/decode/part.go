package decode

import (
	"reflect"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// Part is some neighbouring resources of an input, decoded apart from all
// others, so that several parts can be decoded at the same time. The Decoder
// that takes them in order builds the same design as one that was given the
// resources one by one. A Part itself is not safe for concurrent use.
type Part struct{ d *Decoder }

// NewPart returns an empty Part.
func NewPart() *Part {
	d := New(nil)
	d.copies = borrowCopies()
	return &Part{d}
}

// Add decodes one resource as Azure answers it. The node may be changed afterwards, and nothing of
// its texts is kept but copies.
func (p *Part) Add(resource *tree.Node) { p.d.AddExported(resource) }

// Done ends the adding.
func (p *Part) Done() {
	p.d.copies.giveBack()
	p.d.copies = nil
}

// Take puts the resources of a part into the design. It returns false, and
// takes none, where one of them is there already: the resources must then be
// added one by one, to find out what that means.
func (d *Decoder) Take(p *Part) bool {
	if d.dropped != nil || p.d.stale != nil || d.meets(p.d) {
		return false
	}
	for key, c := range p.d.contents {
		d.contents[key] = c
	}
	for key, u := range p.d.policyGroups {
		d.policyGroups[key] = u
	}
	for kind, u := range p.d.unnamed {
		d.noteUnnamed(kind, u)
	}
	for _, n := range p.d.design.All {
		d.design.Add(n)
	}
	d.takeLists(p.d.design)
	d.links = append(d.links, p.d.links...)
	d.apart = append(d.apart, p.d.apart...)
	d.afterLinks = append(d.afterLinks, p.d.afterLinks...)
	d.unknowns = append(d.unknowns, p.d.unknowns...)
	d.report.take(p.d.report)
	d.diags.replay(p.d.diags)
	return true
}

// meets tells whether the design has an ID of a part.
func (d *Decoder) meets(part *Decoder) bool {
	for key := range part.contents {
		if _, ok := d.contents[key]; ok {
			return true
		}
	}
	for _, n := range part.design.All {
		if d.design.ByID(n.Base().ID) != nil {
			return true
		}
	}
	return false
}

// takeLists appends the lists of resources of each type.
func (d *Decoder) takeLists(part *topology.Design) {
	all, lists := reflect.ValueOf(d.design).Elem(), reflect.ValueOf(part).Elem()
	for i := range lists.NumField() {
		field := lists.Type().Field(i)
		if field.IsExported() && field.Name != "All" && field.Type.Kind() == reflect.Slice && lists.Field(i).Len() > 0 {
			all.Field(i).Set(reflect.AppendSlice(all.Field(i), lists.Field(i)))
		}
	}
}

// take adds the counts of another report.
func (r *Report) take(other Report) {
	for _, f := range other.Files {
		into := r.file(f.File)
		into.Simulated += f.Simulated
		into.Irrelevant += f.Irrelevant
		into.Unsupported += f.Unsupported
		into.Unknown += f.Unknown
		for t, n := range f.Types {
			into.Types[t] += n
		}
	}
}
