package load

import (
	"bytes"
	"strings"
)

// Format is the kind of a file's content.
type Format uint8

const (
	FormatUnknown Format = iota
	Native
	Facts
	ARMTemplate
	ARMParameters
	Export
	Scenario
	TerraformPlan
	TerraformState
	ServiceTags
)

// String returns the format as reports name it.
func (f Format) String() string {
	return [...]string{"unknown", "native", "facts", "arm", "arm-parameters", "export", "scenario", "terraform-plan", "terraform-state", "service-tags"}[f]
}

// looksLikeJSON tells whether a text is JSON, with comments before it or not.
// One in two-byte characters, as PowerShell writes, goes by its name.
func looksLikeJSON(name string, text []byte) bool {
	if isUTF16(text) {
		return strings.HasSuffix(strings.ToLower(name), ".json")
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[' || bytes.HasPrefix(text, []byte("//")) || bytes.HasPrefix(text, []byte("/*")))
}

// isBinary tells whether a text is none.
func isBinary(text []byte) bool {
	return bytes.IndexByte(text[:min(len(text), 8192)], 0) >= 0 && !isUTF16(text)
}

func isUTF16(text []byte) bool {
	return bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff})
}

// namedFormat is what a file's name promises.
func namedFormat(name string) Format {
	name = strings.ToLower(name)
	for _, ending := range []string{".yaml", ".yml", ".json"} {
		base, ok := strings.CutSuffix(name, ending)
		switch {
		case !ok:
		case strings.HasSuffix(base, ".network"):
			return Native
		case strings.HasSuffix(base, ".facts"):
			return Facts
		case strings.HasSuffix(base, ".scenario"):
			return Scenario
		}
	}
	return FormatUnknown
}
