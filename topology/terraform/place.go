package terraform

import (
	"io/fs"
	"path"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// places finds where the resources of a configuration are written.
type places struct {
	folder  fs.FS
	shown   string // the folder as messages name it
	modules map[string]map[string]*block
}

// maxSource is the size of the largest .tf file that is read; more of it does
// not tell more.
const maxSource = 4 << 20

func newPlaces(folder fs.FS, shown string) *places {
	return &places{folder: folder, shown: shown, modules: map[string]map[string]*block{}}
}

// resource returns the block of an instance, or nil where the configuration is
// not beside the document.
func (p *places) resource(i *instance) *block {
	if p.folder == nil || i.config == nil {
		return nil
	}
	dir, ok := p.dirOf(i)
	if !ok {
		return nil
	}
	blocks, read := p.modules[dir]
	if !read {
		blocks = p.read(dir)
		p.modules[dir] = blocks
	}
	return blocks[i.name]
}

// dirOf returns the folder of an instance's module below the configuration's.
// Modules from elsewhere have none.
func (p *places) dirOf(i *instance) (string, bool) {
	dir := "."
	for _, source := range i.sources {
		if !strings.HasPrefix(source, ".") {
			return "", false
		}
		dir = path.Join(dir, source)
	}
	return dir, fs.ValidPath(dir)
}

// read scans the .tf files of a folder.
func (p *places) read(dir string) map[string]*block {
	out := map[string]*block{}
	names, _ := fs.Glob(p.folder, path.Join(dir, "*.tf"))
	for _, name := range names {
		info, err := fs.Stat(p.folder, name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxSource {
			continue
		}
		text, err := fs.ReadFile(p.folder, name)
		if err != nil {
			continue
		}
		for _, b := range scan(source.NewFile(path.Join(p.shown, name), text), string(text)) {
			enterBlock(out, b)
		}
	}
	return out
}

// enterBlock notes a block that is a resource or data source.
func enterBlock(out map[string]*block, b *block) {
	if len(b.labels) != 2 {
		return
	}
	switch b.kind {
	case "resource":
		out[b.labels[0]+"."+b.labels[1]] = b
	case "data":
		out["data."+b.labels[0]+"."+b.labels[1]] = b
	}
}

// nested returns the k-th nested block of a kind. A dynamic one makes them all.
func (b *block) nested(kind string, k int) *block {
	if b == nil {
		return nil
	}
	for _, sub := range b.blocks {
		if sub.kind != kind {
			continue
		}
		if k == 0 || sub.dynamic {
			return sub
		}
		k--
	}
	return nil
}

// blockOf returns the nested block that a value was written as: the one of its
// name, else the k-th, but of blocks whose order a plan does not keep.
func (b *block) blockOf(kind string, k int, value *tree.Node) *block {
	if b == nil {
		return nil
	}
	named := false
	name := member(value, "name")
	for _, sub := range b.blocks {
		text := sub.attributes["name"].text
		if sub.kind != kind || sub.dynamic || !strings.HasPrefix(text, `"`) {
			continue
		}
		named = true
		if name.Is(tree.String) && text == `"`+name.Text+`"` {
			return sub
		}
	}
	first := b.nested(kind, 0)
	if named || unordered[kind] && first != nil && !first.dynamic && b.nested(kind, 1) != nil {
		return &block{pos: b.pos, width: b.width, dynamic: true} // one of them
	}
	return b.nested(kind, k)
}

// unordered are blocks that the provider keeps as a set.
var unordered = words("subnet security_rule route")

// has tells whether a block sets an attribute, or holds blocks of that name.
func (b *block) has(key string) bool {
	if b == nil {
		return false
	}
	_, ok := b.attributes[key]
	return ok || b.nested(key, 0) != nil
}

// place returns where an attribute is written: in the .tf file, else in the document.
func (b *block) place(key string, n *tree.Node) (source.Pos, int) {
	if b == nil {
		return n.Where(), widthOf(n)
	}
	if s, ok := b.attributes[key]; ok {
		return s.pos, s.width
	}
	if sub := b.nested(key, 0); sub != nil {
		return sub.pos, sub.width
	}
	return b.pos, b.width
}

// stamp returns a value with its place.
func (b *block) stamp(key string, n *tree.Node) *tree.Node {
	out := *n
	out.Pos, out.Width = b.place(key, n)
	return &out
}

func widthOf(n *tree.Node) int {
	if n == nil {
		return 0
	}
	return n.Width
}
