package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/lint"
	"vnetproof/scenarios/report"
	"vnetproof/sim/rule"
)

func (a *app) explainCommand() *cobra.Command {
	o := &output{}
	c := &cobra.Command{
		Use:   "explain ID",
		Short: "Say in plain words what a rule of Azure or an exit code means",
		Long: `Says in plain words what a rule of Azure's behaviour means that an answer names,
as RT-13, what the simulation does with it and where Azure's documentation says
so; with an example where the rule surprises. So for a check of lint, as
shadowed-rule. Exit codes are 0 to 3.`,
		Example: "  vnetproof explain RT-13\n  vnetproof explain 3",
		Args:    arguments("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			if text, ok := exitCodes[args[0]]; ok {
				return a.writeTo(o.file, func(w io.Writer, _ report.Style) error {
					_, err := fmt.Fprintln(w, "exit code "+args[0]+": "+text)
					return err
				})
			}
			if check := lint.Lookup(args[0]); check != nil {
				return a.writeTo(o.file, func(w io.Writer, _ report.Style) error {
					_, err := fmt.Fprintln(w, check.Name+"\n\n"+check.Doc)
					return err
				})
			}
			r, ok := rule.Lookup(rule.ID(strings.ToUpper(args[0])))
			if !ok {
				return usagef(c, "nothing is known as %q; expected a rule such as RT-13, a check such as shadowed-rule, or an exit code", args[0])
			}
			return a.writeTo(o.file, func(w io.Writer, s report.Style) error { return report.RuleText(w, r, s) })
		},
	}
	o.fileFlag(c.Flags())
	return c
}

// exitCodes are the exit codes in plain words.
var exitCodes = map[string]string{
	"0": "everything that was stated held, or the question is answered",
	"1": "something was refuted: a statement does not hold; the output names the packet and the rule",
	"2": "bad usage or bad input; nothing was written",
	"3": "nothing was refuted, but something is inconclusive; the output names what is not known and what would supply it",
}
