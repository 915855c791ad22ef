package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report"
)

func (a *app) validateCommand() *cobra.Command {
	in, o := &input{}, &output{}
	var full bool
	c := &cobra.Command{
		Use:   "validate",
		Short: "Check a design: every error, unknown and warning, with its place",
		Long: `Loads the design and lists everything that is wrong with it at once, each with
file:line:column, what was expected and a hint; what is not known before
deployment; and what is doubtful. Errors exit 2; unknowns and warnings do not.

With --report it also says what of the input is simulated, irrelevant to
reachability, unsupported or unknown, which islands the design falls into, and
which single resources hold it together.`,
		Example: "  vnetproof validate -t network/ --report --format json",
		Args:    arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			v := ask.Validate(in.options(), full)
			err := a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.ValidateText(w, s, v) },
				"json": func(w io.Writer, _ report.Style) error { return report.ValidateJSON(w, v) },
			})
			if err == nil && v.Input.Diags.HasErrors() {
				return exitCode(exitBadInput)
			}
			return err
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "text", "json")
	c.Flags().BoolVar(&full, "report", false, "also count what is simulated, and say what the design hangs on")
	return c
}
