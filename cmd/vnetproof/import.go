package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"vnetproof/cmd/vnetproof/ui"
	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report"
	"vnetproof/scenarios/report/printable"
)

func (a *app) importCommand() *cobra.Command {
	in := &input{}
	var dir string
	c := &cobra.Command{
		Use:   "import PATH...",
		Short: "Convert a design of any accepted format to native YAML",
		Long: `Reads ARM templates, Terraform plans and states, or what Azure exports, and
writes one native design that gives the same answers: to stdout, or into the
folder that -o names, where facts get a file of their own. What a native file
cannot say is listed on stderr.`,
		Example: "  vnetproof import exports/ -o network",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			in.topology = args
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			return a.imported(desk.ToNative(), dir)
		},
	}
	in.templateFlags(c.Flags())
	in.factFlags(c.Flags())
	c.Flags().StringVarP(&dir, "output", "o", "-", "`DIR` to write design.network.yaml and design.facts.yaml to; - is stdout")
	return c
}

// imported writes a native design and its facts, and tells what is lost.
func (a *app) imported(w ask.Conversion, dir string) error {
	if dir == "-" {
		if err := a.writeTo("-", bytesOf(w.Design)); err != nil {
			return err
		}
		if w.Facts != nil {
			fmt.Fprintln(a.stderr, "the facts are left out; -o DIR writes them beside the design")
		}
		return a.tellLost(w)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := a.importedFile(filepath.Join(dir, "design.network.yaml"), w.Design); err != nil {
		return err
	}
	if w.Facts != nil {
		if err := a.importedFile(filepath.Join(dir, "design.facts.yaml"), w.Facts); err != nil {
			return err
		}
	}
	return a.tellLost(w)
}

// importedFile writes one file, and says so.
func (a *app) importedFile(name string, text []byte) error {
	err := ui.WriteFile(name, func(out io.Writer) error {
		_, err := out.Write(text)
		return err
	})
	if err == nil && !a.quiet {
		_, err = fmt.Fprintln(a.stdout, "wrote "+printable.Text(filepath.ToSlash(name)))
	}
	return err
}

// bytesOf writes a text as it is.
func bytesOf(text []byte) func(io.Writer, report.Style) error {
	return func(w io.Writer, _ report.Style) error {
		_, err := w.Write(text)
		return err
	}
}

// tellLost lists what the format written cannot say.
func (a *app) tellLost(w ask.Conversion) error {
	if len(w.Lost) == 0 || a.quiet {
		return nil
	}
	return report.DiagnosticsText(a.stderr, a.errStyle(), w.Lost)
}
