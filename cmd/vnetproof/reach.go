package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report"
)

func (a *app) reachCommand() *cobra.Command {
	in, o := &input{}, &output{}
	var budget int
	c := &cobra.Command{
		Use:   "reach FROM TO [TRAFFIC]",
		Short: "Find all packets that get from one end to another",
		Long: `Finds every packet that gets from FROM to TO, as compact sets of traffic, each
with its path and the rules and routes that let it through. Nothing is sampled.
Packets that arrive though their answer does not return are told apart.

FROM and TO are endpoints, as in vnet:web, subnet:web/frontend, internet or
"!vm:jump". TRAFFIC is traffic words, as tcp/443 or "tcp/80,443 udp/53"; any if
absent.`,
		Example: `  vnetproof reach internet vnet:web -t network/
  vnetproof reach vnet:app subnet:data/sql "tcp/1-1432,1434-65535" --format json`,
		Args: arguments("FROM", "TO", "[TRAFFIC]"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			progress := a.progress()
			r, err := desk.Reach(c.Context(), args[0], args[1], trafficOf(args), ask.Effort{Budget: budget,
				Progress: func(done, total int) { progress.Step("asking", done, total, "sources") }})
			progress.Done()
			if err != nil {
				return err
			}
			err = a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.ReachText(w, s, r) },
				"json": func(w io.Writer, _ report.Style) error { return report.ReachJSON(w, r) },
			})
			if err != nil {
				return err
			}
			return inconclusive(r.IsInconclusive())
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "text", "json")
	budgetFlag(c.Flags(), &budget)
	return c
}
