package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/diagram"
	"vnetproof/scenarios/report"
)

func (a *app) diagramCommand() *cobra.Command {
	in, o := &input{}, &output{}
	c := &cobra.Command{
		Use:   "diagram [FROM TO [TRAFFIC]]",
		Short: "Draw the topology, or one packet's way through it",
		Long: `Draws the design: VNets with their subnets, who is in them, what filters and
routes them, and how they are joined. With two endpoints it draws the way of one
packet between them over it.

The format follows the extension of --output, else --format; DOT by default.
SVG and PNG are drawn in process: Graphviz need not be installed.`,
		Example: `  vnetproof diagram -t network/ -o network.svg
  vnetproof diagram vm:web1 internet tcp/443 -o way-out.png`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return arguments("FROM", "TO", "[TRAFFIC]")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.follow(c); err != nil {
				return err
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			g, unsure, err := draw(desk, args)
			if err != nil {
				return err
			}
			if err := a.write(o, pictures(c.Context(), g)); err != nil {
				return err
			}
			return inconclusive(unsure)
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "dot", "svg", "png")
	return c
}

// follow takes the format from the extension of the file, unless --format says it.
func (o *output) follow(c *cobra.Command) error {
	extension := strings.ToLower(strings.TrimPrefix(filepath.Ext(o.file), "."))
	if extension == "gv" {
		extension = "dot"
	}
	for _, f := range o.known {
		if extension == f && !c.Flags().Changed("format") {
			o.format = f
		}
	}
	return o.check(c)
}

// draw draws the topology, or a packet's way; unsure tells whether the way is inconclusive.
func draw(desk *ask.Desk, args []string) (g *diagram.Diagram, unsure bool, err error) {
	if len(args) == 0 {
		return diagram.Topology(desk.Design()), false, nil
	}
	t, err := desk.Trace(args[0], args[1], trafficOf(args))
	if err != nil {
		return nil, false, err
	}
	return diagram.Trace(desk.Design(), t.Pipeline, t.Walk), t.Inconclusive(), nil
}

// pictures writes a diagram in each format.
func pictures(ctx context.Context, g *diagram.Diagram) formats {
	return formats{
		"dot": func(w io.Writer, _ report.Style) error { return g.DOT(w) },
		"svg": func(w io.Writer, _ report.Style) error { return g.SVG(ctx, w) },
		"png": func(w io.Writer, _ report.Style) error { return g.PNG(ctx, w) },
	}
}

// trafficOf is the third argument, "any" without one.
func trafficOf(args []string) string {
	if len(args) < 3 {
		return "any"
	}
	return args[2]
}
