package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpTemplate is cobra's, shorter: what for, how, examples, flags.
const helpTemplate = `{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}

{{end}}Usage:
{{- if and .Runnable .HasParent}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  vnetproof COMMAND [flags]

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name 16}}{{.Short}}{{end}}{{end}}{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}{{end}}

{{flagLines .}}
` + exitHelp + "\n"

func init() { cobra.AddTemplateFunc("flagLines", flagLines) }

// flagLines lists the flags of a command, its own first.
func flagLines(c *cobra.Command) string {
	var b strings.Builder
	writeFlags(&b, "Flags", c.LocalNonPersistentFlags())
	common := c.InheritedFlags()
	if !c.HasParent() {
		common = c.PersistentFlags()
	}
	writeFlags(&b, "Common flags", common)
	return b.String()
}

func writeFlags(b *strings.Builder, title string, set *pflag.FlagSet) {
	const column = 30
	lines := ""
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		word, usage := pflag.UnquoteUsage(f)
		if word != "" && f.Value.Type() != "bool" {
			name += " " + word
		}
		lines += fmt.Sprintf("  %-*s %s%s\n", column-3, name, usage, defaultWords(f))
	})
	if lines != "" {
		fmt.Fprintf(b, "%s:\n%s\n", title, lines)
	}
}

// defaultWords names a default that is not plain.
func defaultWords(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "false", "[]", "0":
		return ""
	}
	return " (default " + f.DefValue + ")"
}
