package ask

import (
	"slices"
	"strings"

	"vnetproof/sim/azure"
	"vnetproof/topology"
	"vnetproof/topology/export"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
)

// Conversion is a design in another format.
type Conversion struct {
	Design []byte
	Facts  []byte // overlay beside it; nil where there is none, or the format has none
	// Lost is what the format cannot say.
	Lost []source.Diagnostic
}

// ToNative returns the design as native files. Of published service tags those
// are kept that the design names.
func (d *Desk) ToNative() Conversion {
	design := *d.Input.Design
	named := azure.TagsNamed(&design)
	design.Facts.ServiceTags = slices.DeleteFunc(slices.Clone(design.Facts.ServiceTags), func(t *topology.TagRanges) bool {
		return t.Published && !slices.ContainsFunc(named, func(name string) bool { return strings.EqualFold(name, t.Tag) })
	})
	text, lost := native.Write(&design)
	return Conversion{Design: text, Facts: native.WriteFacts(&design), Lost: lost}
}

// ToAzure returns the design as a list of resources, as Azure answers it.
func (d *Desk) ToAzure() Conversion {
	text, lost := export.WriteList(d.Input.Design)
	return Conversion{Design: text, Lost: lost}
}

// ToTemplate returns the design as an ARM template.
func (d *Desk) ToTemplate() Conversion {
	text, lost := export.WriteTemplate(d.Input.Design)
	return Conversion{Design: text, Lost: lost}
}
