package load

import (
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Document reads one file of JSON or YAML, of whatever content, with the limits
// and messages of designs. It returns nil where the file cannot be read; diags
// then say why.
func Document(path string, diags *source.Diagnostics) *tree.Node {
	text, err := readFile(path)
	if err != nil {
		(&loader{diags: diags}).fail(path, "unreadable", "cannot be read", err)
		return nil
	}
	f := source.NewFile(shownName(path), text)
	switch {
	case isBinary(text):
		diags.Errorf(f.Pos(0), "unknown-format", "this file is not text")
		return nil
	case looksLikeJSON(f.Name(), text):
		return tree.ParseJSON(f, text, diags)
	}
	return tree.ParseYAML(f, text, diags)
}
