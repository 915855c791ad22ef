package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/diff"
	"vnetproof/scenarios/report"
	"vnetproof/topology/load"
)

// openVersions loads two designs; of a Terraform plan alone what is there, and
// what is planned.
func (a *app) openVersions(c *cobra.Command, f *diffFlags, before, after string) ([2]*ask.Desk, error) {
	if after != "" {
		return a.openBoth(f, before, after)
	}
	var desks [2]*ask.Desk
	for i, prior := range []bool{true, false} {
		desk, err := ask.Open(f.version(before, prior))
		if err != nil {
			return desks, err
		}
		if !slices.ContainsFunc(desk.Input.Files, func(f load.File) bool { return f.Format == load.TerraformPlan }) {
			return desks, usagef(c, "NEW is missing, and %s holds no Terraform plan; write %s OLD NEW", before, c.CommandPath())
		}
		desks[i] = desk
	}
	a.skipped(desks[1].Input.Skipped)
	return desks, nil
}

// diffDesigns compares all traffic of two designs.
func (a *app) diffDesigns(c *cobra.Command, f *diffFlags, desks [2]*ask.Desk) error {
	progress := a.progress()
	r, err := diff.OfDesigns(c.Context(), desks[0].Design(), desks[1].Design(), diff.DesignOptions{Budget: int(f.options.Budget),
		Progress: func(done, total int) { progress.Step("comparing", done, total, "sources") }})
	progress.Done()
	if err != nil {
		return err
	}
	err = a.write(&f.output, formats{
		"text": func(w io.Writer, s report.Style) error { return report.DiffDesignsText(w, s, r) },
		"json": func(w io.Writer, _ report.Style) error { return report.DiffDesignsJSON(w, r) },
	})
	if err != nil {
		return err
	}
	if r.Has(diff.Opened) {
		return exitCode(exitRefuted)
	}
	return inconclusive(r.Inconclusive())
}
