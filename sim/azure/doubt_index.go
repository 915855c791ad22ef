package azure

import "vnetproof/topology"

// doubtIndex tells of which resources anything may be in doubt: few of many,
// while every rule, route and host asks.
type doubtIndex struct {
	ids map[uint64]bool // by foldedHash; false is as good as absent
}

// indexDoubts finds them.
func (c *compiler) indexDoubts() {
	ids := map[uint64]bool{}
	for key := range c.ignored {
		ids[foldedHash(topology.ID(key))] = true
	}
	for key := range c.attached {
		ids[foldedHash(topology.ID(key))] = true
	}
	for _, n := range c.design.All {
		if r := n.Base(); r.Maybe != nil || len(r.Incomplete) > 0 {
			ids[foldedHash(r.ID)] = true
		}
	}
	c.doubtful = doubtIndex{ids}
}

// mayHold tells whether a resource, or by chance another one of its hash, is in doubt.
func (d doubtIndex) mayHold(id topology.ID) bool { return len(d.ids) > 0 && d.ids[foldedHash(id)] }

// foldedHash is the same for IDs that are equal without regard to case. IDs
// with letters beyond ASCII share one.
func foldedHash(id topology.ID) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(id); i++ {
		b := id[i]
		switch {
		case b >= 0x80:
			return 0
		case 'A' <= b && b <= 'Z':
			b += 'a' - 'A'
		}
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}
