package tree

import (
	"bytes"
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"vnetproof/topology/source"
)

// errorAt reports an error at a node.
func (r *yamlReader) errorAt(n *yaml.Node, code, message string) {
	r.diags.Add(source.Diagnostic{
		Severity: source.Error, Code: code, Pos: r.pos(n), Path: pathOf(r.steps), Message: message,
	})
}

// fail reports why the parser gave up.
func (r *yamlReader) fail(err error) {
	d := source.Diagnostic{Severity: source.Error, Code: "syntax", Pos: r.file.Pos(0), Message: "not valid YAML: " + err.Error()}
	var load *yaml.LoadError
	var all *yaml.LoadErrors
	if errors.As(err, &all) && len(all.Errors) > 0 {
		load = all.Errors[0]
	}
	if load != nil || errors.As(err, &load) {
		r.explain(&d, load)
	}
	r.diags.Add(d)
}

// explain gives the parser's error its place and, for the usual mistakes, a hint.
func (r *yamlReader) explain(d *source.Diagnostic, e *yaml.LoadError) {
	at := r.lines.offset(e.Mark.Line, e.Mark.Column)
	d.Pos = r.file.Pos(at)
	message := strings.TrimPrefix(e.Message, "yaml: ")
	if e.ContextMsg != "" {
		message += " " + e.ContextMsg
	}
	d.Message = "not valid YAML: " + message
	if e.ContextMark.Line > 0 && e.ContextMark != e.Mark {
		d.Related = append(d.Related, source.Related{
			Pos: r.file.Pos(r.lines.offset(e.ContextMark.Line, e.ContextMark.Column)), Message: "begun here"})
	}
	if strings.Contains(message, "exceeded max depth") {
		d.Code = "too-deep"
	}
	d.Hint = r.hint(at, message)
}

// hint says what usually leads to such an error.
func (r *yamlReader) hint(at int, message string) string {
	line := r.text[bytes.LastIndexByte(r.text[:at], '\n')+1:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	switch {
	case bytes.IndexByte(indent, '\t') >= 0:
		return "the line is indented with a tab; YAML wants spaces"
	case strings.Contains(message, "mapping values are not allowed"):
		return "check the indentation, or quote text that holds a colon"
	case strings.Contains(message, "cannot start any token"):
		return "quote text that begins with this character"
	case strings.Contains(message, "expected key"), strings.Contains(message, "document start"), strings.Contains(message, "block end"):
		return "check the indentation against the lines above"
	}
	return ""
}
