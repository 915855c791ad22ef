package tree

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
)

// names finds names that come twice in one object.
type names struct {
	folded map[string]int // lower-case name → member, once there are many
}

// manyMembers is where a map finds a name faster than looking at each.
const manyMembers = 16

// add tells whether m is new in n. A second member of the same name is not kept,
// and an error unless it has the same value; one that differs in case alone is
// kept and never found, since Azure compares names without case.
func (s *names) add(diags *source.Diagnostics, n *Node, m Member, steps []step) bool {
	i := s.find(n, m.Key)
	if i < 0 {
		s.note(len(n.Members), m.Key)
		return true
	}
	first := n.Members[i]
	d := source.Diagnostic{
		Severity: source.Error, Code: "duplicate-key", Pos: m.KeyPos, Width: len(m.Key) + 2, Path: pathOf(steps),
		Message: fmt.Sprintf("%q is given twice", m.Key),
		Related: []source.Related{{Pos: first.KeyPos, Message: "first here"}},
	}
	switch {
	case first.Key == m.Key && same(first.Value, m.Value):
		d.Severity = source.Warning
		d.Message = fmt.Sprintf("%q is given twice, with the same value", m.Key)
	case first.Key != m.Key:
		d.Severity = source.Warning
		d.Message = fmt.Sprintf("%q and %q differ only in case, which Azure does not tell apart; the first counts", first.Key, m.Key)
	}
	diags.Add(d)
	return first.Key != m.Key
}

// same tells whether two values are written alike, wherever they stand.
func same(a, b *Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Members) != len(b.Members) {
		return false
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for i := range a.Members {
		if a.Members[i].Key != b.Members[i].Key || !same(a.Members[i].Value, b.Members[i].Value) {
			return false
		}
	}
	return true
}

// find returns the index of the member of n by that name without regard to case, or -1.
func (s *names) find(n *Node, key string) int {
	if len(n.Members) < manyMembers {
		for i := range n.Members {
			if strings.EqualFold(n.Members[i].Key, key) {
				return i
			}
		}
		return -1
	}
	if s.folded == nil {
		s.folded = make(map[string]int, 2*manyMembers)
		for i := len(n.Members) - 1; i >= 0; i-- {
			s.folded[strings.ToLower(n.Members[i].Key)] = i
		}
	}
	if i, ok := s.folded[strings.ToLower(key)]; ok {
		return i
	}
	return -1
}

// note remembers that member i has that name.
func (s *names) note(i int, key string) {
	if s.folded != nil {
		s.folded[strings.ToLower(key)] = i
	}
}
