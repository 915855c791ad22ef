package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/diagram"
	"vnetproof/scenarios/matrix"
	"vnetproof/scenarios/report"
)

func (a *app) matrixCommand() *cobra.Command {
	in, o := &input{}, &output{}
	var by string
	var budget int
	c := &cobra.Command{
		Use:   "matrix",
		Short: "List who can talk to whom, on what",
		Long: `Lists which subnets can talk, on what traffic: every packet is taken into account.
The internet and each on-premises site are rows and columns, too. Traffic that
arrives though its answer does not return is told apart, and so is what only some
addresses can ("partly"). Pairs between which nothing gets through are left out.`,
		Example: `  vnetproof matrix -t network/
  vnetproof matrix --by tag:environment --format csv -o matrix.csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			grouping, err := matrix.ParseBy(by)
			if err != nil {
				return usagef(c, "--by: %v", err)
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			progress := a.progress()
			m, err := desk.Matrix(c.Context(), grouping, ask.Effort{Budget: budget, Progress: func(done, total int) { progress.Step("asking", done, total, "rows") }})
			progress.Done()
			if err != nil {
				return err
			}
			err = a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.MatrixText(w, s, m) },
				"json": func(w io.Writer, _ report.Style) error { return report.MatrixJSON(w, m) },
				"csv":  func(w io.Writer, _ report.Style) error { return report.MatrixCSV(w, m) },
				"dot":  func(w io.Writer, _ report.Style) error { return diagram.Matrix(m).DOT(w) },
			})
			if err != nil {
				return err
			}
			return inconclusive(len(m.Gaps) > 0)
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "text", "json", "csv", "dot")
	budgetFlag(c.Flags(), &budget)
	c.Flags().StringVar(&by, "by", "subnet", "how hosts are grouped, `GROUP`: subnet, vnet, asg, nic or tag:KEY")
	return c
}
