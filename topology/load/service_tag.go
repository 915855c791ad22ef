package load

import (
	"vnetproof/topology/servicetag"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// serviceTags takes a list of service tags, and tells whether nobody else is to
// take the file: it is one, or should have been.
func (l *loader) serviceTags(f *source.File, root *tree.Node, found *source.Diagnostics, why errand) bool {
	if !servicetag.Is(root) {
		if why == asServiceTags {
			l.diags.Append(found)
			l.notServiceTags(f)
		}
		return why == asServiceTags
	}
	l.diags.Append(found)
	l.tags = append(l.tags, servicetag.Read(root, l.diags))
	l.files = append(l.files, File{Name: f.Name(), Format: ServiceTags})
	return true
}

// notServiceTags reports another file where service tags were asked for.
func (l *loader) notServiceTags(f *source.File) {
	l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "wrong-format", Pos: f.Pos(0),
		Message: "this is no list of service tags",
		Hint:    "give a ServiceTags_*.json that Azure publishes, or what `az network list-service-tags` prints"})
}
