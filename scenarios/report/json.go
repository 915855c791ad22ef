package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// schemaVersion is that of every document. A change of a name or a meaning
// raises it; an added field does not.
const schemaVersion = 1

// writeJSON writes a document with indentation and a final line feed.
func writeJSON(w io.Writer, document any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(document); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	_, err := w.Write(shown(b.Bytes()))
	return err
}

// shown escapes what a terminal would obey: JSON's own rules escape only some
// control characters. The values stay the same.
func shown(text []byte) []byte {
	if !bytes.ContainsFunc(text, hidden) {
		return text
	}
	var out bytes.Buffer
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case !hidden(r):
			out.Write(text[:size])
		case r < 0x10000:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		}
		text = text[size:]
	}
	return out.Bytes()
}

func hidden(r rune) bool {
	return r != '\n' && r > '~' && (!unicode.IsPrint(r) || unicode.Is(unicode.Cf, r))
}
