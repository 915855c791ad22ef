package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/report"
	"vnetproof/scenarios/suite"
	"vnetproof/topology/native"
)

// schemas are the JSON Schemas that come with the program.
var schemas = map[string]func() []byte{
	"topology": native.TopologySchema,
	"facts":    native.FactsSchema,
	"scenario": suite.Schema,
	"result":   report.Schema,
}

func (a *app) schemaCommand() *cobra.Command {
	o := &output{}
	names := []string{"topology", "facts", "scenario", "result"}
	c := &cobra.Command{
		Use:   "schema topology|facts|scenario|result",
		Short: "Print a JSON Schema, for editors and for checking results",
		Long: `Prints the JSON Schema of native designs (topology), of facts beside a design
(facts), of scenario files (scenario) or of every JSON document that commands
write (result).`,
		Example:           "  vnetproof schema scenario -o scenario.schema.json",
		Args:              arguments("topology|facts|scenario|result"),
		ValidArgs:         names,
		ValidArgsFunction: cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(names, args[0]) {
				return usagef(c, "there is no schema %q; known are topology, facts, scenario, result", args[0])
			}
			return a.writeTo(o.file, func(w io.Writer, _ report.Style) error {
				_, err := w.Write(schemas[args[0]]())
				return err
			})
		},
	}
	o.fileFlag(c.Flags())
	return c
}
