package decode

import (
	"strings"
	"sync"
	"unsafe"

	"vnetproof/topology"
)

// copies holds copies of what the design keeps of a document, so that the document can be
// forgotten: the same text once, as often as it comes, and short-lived parts of
// many texts side by side. It is not safe for concurrent use.
type copies struct {
	slots [2048]string // by hash; the latest one stays
	ids   []byte       // a block that is filled with IDs
}

// copiesPool has the texts of parts that are done: what they met is likely to
// come again.
var copiesPool = sync.Pool{New: func() any { return &copies{} }}

func borrowCopies() *copies { return copiesPool.Get().(*copies) }

func (t *copies) giveBack() { copiesPool.Put(t) }

// kept returns a text of the input as the design keeps it.
func (d *Decoder) kept(s string) string {
	if d.copies == nil || s == "" {
		return s
	}
	return d.copies.kept(s)
}

func (t *copies) kept(s string) string {
	n := len(s)
	h := uint32(n)
	for i := max(0, n-12); i < n; i++ { // IDs differ at their ends
		h = h*31 + uint32(s[i])
	}
	slot := &t.slots[(h^h>>11)%uint32(len(t.slots))]
	if *slot != s {
		*slot = strings.Clone(s)
	}
	return *slot
}

// childID returns the ID of a child and its name as a part of it.
func (d *Decoder) childID(parent topology.ID, kind, name string) (topology.ID, string) {
	if d.copies == nil {
		return parent.Child(kind, name), name
	}
	id := d.copies.joined(string(parent), "/", kind, "/", name)
	return topology.ID(id), id[len(id)-len(name):]
}

// idBlock is the size of a block of IDs.
const idBlock = 16 << 10

// joined returns several texts as one.
func (t *copies) joined(parts ...string) string {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	if cap(t.ids)-len(t.ids) < size {
		t.ids = make([]byte, 0, max(idBlock, size))
	}
	start := len(t.ids)
	for _, p := range parts {
		t.ids = append(t.ids, p...)
	}
	id := t.ids[start:]
	return unsafe.String(unsafe.SliceData(id), len(id))
}
