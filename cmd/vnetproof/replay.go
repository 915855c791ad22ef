package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/replay"
	"vnetproof/scenarios/report"
)

func (a *app) replayCommand() *cobra.Command {
	in, o := &input{}, &output{}
	c := &cobra.Command{
		Use:   "replay DIR",
		Short: "Compare the simulation with recorded answers of Network Watcher",
		Long: `Compares the simulation of a design with answers that Azure gave about it, each a
JSON file in DIR or below: {"request": ..., "response": ...} of IP flow verify,
next hop, connection troubleshoot and security group view, or the lists of
effective routes and rules of a NIC, named after it: NIC.json. Differences are
listed, and the exit code is 1 where there are any.`,
		Example: "  vnetproof replay recorded/ -t network/",
		Args:    arguments("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			list, other, err := replay.Read(args[0])
			if err != nil {
				return err
			}
			return a.compared(o, replay.Compare(desk, list), other)
		},
	}
	in.flags(c.Flags())
	o.fileFlag(c.Flags())
	return c
}

// compared writes the comparisons; differences end with exit code 1.
func (a *app) compared(o *output, list []replay.Result, other []string) error {
	err := a.writeTo(o.file, func(w io.Writer, s report.Style) error { return report.ReplayText(w, s, list, other) })
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(r replay.Result) bool { return len(r.Differences) > 0 }) {
		return exitCode(exitRefuted)
	}
	return nil
}

// expect compares an endpoint with a recorded list of its routes or rules.
func (a *app) expect(o *output, desk *ask.Desk, endpoint, file string) error {
	r, err := replay.Expect(desk, endpoint, file)
	if err != nil {
		return err
	}
	return a.compared(o, []replay.Result{r}, nil)
}
