package source

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// File is one input file. It keeps the name as the user knows it and, until
// Forget is called, the text, so that messages can show the offending line.
// A File is safe for concurrent use.
type File struct {
	name  string
	mu    sync.Mutex
	text  []byte
	lines []int32 // byte offset of the start of each line; nil until needed
}

// NewFile returns a File of that name (relative, with forward slashes) and text.
func NewFile(name string, text []byte) *File {
	return &File{name: name, text: text}
}

// Name is the file's name as given to NewFile.
func (f *File) Name() string { return f.name }

// Pos returns the position of the byte at offset.
func (f *File) Pos(offset int) Pos { return Pos{file: f, offset: int32(offset)} }

// Forget drops the text and keeps what positions need, so that a large export
// does not stay in memory after it has been decoded.
func (f *File) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.index()
	f.text = nil
}

// index computes the line starts. The caller holds mu.
func (f *File) index() {
	if f.lines != nil {
		return
	}
	f.lines = make([]int32, 1, 1+bytes.Count(f.text, []byte{'\n'}))
	for at := 0; ; {
		next := bytes.IndexByte(f.text[at:], '\n')
		if next < 0 {
			return
		}
		at += next + 1
		f.lines = append(f.lines, int32(at))
	}
}

// lineColumn returns the one-based line and column of offset. Columns count
// characters while the text is there, bytes after Forget.
func (f *File) lineColumn(offset int) (line, column int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.index()
	line = sort.Search(len(f.lines), func(i int) bool { return int(f.lines[i]) > offset })
	start := int(f.lines[line-1])
	if offset <= len(f.text) {
		return line, 1 + utf8.RuneCount(f.text[start:offset])
	}
	return line, 1 + offset - start
}

// lineText returns the text of a one-based line without its end, or "" after Forget.
func (f *File) lineText(line int) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.index()
	if line < 1 || line > len(f.lines) || f.text == nil {
		return ""
	}
	rest := f.text[min(int(f.lines[line-1]), len(f.text)):]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	return strings.TrimSuffix(string(rest), "\r")
}

// Pos is a place in a File: a pointer and an offset. Line and column are
// computed when asked for, so every value of a design can afford one.
// The zero Pos is no place.
type Pos struct {
	file   *File
	offset int32
}

// IsValid tells whether p is a place at all.
func (p Pos) IsValid() bool { return p.file != nil }

// File returns the name of the file, or "".
func (p Pos) File() string {
	if p.file == nil {
		return ""
	}
	return p.file.name
}

// Offset returns the byte offset in the file.
func (p Pos) Offset() int { return int(p.offset) }

// Add returns the position n bytes further on; no place stays no place.
func (p Pos) Add(n int) Pos {
	if p.file != nil {
		p.offset += int32(n)
	}
	return p
}

// Line returns the one-based line, or 0 for no place.
func (p Pos) Line() int {
	line, _ := p.LineColumn()
	return line
}

// LineColumn returns the one-based line and column, or zeros for no place.
func (p Pos) LineColumn() (line, column int) {
	if p.file == nil {
		return 0, 0
	}
	return p.file.lineColumn(int(p.offset))
}

// LineText returns the text of the line that p stands on, or "" if it is gone.
func (p Pos) LineText() string {
	if p.file == nil {
		return ""
	}
	return p.file.lineText(p.Line())
}

// Text returns up to n bytes of the file from p on, or "" if they are gone.
func (p Pos) Text(n int) string {
	if p.file == nil {
		return ""
	}
	p.file.mu.Lock()
	defer p.file.mu.Unlock()
	if p.offset < 0 || int(p.offset) >= len(p.file.text) {
		return ""
	}
	rest := p.file.text[p.offset:]
	return string(rest[:min(n, len(rest))])
}

// String returns "file:line:column", or "" for no place.
func (p Pos) String() string {
	if p.file == nil {
		return ""
	}
	line, column := p.LineColumn()
	return fmt.Sprintf("%s:%d:%d", p.file.name, line, column)
}

// Compare orders positions by file name, then offset.
func (p Pos) Compare(q Pos) int {
	if c := strings.Compare(p.File(), q.File()); c != 0 {
		return c
	}
	return int(p.offset) - int(q.offset)
}
