package terraform

import (
	"strings"

	"vnetproof/topology/source"
)

// block is a block of a .tf file: where it and its attributes stand. A nil
// *block is one that is not known.
type block struct {
	kind       string // resource, subnet
	labels     []string
	pos        source.Pos
	width      int
	attributes map[string]span
	blocks     []*block
	dynamic    bool // its place is that of the dynamic block which makes it
}

// span is where an attribute stands, and its value as written.
type span struct {
	pos   source.Pos
	width int
	text  string
}

// maxBlocks bounds how deep blocks are nested.
const maxBlocks = 30

// scanner finds blocks and attributes in a .tf file. It understands no
// expression, only where each begins and ends.
type scanner struct {
	file *source.File
	text string
	pos  int
}

// scan returns the blocks of a file.
func scan(file *source.File, text string) []*block {
	s := &scanner{file: file, text: text}
	return s.body(&block{attributes: map[string]span{}}, 0).blocks
}

// body reads attributes and blocks up to the closing brace.
func (s *scanner) body(b *block, depth int) *block {
	for s.blank(); s.pos < len(s.text); s.blank() {
		start := s.pos
		name := s.word()
		switch {
		case s.text[start] == '}':
			s.pos++
			return b
		case name == "":
			s.pos++
			continue
		}
		s.member(b, name, start, depth)
	}
	return b
}

// member reads what follows a name: an attribute's value or a block.
func (s *scanner) member(b *block, name string, start, depth int) {
	var labels []string
	for s.spaces(); s.pos < len(s.text); s.spaces() {
		switch c := s.text[s.pos]; {
		case c == '=':
			s.pos++
			from := s.pos
			s.expression()
			b.attributes[name] = span{s.file.Pos(start), s.lineWidth(start), strings.TrimSpace(s.text[from:min(s.pos, len(s.text))])}
			return
		case c == '{' && depth < maxBlocks:
			s.pos++
			sub := &block{kind: name, labels: labels, pos: s.file.Pos(start), width: s.lineWidth(start), attributes: map[string]span{}}
			s.body(sub, depth+1)
			b.blocks = append(b.blocks, sub.made())
			return
		case c == '"':
			from := s.pos
			s.quoted()
			labels = append(labels, strings.Trim(s.text[from:s.pos], `"`))
		default:
			word := s.word()
			if word == "" {
				return
			}
			labels = append(labels, word)
		}
	}
}

// made returns what a dynamic block makes, at its place; any other as it is.
func (b *block) made() *block {
	if b.kind != "dynamic" || len(b.labels) != 1 {
		return b
	}
	made := &block{kind: b.labels[0], pos: b.pos, width: b.width, attributes: map[string]span{}, dynamic: true}
	for _, content := range b.blocks {
		if content.kind == "content" {
			made.attributes, made.blocks = content.attributes, content.blocks
		}
	}
	return made
}

// expression skips a value: to the end of its line, or of the line where its
// last bracket closes.
func (s *scanner) expression() {
	for open := 0; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '"':
			s.quoted()
			s.pos--
		case strings.HasPrefix(s.text[s.pos:], "<<"):
			s.heredoc()
			return
		case c == '#' || strings.HasPrefix(s.text[s.pos:], "//") || strings.HasPrefix(s.text[s.pos:], "/*"):
			s.comment()
			s.pos--
		case c == '(' || c == '[' || c == '{':
			open++
		case (c == ')' || c == ']' || c == '}') && open > 0:
			open--
		case open == 0 && (c == '\n' || c == '}' || c == ','):
			return
		}
	}
}

// quoted skips a text with what is interpolated in it.
func (s *scanner) quoted() {
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '\\':
			s.pos++
		case c == '"':
			s.pos++
			return
		case (c == '$' || c == '%') && strings.HasPrefix(s.text[s.pos+1:], "{"):
			s.interpolation()
		}
	}
	s.pos = len(s.text) // the text has no end
}

// interpolation skips ${…}, to the closing brace.
func (s *scanner) interpolation() {
	for open := 0; s.pos < len(s.text); s.pos++ {
		switch s.text[s.pos] {
		case '"':
			s.quoted()
			s.pos--
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return
			}
		}
	}
}

// heredoc skips a text of several lines, to the line that has its mark alone.
func (s *scanner) heredoc() {
	line, _, _ := strings.Cut(s.text[s.pos:], "\n")
	mark := strings.TrimSpace(strings.TrimLeft(line, "<-"))
	for s.line(); s.pos < len(s.text); {
		line, _, _ := strings.Cut(s.text[s.pos:], "\n")
		s.line()
		if strings.TrimSpace(line) == mark {
			return
		}
	}
}

// line skips the rest of a line.
func (s *scanner) line() {
	n := strings.IndexByte(s.text[s.pos:], '\n')
	if n < 0 {
		s.pos = len(s.text)
		return
	}
	s.pos += n + 1
}

// comment skips a comment, and at least one byte.
func (s *scanner) comment() {
	if rest := s.text[s.pos:]; strings.HasPrefix(rest, "/*") {
		n := strings.Index(rest, "*/")
		if n < 0 {
			n = len(rest) - 2
		}
		s.pos += n + 2
		return
	}
	n := strings.IndexByte(s.text[s.pos:], '\n')
	if n < 0 {
		n = len(s.text) - s.pos
	}
	s.pos += n
}

// blank skips spaces, line breaks and comments.
func (s *scanner) blank() {
	for s.pos < len(s.text) {
		switch rest := s.text[s.pos:]; {
		case strings.IndexByte(" \t\r\n,;", rest[0]) >= 0:
			s.pos++
		case rest[0] == '#' || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*"):
			s.comment()
		default:
			return
		}
	}
}

func (s *scanner) spaces() {
	for s.pos < len(s.text) && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t') {
		s.pos++
	}
}

// word reads a name, or nothing.
func (s *scanner) word() string {
	start := s.pos
	for s.pos < len(s.text) && isWordByte(s.text[s.pos]) {
		s.pos++
	}
	return s.text[start:s.pos]
}

func isWordByte(c byte) bool {
	return c == '_' || c == '-' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// lineWidth is the number of bytes from start to the end of its line or of what
// was read, whichever comes first.
func (s *scanner) lineWidth(start int) int {
	line, _, _ := strings.Cut(s.text[start:min(s.pos, len(s.text))], "\n")
	return len(strings.TrimRight(line, " \t\r"))
}
