package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/report"
)

func (a *app) routesCommand() *cobra.Command {
	in, o := &input{}, &output{}
	var recorded string
	c := &cobra.Command{
		Use:   "routes ENDPOINT",
		Short: "List the effective routes of a NIC or subnet",
		Long: `Lists the routes that apply at a NIC or subnet, in Network Watcher's terms, the
losers among them and what took their place.

ENDPOINT names one NIC, machine or subnet: web/frontend, vm:web1, nic:web1-nic,
subnet:hub/GatewaySubnet or a resource ID.`,
		Example: "  vnetproof routes web/frontend -t network/",
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
			r, err := desk.Routes(args[0])
			if err != nil {
				return err
			}
			err = a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.RoutesText(w, s, r) },
				"json": func(w io.Writer, _ report.Style) error { return report.RoutesJSON(w, r) },
			})
			if err != nil {
				return err
			}
			return inconclusive(len(r.Gaps()) > 0)
		},
	}
	in.flags(c.Flags())
	c.Flags().StringVar(&recorded, "expect", "", "`FILE` of effective routes that Azure gave: list the differences, and exit 1 if there are any")
	o.flags(c.Flags(), "text", "json")
	return c
}
