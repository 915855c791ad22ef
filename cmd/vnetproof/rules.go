package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/report"
)

func (a *app) rulesCommand() *cobra.Command {
	in, o := &input{}, &output{}
	var recorded string
	c := &cobra.Command{
		Use:   "rules ENDPOINT",
		Short: "List the effective security rules of a NIC or subnet",
		Long: `Lists the security rules that act at a NIC or subnet, level by level in the order
in which they are judged, default rules among them, with what their tags stand
for there (in JSON) and which rules never decide.

ENDPOINT names one NIC, machine or subnet: web/frontend, vm:web1, nic:web1-nic
or a resource ID.`,
		Example: "  vnetproof rules web/frontend -t network/",
		Args:    arguments("ENDPOINT"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			if recorded != "" {
				return a.expect(o, desk, args[0], recorded)
			}
			r, err := desk.Rules(args[0])
			if err != nil {
				return err
			}
			err = a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.RulesText(w, s, r) },
				"json": func(w io.Writer, _ report.Style) error { return report.RulesJSON(w, r) },
			})
			if err != nil {
				return err
			}
			return inconclusive(len(r.Gaps()) > 0)
		},
	}
	in.flags(c.Flags())
	c.Flags().StringVar(&recorded, "expect", "", "`FILE` of effective rules that Azure gave: list the differences, and exit 1 if there are any")
	o.flags(c.Flags(), "text", "json")
	return c
}
