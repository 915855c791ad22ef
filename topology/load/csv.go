package load

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"vnetproof/topology/export"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// isCSV tells by its name whether a file may be what the Resource Graph
// explorer downloads: a row for each resource, with JSON in its cells.
func isCSV(name string) bool { return strings.EqualFold(path.Ext(name), ".csv") }

// csv reads a table of resources.
func (l *loader) csv(f *source.File, text []byte, why errand) {
	t := &table{file: f, text: text, reader: csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))}
	header, err := t.reader.Read()
	if err != nil || why == asFacts || why == asServiceTags || !slices.ContainsFunc(header, func(s string) bool { return strings.EqualFold(s, "id") }) {
		l.notKnown(f, why)
		return
	}
	l.files = append(l.files, File{Name: f.Name(), Format: Export})
	for {
		row, err := t.reader.Read()
		if err == io.EOF {
			return
		}
		var wrong *csv.ParseError
		if err != nil {
			d := source.Diagnostic{Severity: source.Error, Code: "syntax", Pos: f.Pos(0), Message: "this is no CSV: " + err.Error()}
			if errors.As(err, &wrong) {
				d.Pos, d.Message = t.pos(wrong.Line, 1), "this row is no CSV: "+wrong.Err.Error()
			}
			l.diags.Add(d)
			return
		}
		export.Item(t.resource(header, row, l.diags), l.diags, l.decoder.AddExported)
	}
}

// table is a CSV file that is read row by row.
type table struct {
	file   *source.File
	text   []byte
	reader *csv.Reader
	line   int // of the last place asked for, and where it begins
	begin  int
}

// pos is the place of a line and column, which are asked for in order.
func (t *table) pos(line, column int) source.Pos {
	for t.line < line-1 {
		next := bytes.IndexByte(t.text[t.begin:], '\n')
		if next < 0 {
			break
		}
		t.line, t.begin = t.line+1, t.begin+next+1
	}
	return t.file.Pos(min(t.begin+column-1, len(t.text)))
}

// resource makes a resource of a row. What its JSON holds stands where the cell does.
func (t *table) resource(header, row []string, diags *source.Diagnostics) *tree.Node {
	line, column := t.reader.FieldPos(0)
	out := tree.NewObject(t.pos(line, column))
	for i, cell := range row {
		if cell == "" || i >= len(header) {
			continue
		}
		line, column := t.reader.FieldPos(i)
		pos := t.pos(line, column)
		value := tree.NewString(pos, cell)
		if cell[0] == '{' || cell[0] == '[' {
			value = t.cell(pos, cell, diags)
		}
		if value != nil {
			out.Members = append(out.Members, tree.Member{Key: header[i], KeyPos: pos, Value: value})
		}
	}
	return out
}

// cell reads the JSON of a cell.
func (t *table) cell(pos source.Pos, cell string, diags *source.Diagnostics) *tree.Node {
	found := &source.Diagnostics{}
	n := tree.ParseJSON(source.NewFile(t.file.Name(), []byte(cell)), []byte(cell), found)
	for _, d := range found.Sorted() {
		d.Pos, d.Width = pos, 0
		diags.Add(d)
	}
	moveTo(pos, n)
	return n
}

// moveTo lets a value and all in it stand at one place.
func moveTo(pos source.Pos, n *tree.Node) {
	if n == nil {
		return
	}
	n.Pos, n.Width = pos, 0
	for _, item := range n.Items {
		moveTo(pos, item)
	}
	for i := range n.Members {
		n.Members[i].KeyPos = pos
		moveTo(pos, n.Members[i].Value)
	}
}
