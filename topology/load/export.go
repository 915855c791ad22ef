package load

import (
	"iter"

	"vnetproof/topology/decode"
	"vnetproof/topology/export"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// jsonFile is a JSON file while it is read.
type jsonFile struct {
	loader    *loader
	found     *source.Diagnostics
	answered  bool // it held a resource as Azure answers it
	resources []*tree.Node
}

// item takes one item of a long list.
func (j *jsonFile) item(list string, _ int, n *tree.Node) {
	if !export.IsList(list) {
		j.resources = append(j.resources, n)
		return
	}
	if !j.answered && !export.IsResource(n) {
		return
	}
	j.answered = true
	export.Item(n, j.found, j.loader.decoder.AddExported)
}

// exportPart is some neighbouring items of a long list, decoded.
type exportPart struct {
	*decode.Part
	found    *source.Diagnostics
	passed   bool // the first items were no resources, which are passed over before the first one
	answered bool // there was a resource
}

// readPart decodes items apart from all others.
func readPart(_ string, items iter.Seq2[int, *tree.Node]) exportPart {
	p := exportPart{Part: decode.NewPart(), found: &source.Diagnostics{}}
	defer p.Done()
	for _, n := range items {
		if !p.answered && !export.IsResource(n) {
			p.passed = true
			continue
		}
		p.answered = true
		export.Item(n, p.found, p.Add)
	}
	return p
}

// take takes decoded items. It refuses those that must be looked at one by one.
func (j *jsonFile) take(p exportPart) bool {
	if j.answered && p.passed || !j.loader.decoder.Take(p.Part) {
		return false
	}
	j.answered = j.answered || p.answered
	j.found.Append(p.found)
	return true
}

// format finds out what the file was and reads the rest of it.
func (j *jsonFile) format(root *tree.Node) Format {
	switch {
	case j.answered:
		export.Rest(root, j.found)
		return Export
	case export.IsResource(root):
		export.Read(root, j.found, j.loader.decoder.AddExported)
		return Export
	case isLoneResource(root):
		j.loader.decoder.Add(withID(root))
		return Export
	}
	return FormatUnknown
}
