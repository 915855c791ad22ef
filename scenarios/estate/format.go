package estate

import (
	"fmt"
	"strings"
)

// Format is how the files of an estate are written.
type Format uint8

const (
	FormatUnset Format = iota
	YAML               // a native design
	ARM                // one template
	Export             // lists of resources, a file a type, as `az … list` prints them
)

// String returns the format as flags name it.
func (f Format) String() string { return [...]string{"unset", "yaml", "arm", "export"}[f] }

// ParseFormat reads the name of a format.
func ParseFormat(name string) (Format, error) {
	for f := YAML; f <= Export; f++ {
		if f.String() == name {
			return f, nil
		}
	}
	return FormatUnset, fmt.Errorf("there is no format %q of designs; known are %s", name, strings.Join(Formats(), ", "))
}

// Formats lists the names of all formats.
func Formats() []string { return []string{YAML.String(), ARM.String(), Export.String()} }
