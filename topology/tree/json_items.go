package tree

import "iter"

// Items yields where the items of a document that is a list begin and end, as
// far as it is plain JSON, which only reading it can tell.
func Items(text []byte) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		q := newQuickReader(nil, asString(text))
		q.skipMark()
		if q.next() != '[' {
			return
		}
		for separator := byte(','); separator == ','; separator = q.next() {
			q.pos++
			if q.next() == ']' {
				return
			}
			start := q.pos
			if q.pos = valueEnd(q.text, start); q.pos <= start || !yield(start, q.pos) {
				return
			}
		}
	}
}
