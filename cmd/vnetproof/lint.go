package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/lint"
	"vnetproof/scenarios/report"
)

func (a *app) lintCommand() *cobra.Command {
	in, o, options := &input{}, &output{}, lint.Options{}
	c := &cobra.Command{
		Use:   "lint",
		Short: "Find rules that never decide, or without which nothing would change",
		Long: `Looks at each network security group, admin rule collection and firewall policy
of a design for rules that are not worth having:

  shadowed-rule    rules before it decide every packet that it matches
  redundant-rule   rules after it treat its packets alike

Both are exact, over all packets at once, whatever tags and groups contain; a
group that nothing uses is looked at as well. vnetproof explain shadowed-rule
says more. Exits 1 if anything is found.`,
		Example: "  vnetproof lint -t network/\n  vnetproof lint -t nsg.json --format json",
		Args:    arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			desk, err := a.open(in)
			if err != nil {
				return err
			}
			r, err := lint.Run(c.Context(), desk.Design(), options)
			if err != nil {
				return err
			}
			err = a.write(o, formats{
				"text": func(w io.Writer, s report.Style) error { return report.LintText(w, s, r) },
				"json": func(w io.Writer, _ report.Style) error { return report.LintJSON(w, r) },
			})
			if err != nil {
				return err
			}
			if len(r.Findings) > 0 {
				return exitCode(exitRefuted)
			}
			return inconclusive(len(r.Gaps) > 0 || len(r.TooBig) > 0)
		},
	}
	in.flags(c.Flags())
	o.flags(c.Flags(), "text", "json")
	c.Flags().Int64Var(&options.Budget, "budget", 0, "give up a rule list after `N` steps of work; 0 is some seconds")
	return c
}
