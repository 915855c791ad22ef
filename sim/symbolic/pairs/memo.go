package pairs

// memo maps pairs of sets to sets: open addressing, keys never zero.
type memo struct {
	keys []uint64
	vals []setID
	used int
}

func (m *memo) slot(key uint64) int {
	mask := len(m.keys) - 1
	i := int(key*0x9e3779b97f4a7c15>>32) & mask
	for m.keys[i] != 0 && m.keys[i] != key {
		i = (i + 1) & mask
	}
	return i
}

func (m *memo) get(key uint64) (setID, bool) {
	if len(m.keys) == 0 {
		return 0, false
	}
	i := m.slot(key)
	return m.vals[i], m.keys[i] == key
}

// put adds a key that is not there.
func (m *memo) put(key uint64, v setID) {
	if m.used*2 >= len(m.keys) {
		m.grow()
	}
	i := m.slot(key)
	m.keys[i], m.vals[i] = key, v
	m.used++
}

func (m *memo) grow() {
	old := *m
	n := max(1024, 2*len(old.keys))
	m.keys, m.vals = make([]uint64, n), make([]setID, n)
	for i, key := range old.keys {
		if key != 0 {
			k := m.slot(key)
			m.keys[k], m.vals[k] = key, old.vals[i]
		}
	}
}
