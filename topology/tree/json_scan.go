package tree

import "math/bits"

// stringEnd returns the offset behind the closing quote of a string whose
// content begins at start, and whether it has escapes. It returns -1 where the
// string does not end, or holds what JSON does not allow there.
func stringEnd(text string, start int) (end int, escaped bool) {
	for i := start; i < len(text); {
		i = skipPlain(text, i)
		if i >= len(text) {
			break
		}
		switch c := text[i]; {
		case c == '"':
			return i + 1, escaped
		case c == '\\':
			escaped = true
			i += 2
		default: // a control character
			return -1, false
		}
	}
	return -1, false
}

// A word holds eight bytes of a text; these have one bit or value in each.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// skipPlain returns the offset of the next quote, backslash or control
// character from i on, or the length of text. It looks at eight bytes at once.
func skipPlain(text string, i int) int {
	for i+8 <= len(text) {
		w := word(text, i)
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		// A byte is zero, or below 0x20, where its high bit is set here; bytes
		// above may be marked too, by a borrow, but never ones before the first.
		found := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w) & highs
		if found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
		i += 8
	}
	for i < len(text) && text[i] >= ' ' && text[i] != '"' && text[i] != '\\' {
		i++
	}
	return i
}

// word returns eight bytes of a text, the first one lowest.
func word(text string, i int) uint64 {
	b := text[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// numberEnd returns the offset behind the number that begins at i, or -1 where
// none does. What follows is for others to judge.
func numberEnd(text string, i int) int {
	if i < len(text) && text[i] == '-' {
		i++
	}
	whole := i
	i = skipDigits(text, i)
	if i == whole || text[whole] == '0' && i > whole+1 {
		return -1
	}
	if i < len(text) && text[i] == '.' {
		fraction := i + 1
		if i = skipDigits(text, fraction); i == fraction {
			return -1
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		exponent := i
		if i = skipDigits(text, i); i == exponent {
			return -1
		}
	}
	return i
}

func skipDigits(text string, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// valueEnd returns the offset behind the value that begins at i if it is JSON,
// which only reading it can tell; -1 where it is none for sure.
func valueEnd(text string, i int) int {
	for depth := 0; i < len(text); {
		switch text[i] {
		case '"':
			end, _ := stringEnd(text, i+1)
			if i = end; end < 0 {
				return -1
			}
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ' ', '\n', '\r', '\t', ',', ':':
			i++
			continue
		default:
			i = plainEnd(text, i)
		}
		if depth <= 0 {
			return i
		}
	}
	return -1
}

// plainEnd returns the offset behind a number or word.
func plainEnd(text string, i int) int {
	for i < len(text) {
		switch text[i] {
		case ',', ':', ']', '}', '[', '{', '"', ' ', '\n', '\r', '\t':
			return i
		}
		i++
	}
	return i
}
