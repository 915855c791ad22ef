package main

import (
	"io"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/diff"
	"vnetproof/scenarios/report"
	"vnetproof/topology/load"
)

// diffFlags are those of diff alone.
type diffFlags struct {
	output  output
	filters bool
	with    input // of both versions
	options diff.Options
}

func (a *app) diffCommand() *cobra.Command {
	f := &diffFlags{}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what traffic a change opens, closes or leads another way",
		Long: `Compares two versions of a design, files or folders of any accepted format: who
can send what to whom now and could not before, what is closed, and what takes
another way; by which rule or route and before by which, with a packet that was
walked in both. Of a Terraform plan alone what is there is compared with what is
planned. Subnets, hosts and sites are the same where their IDs are, or else their
types and names; the hosts of a subnet go by their addresses.

With --filters it compares the network security groups, admin rule collections
and firewall policies of the same name as exact sets of packets: equivalent at
every place, or what is opened, closed or led elsewhere. The rest of the design
need not be there.

Exits 1 if anything is opened, 3 if nothing is but something may be.`,
		Example: "  vnetproof diff main/network network\n  vnetproof diff plan.json --format json\n  vnetproof diff --filters old/nsg.json new/nsg.json",
		Args:    arguments("OLD", "[NEW]"),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.diff(c, f, args[0], "")
			}
			return a.diff(c, f, args[0], args[1])
		},
	}
	f.output.flags(c.Flags(), "text", "json")
	c.Flags().BoolVar(&f.filters, "filters", false, "compare rule lists of the same name, one by one")
	f.with.templateFlags(c.Flags())
	f.with.factFlags(c.Flags())
	c.Flags().Int64Var(&f.options.Budget, "budget", 0, "give up a rule list or a source after `N` steps of work; 0 is some seconds")
	return c
}

func (a *app) diff(c *cobra.Command, f *diffFlags, before, after string) error {
	if err := f.output.check(c); err != nil {
		return err
	}
	versions, err := a.openVersions(c, f, before, after)
	if versions != nil {
		a.skipped(versions.Skipped)
	}
	if err != nil {
		return err
	}
	if !f.filters {
		return a.diffDesigns(c, f, versions)
	}
	r, err := diff.OfFilters(c.Context(), versions.Old.Design(), versions.New.Design(), f.options)
	if err != nil {
		return err
	}
	err = a.write(&f.output, formats{
		"text": func(w io.Writer, s report.Style) error { return report.DiffFiltersText(w, s, r) },
		"json": func(w io.Writer, _ report.Style) error { return report.DiffFiltersJSON(w, r) },
	})
	if err != nil {
		return err
	}
	if r.Has(diff.Opened) {
		return exitCode(exitRefuted)
	}
	return inconclusive(r.Inconclusive())
}

// version says how one version is read.
func (f *diffFlags) version(path string, prior bool) load.Options {
	o := f.with.options()
	o.Paths, o.Prior = []string{path}, prior
	return o
}
