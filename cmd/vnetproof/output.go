package main

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"vnetproof/cmd/vnetproof/ui"
	"vnetproof/scenarios/report"
)

// output is where a result goes and in which format.
type output struct {
	format string
	file   string
	known  []string
}

// flags adds --format and --output. The first format is the usual one.
func (o *output) flags(f *pflag.FlagSet, formats ...string) {
	o.known = formats
	f.StringVar(&o.format, "format", formats[0], "format of the result: "+strings.Join(formats, ", "))
	o.fileFlag(f)
}

func (o *output) fileFlag(f *pflag.FlagSet) {
	f.StringVarP(&o.file, "output", "o", "-", "`FILE` to write the result to; - is stdout")
}

// check refuses a format that the command does not have.
func (o *output) check(c *cobra.Command) error {
	if slices.Contains(o.known, o.format) {
		return nil
	}
	return usagef(c, "there is no format %q here; known are %s", o.format, strings.Join(o.known, ", "))
}

// formats writes a result in one format each.
type formats map[string]func(w io.Writer, s report.Style) error

// write writes the result as the flags say.
func (a *app) write(o *output, f formats) error {
	return a.writeTo(o.file, f[o.format])
}

// writeTo writes to a file, or to stdout where the name is "-".
func (a *app) writeTo(file string, write func(w io.Writer, s report.Style) error) error {
	if file != "-" {
		return ui.WriteFile(file, func(w io.Writer) error { return write(w, a.style(w)) })
	}
	b := bufio.NewWriter(a.stdout)
	if err := write(b, a.style(a.stdout)); err != nil {
		return err
	}
	return b.Flush()
}
