package arm

import "vnetproof/topology/tree"

// place is a place in a template, as a path that is written out when asked for.
// A nil place is the template itself.
type place struct {
	parent *place
	key    string
	index  int // counts where key is empty
}

// member returns the place of a member.
func (p *place) member(key string) *place { return &place{parent: p, key: key} }

// item returns the place of an item.
func (p *place) item(i int) *place { return &place{parent: p, index: i} }

// String returns the path: resources[3].properties.
func (p *place) String() string {
	switch {
	case p == nil:
		return ""
	case p.key != "":
		return tree.KeyPath(p.parent.String(), p.key)
	}
	return tree.IndexPath(p.parent.String(), p.index)
}
