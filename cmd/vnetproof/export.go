package main

import (
	_ "embed"
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report"
)

func (a *app) exportCommand() *cobra.Command {
	in, o := &input{}, &output{}
	c := &cobra.Command{
		Use:   "export",
		Short: "Write a design as an ARM template or as Azure exports it",
		Long: `Writes a design as an ARM template that is deployed to a subscription, with a
nested deployment for each resource group, or as the list of resources that
Azure would answer. Both read back as the same design. What they cannot say, as
facts, is listed on stderr.`,
		Example: "  vnetproof export -t network/ --format arm -o main.json",
		Args:    arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			w := map[string]func() ask.Conversion{"arm": desk.ToTemplate, "azure": desk.ToAzure}[o.format]()
			if err := a.writeTo(o.file, bytesOf(w.Design)); err != nil {
				return err
			}
			return a.tellLost(w)
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "arm", "azure")
	return c
}

//go:embed export_commands.sh
var exportCommands []byte

func (a *app) exportCommandsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export-commands",
		Short: "Print the commands that export all that is needed from Azure",
		Long: `Prints a shell script of az commands that writes a subscription's network, and
what stands in it, as JSON files to a folder which -t then takes. It only reads.
A Resource Graph query for many subscriptions is in its comments.`,
		Example: "  vnetproof export-commands > export.sh && sh export.sh && vnetproof validate -t azure",
		Args:    arguments(),
		RunE: func(*cobra.Command, []string) error {
			return a.writeTo("-", func(w io.Writer, _ report.Style) error {
				_, err := w.Write(exportCommands)
				return err
			})
		},
	}
}
