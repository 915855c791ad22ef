package load

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"vnetproof/topology/export"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// errand says how a file came to be loaded.
type errand uint8

const (
	inFolder      errand = iota // what is of no known format is skipped
	byName                      // must load
	asFacts                     // must be facts
	asServiceTags               // must be service tags
)

// maxFile is the size of the largest file that is read at all.
const maxFile = tree.MaxJSONSize

// forgetAbove is the size of a text that is not kept once it is decoded, so
// that a big export does not stay in memory.
const forgetAbove = 16 << 20

// file reads a file and hands its content to the reader of its format.
func (l *loader) file(p string, why errand) {
	text, err := readFile(p)
	if err != nil {
		l.fail(p, "unreadable", "cannot be read", err)
		return
	}
	l.content(source.NewFile(shownName(p), text), text, why)
}

// content hands what a file holds to the reader of its format.
func (l *loader) content(f *source.File, text []byte, why errand) {
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		l.empty(f, why)
	case isWorkbook(f.Name(), text):
		l.inventory(f, why)
	case isBinary(text):
		l.notKnown(f, why)
	case isCSV(f.Name()):
		l.csv(f, text, why)
	case looksLikeJSON(f.Name(), text):
		l.json(f, text, why)
	default:
		l.yaml(f, text, why)
	}
	if len(text) > forgetAbove {
		f.Forget()
	}
}

// readFile reads a whole file, or just more than may be read.
func readFile(p string) ([]byte, error) {
	file, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() && info.Size() <= maxFile {
		text := make([]byte, info.Size())
		n, err := io.ReadFull(file, text)
		if err == nil || err == io.ErrUnexpectedEOF || err == io.EOF {
			return text[:n], nil
		}
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		return nil, &os.PathError{Op: "read", Path: p, Err: fmt.Errorf("it is larger than %d MiB", maxFile>>20)}
	}
	return text, err
}

// json reads a JSON file. Exports are decoded while they are read.
func (l *loader) json(f *source.File, text []byte, why errand) {
	found := &source.Diagnostics{}
	j := &jsonFile{loader: l, found: found}
	root := tree.EachPart(f, text, found, tree.Parts[exportPart]{Apart: export.IsList, Read: readPart, Take: j.take, Item: j.item})
	if l.serviceTags(f, root, found, why) {
		return
	}
	format := j.format(root)
	if format == FormatUnknown && j.jsonDocument(f, root, why) {
		return
	}
	if format == Export && why == asFacts {
		l.notFacts(f)
		return
	}
	if format == FormatUnknown && !found.HasErrors() {
		if isInventory(root) {
			l.inventory(f, why)
			return
		}
		l.notKnown(f, why)
		return
	}
	l.diags.Append(found)
	l.files = append(l.files, File{Name: f.Name(), Format: format})
}

// yaml reads a YAML file.
func (l *loader) yaml(f *source.File, text []byte, why errand) {
	found := &source.Diagnostics{}
	root := tree.ParseYAML(f, text, found)
	if why == asServiceTags {
		l.notServiceTags(f)
		return
	}
	format := yamlFormat(f.Name(), root)
	if why == asFacts && format == FormatUnknown {
		format = Facts
	}
	if format == FormatUnknown {
		if found.HasErrors() && why != inFolder {
			l.diags.Append(found)
			return
		}
		l.notKnown(f, why)
		return
	}
	if format == Scenario && why == inFolder {
		return
	}
	l.diags.Append(found)
	l.nativeFile(f, root, format, why)
}

// yamlFormat is the format of a document: its name's, else its content's.
func yamlFormat(name string, root *tree.Node) Format {
	switch {
	case namedFormat(name) != FormatUnknown:
		return namedFormat(name)
	case native.IsScenario(root):
		return Scenario
	case native.IsDesign(root):
		return Native
	case native.IsFacts(root):
		return Facts
	}
	return FormatUnknown
}

// nativeFile takes a document that people write by hand.
func (l *loader) nativeFile(f *source.File, root *tree.Node, format Format, why errand) {
	switch {
	case format == Scenario:
		l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "wrong-format", Pos: f.Pos(0),
			Message: "this is a scenario suite, not a design", Hint: "run it with test, and give the design to -t"})
		return
	case why == asFacts && format != Facts:
		l.notFacts(f)
		return
	case format == Native:
		l.native.AddDesign(root)
	default:
		l.native.AddFacts(root)
	}
	l.files = append(l.files, File{Name: f.Name(), Format: format})
}

// notFacts reports a design where facts were asked for.
func (l *loader) notFacts(f *source.File) {
	l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "wrong-format", Pos: f.Pos(0),
		Message: "this is a design, not a facts file", Hint: "give it to -t"})
}

// empty reports a file without content, unless it may be anything.
func (l *loader) empty(f *source.File, why errand) {
	if why == inFolder && namedFormat(f.Name()) == FormatUnknown {
		l.skipped = append(l.skipped, f.Name())
		return
	}
	l.files = append(l.files, File{Name: f.Name(), Format: namedFormat(f.Name())})
	l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "empty-file", Pos: f.Pos(0), Message: "this file is empty",
		Hint: "expected a design, with sections such as virtualNetworks"})
}

// notKnown skips a file of no known format, or reports one that must load.
func (l *loader) notKnown(f *source.File, why errand) {
	if why == inFolder {
		l.skipped = append(l.skipped, f.Name())
		return
	}
	l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "unknown-format", Pos: f.Pos(0),
		Message: "this file is of no known format",
		Hint:    "expected *.network.yaml, *.facts.yaml, an ARM template, `terraform show -json`, or resources as `az … -o json` prints them"})
}
