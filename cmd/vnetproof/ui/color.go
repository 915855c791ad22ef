package ui

import "fmt"

// Color is the value of --color. The zero value is Auto. It is a pflag.Value.
type Color uint8

const (
	// Auto colours what goes to a terminal, unless NO_COLOR is set.
	Auto Color = iota
	// Always colours whatever the output is.
	Always
	// Never leaves colours out.
	Never
)

// String returns the word of the flag.
func (c *Color) String() string { return [...]string{"auto", "always", "never"}[*c] }

// Set reads the word of the flag.
func (c *Color) Set(word string) error {
	for _, known := range []Color{Auto, Always, Never} {
		if word == known.String() {
			*c = known
			return nil
		}
	}
	return fmt.Errorf("write auto, always or never")
}

// Type returns what help shows as the flag's value.
func (c *Color) Type() string { return "WHEN" }
