package load

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// filePair is a file of one input and the one of that name in another; one of
// them may be missing, which then must hold no design.
type filePair struct {
	oldName, newName string // as messages show them; "" where it is missing
	oldPath, newPath string
	changed          []changedItem // the items of the document's list that are not equal
	from             int           // from where on something may have moved
	longer           int           // how much more bytes the new one has
	text             []byte        // of the new one, where something changed
	made             *source.File
}

// changedItem is an item of both lists.
type changedItem struct{ oldStart, oldEnd, newStart, newEnd int }

type filePairs []*filePair

func (files filePairs) byName(old string) *filePair {
	i := slices.IndexFunc(files, func(f *filePair) bool { return f.oldName == old })
	if i < 0 {
		return nil
	}
	return files[i]
}

// pairFiles pairs the files of two inputs: two files, or those of two folders by
// name. It reports false where there is more to it, or where files differ in
// more than items of lists, as many as before.
func pairFiles(before, after Options) (filePairs, bool) {
	if !isLonePath(before) || !isLonePath(after) {
		return nil, false
	}
	a, areFoldersOld, okOld := designFiles(before.Paths[0])
	b, areFoldersNew, okNew := designFiles(after.Paths[0])
	if !okOld || !okNew || areFoldersOld != areFoldersNew {
		return nil, false
	}
	var files filePairs
	for len(a)+len(b) > 0 {
		f := &filePair{}
		order := 0
		switch {
		case len(a) == 0:
			order = 1
		case len(b) == 0:
			order = -1
		case areFoldersOld:
			order = strings.Compare(filepath.Base(a[0]), filepath.Base(b[0]))
		}
		if order <= 0 {
			f.oldPath, f.oldName, a = a[0], shownName(a[0]), a[1:]
		}
		if order >= 0 {
			f.newPath, f.newName, b = b[0], shownName(b[0]), b[1:]
		}
		if files = append(files, f); order == 0 && !f.compare() {
			return nil, false
		}
	}
	return files, true
}

// isLonePath tells whether nothing but one path says what is read.
func isLonePath(o Options) bool {
	return len(o.Paths) == 1 && len(o.Facts)+len(o.Assume)+len(o.Parameters)+len(o.Set)+len(o.ServiceTags) == 0 && !o.Prior
}

// designFiles lists what loading a path looks at, and whether it is a folder;
// ok is false where it may look at more.
func designFiles(path string) (list []string, isFolder, ok bool) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, false, false
	}
	if !info.IsDir() {
		return []string{path}, false, info.Mode().IsRegular() && mayHoldDesign(path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, true, false
	}
	for _, e := range entries {
		name := filepath.Join(path, e.Name())
		switch {
		case isBicep(name):
			return nil, true, false
		case !mayHoldDesign(name):
		case !e.Type().IsRegular():
			return nil, true, false // a link may lead anywhere
		default:
			list = append(list, name)
		}
	}
	return list, true, true
}

// compare finds what differs, and tells whether that is items of lists.
func (f *filePair) compare() bool {
	if same, err := sameBytes(f.oldPath, f.newPath); err != nil || same {
		return err == nil
	}
	old, errOld := readFile(f.oldPath)
	text, errNew := readFile(f.newPath)
	if errOld != nil || errNew != nil {
		return false
	}
	begin := commonBegin(old, text)
	end := commonEnd(old[begin:], text[begin:])
	olds, okOld := itemsWithin(old, begin, len(old)-end)
	news, okNew := itemsWithin(text, begin, len(text)-end)
	if !okOld || !okNew || len(olds) != len(news) {
		return false
	}
	for i := range olds {
		f.changed = append(f.changed, changedItem{olds[i][0], olds[i][1], news[i][0], news[i][1]})
	}
	f.from, f.longer, f.text = begin, len(text)-len(old), text
	return true
}

// sameBytes compares two files.
func sameBytes(one, other string) (bool, error) {
	var files [2]*os.File
	var buffers [2][]byte
	for i, p := range []string{one, other} {
		file, err := os.Open(p)
		if err != nil {
			return false, err
		}
		defer file.Close()
		files[i], buffers[i] = file, make([]byte, 128<<10)
	}
	for {
		n, err := io.ReadFull(files[0], buffers[0])
		m, err2 := io.ReadFull(files[1], buffers[1])
		switch {
		case !bytes.Equal(buffers[0][:n], buffers[1][:m]):
			return false, nil
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return true, nil
		case err != nil || err2 != nil:
			return false, err
		}
	}
}

// block is how much is compared at once.
const block = 4 << 10

// commonBegin is how many bytes two texts begin with alike.
func commonBegin(a, b []byte) int {
	n, at := min(len(a), len(b)), 0
	for at+block <= n && bytes.Equal(a[at:at+block], b[at:at+block]) {
		at += block
	}
	for at < n && a[at] == b[at] {
		at++
	}
	return at
}

// commonEnd is how many bytes two texts end with alike.
func commonEnd(a, b []byte) int {
	n, at := min(len(a), len(b)), 0
	for at+block <= n && bytes.Equal(a[len(a)-at-block:len(a)-at], b[len(b)-at-block:len(b)-at]) {
		at += block
	}
	for at < n && a[len(a)-at-1] == b[len(b)-at-1] {
		at++
	}
	return at
}

// itemsWithin lists the items of a document's list that touch what lies from
// one offset to another, and tells whether all of that lies in or between them.
func itemsWithin(text []byte, from, to int) (list [][2]int, all bool) {
	for start, end := range tree.Items(text) {
		if start >= to && start > from {
			break
		}
		if end >= from {
			list = append(list, [2]int{start, end})
		}
	}
	if len(list) == 0 {
		return nil, false
	}
	first, last := list[0][0], list[len(list)-1][1]
	return list, isBlank(text, from, first) && isBlank(text, last, to)
}

// isBlank tells whether nothing stands from one offset to another.
func isBlank(text []byte, from, to int) bool {
	return from >= to || len(bytes.Trim(text[from:to], " \t\r\n")) == 0
}

// file is the new file, for positions.
func (f *filePair) file() *source.File {
	if f.made == nil {
		if f.text == nil {
			f.text, _ = readFile(f.newPath) // of the same bytes as the old one, which could be read
		}
		f.made = source.NewFile(f.newName, f.text)
		if len(f.text) > forgetAbove {
			f.made.Forget()
		}
	}
	return f.made
}

// blanked is the new text without the items that are equal.
func (f *filePair) blanked() []byte {
	text := bytes.Repeat([]byte{' '}, len(f.text))
	first, last := f.changed[0].newStart, f.changed[len(f.changed)-1].newEnd
	copy(text[first:last], f.text[first:last])
	text[0], text[len(text)-1] = '[', ']'
	return text
}

// where is where something that both inputs have stands in the new one.
func (files filePairs) where(p source.Pos) source.Pos {
	f := files.byName(p.File())
	if f == nil {
		return p
	}
	return f.file().Pos(f.moved(p.Offset()))
}

// moved is the new offset of what is at an old one.
func (f *filePair) moved(offset int) int {
	for _, c := range f.changed {
		if offset >= c.oldStart && offset < c.oldEnd {
			return c.newStart + offset - c.oldStart
		}
	}
	if offset >= f.from {
		return offset + f.longer
	}
	return offset
}
