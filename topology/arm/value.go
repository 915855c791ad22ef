package arm

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"vnetproof/topology/tree"
)

// wholeNumber returns the value of a Number without a fraction.
func wholeNumber(n *tree.Node) (int64, bool) {
	if !n.Is(tree.Number) {
		return 0, false
	}
	if v, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
		return v, true
	}
	if f, err := strconv.ParseFloat(n.Text, 64); err == nil && f == float64(int64(f)) && f > -1e15 && f < 1e15 {
		return int64(f), true
	}
	return 0, false
}

// plainText returns a value as concat, format and string write it.
func plainText(n *tree.Node) string {
	switch n.Kind {
	case tree.String, tree.Number:
		return n.Text
	case tree.Bool:
		if n.Text == "true" {
			return "True"
		}
		return "False"
	case tree.List, tree.Object:
		var b strings.Builder
		writeJSON(&b, n)
		return b.String()
	}
	return ""
}

// writeJSON writes a value without blanks.
func writeJSON(b *strings.Builder, n *tree.Node) {
	switch n.Kind {
	case tree.String:
		writeQuoted(b, n.Text)
	case tree.List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item)
		}
		b.WriteByte(']')
	case tree.Object:
		b.WriteByte('{')
		for i, m := range n.Members {
			if i > 0 {
				b.WriteByte(',')
			}
			writeQuoted(b, m.Key)
			b.WriteByte(':')
			writeJSON(b, m.Value)
		}
		b.WriteByte('}')
	case tree.Null:
		b.WriteString("null")
	default:
		b.WriteString(n.Text)
	}
}

// writeQuoted writes a JSON string, escaping what must be.
func writeQuoted(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ':
			b.WriteString(`\u00` + strconv.FormatInt(int64(r)+0x100, 16)[1:])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}

// jsonSize estimates the bytes that writeJSON makes, before it makes them. It
// stops counting where it is too much.
func jsonSize(n *tree.Node, sum int) int {
	sum += len(n.Text) + 2
	for _, item := range n.Items {
		if sum > maxText {
			return sum
		}
		sum = jsonSize(item, sum)
	}
	for _, m := range n.Members {
		if sum > maxText {
			return sum
		}
		sum = jsonSize(m.Value, sum+len(m.Key)+3)
	}
	return sum
}

// firstUnknown returns the first Unknown in a value, or nil.
func (r *reader) firstUnknown(n *tree.Node) *tree.Node {
	if n.Is(tree.Unknown) {
		return n
	}
	if !r.spend(1) {
		return nil
	}
	for _, item := range n.Items {
		if u := r.firstUnknown(item); u != nil {
			return u
		}
	}
	for _, m := range n.Members {
		if u := r.firstUnknown(m.Value); u != nil {
			return u
		}
	}
	return nil
}

// equal compares two values as equals does: text with case, objects in any
// order. Where that hangs on an Unknown it returns it.
func (r *reader) equal(a, b *tree.Node) (bool, *tree.Node) {
	if !r.spend(1) {
		return false, nil
	}
	switch {
	case a.Is(tree.Unknown):
		return false, a
	case b.Is(tree.Unknown):
		return false, b
	case a.Kind != b.Kind:
		return false, nil
	}
	switch a.Kind {
	case tree.String:
		if a.Text != b.Text {
			return false, r.regionDoubt(a.Text, b.Text, a.Pos)
		}
		return true, nil
	case tree.Number:
		return compareNumbers(a, b) == 0, nil
	case tree.List:
		return r.equalLists(a, b)
	case tree.Object:
		return r.equalObjects(a, b)
	}
	return a.Text == b.Text, nil
}

// equalLists compares item by item. A difference for certain wins over an Unknown.
func (r *reader) equalLists(a, b *tree.Node) (bool, *tree.Node) {
	if len(a.Items) != len(b.Items) {
		return false, nil
	}
	var unknown *tree.Node
	for i := range a.Items {
		same, u := r.equal(a.Items[i], b.Items[i])
		if !same && u == nil {
			return false, nil
		}
		if unknown == nil {
			unknown = u
		}
	}
	return unknown == nil, unknown
}

// equalObjects compares member by member.
func (r *reader) equalObjects(a, b *tree.Node) (bool, *tree.Node) {
	if len(a.Members) != len(b.Members) {
		return false, nil
	}
	var unknown *tree.Node
	for _, m := range a.Members {
		other := b.Get(m.Key)
		if other == nil {
			return false, nil
		}
		same, u := r.equal(m.Value, other)
		if !same && u == nil {
			return false, nil
		}
		if unknown == nil {
			unknown = u
		}
	}
	return unknown == nil, unknown
}

// compareNumbers orders two numbers exactly.
func compareNumbers(a, b *tree.Node) int {
	x, okX := wholeNumber(a)
	y, okY := wholeNumber(b)
	if okX && okY {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	f, _, errF := big.ParseFloat(a.Text, 10, 128, big.ToNearestEven)
	g, _, errG := big.ParseFloat(b.Text, 10, 128, big.ToNearestEven)
	if errF != nil || errG != nil {
		return strings.Compare(a.Text, b.Text)
	}
	return f.Cmp(g)
}

// runeCount is the length of a text in characters.
func runeCount(s string) int64 { return int64(utf8.RuneCountInString(s)) }
