package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/report"
)

func (a *app) traceCommand() *cobra.Command {
	in, o := &input{}, &output{}
	c := &cobra.Command{
		Use:   "trace FROM TO [TRAFFIC]",
		Short: "Follow one packet hop by hop, out and back",
		Long: `Follows one packet and its answer: at each hop the rule that judged it, the
effective route that led it on, and the one that would have been next.

FROM and TO are endpoints, as in vm:web1, subnet:web/frontend, ip:10.1.2.3,
onprem:hq or internet; of a set one address stands for all, and the answer says
which. TRAFFIC is one word, as tcp/443, udp/53 or icmp; tcp/443 if absent.`,
		Example: `  vnetproof trace vm:web1 internet tcp/443 -t network/
  vnetproof trace onprem:hq vm:sql1 tcp/1433 --format json`,
		Args: arguments("FROM", "TO", "[TRAFFIC]"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			t, err := desk.Trace(args[0], args[1], trafficOf(args))
			if err != nil {
				return err
			}
			err = a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.TraceText(w, s, t) },
				"json": func(w io.Writer, _ report.Style) error { return report.TraceJSON(w, t) },
			})
			if err != nil {
				return err
			}
			return inconclusive(t.Inconclusive())
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "text", "json")
	return c
}
