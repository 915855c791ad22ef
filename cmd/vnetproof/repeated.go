package main

import (
	"strings"

	"github.com/spf13/pflag"
)

// repeated is a flag that may be given several times. That of pflag writes
// itself as CSV whenever a flag is made, at 4 KiB each, in every command.
type repeated []string

func (r *repeated) Set(value string) error {
	*r = append(*r, value)
	return nil
}

func (r *repeated) String() string { return strings.Join(*r, ", ") }

func (r *repeated) Type() string { return "stringArray" }

// repeatedFlag adds a flag that may be repeated; its short form may be "".
func repeatedFlag(f *pflag.FlagSet, to *[]string, name, short, usage string) {
	f.VarP((*repeated)(to), name, short, usage)
}
