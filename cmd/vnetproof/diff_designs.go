package main

import (
	"context"
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
func (a *app) openVersions(c *cobra.Command, f *diffFlags, before, after string) (*ask.Versions, error) {
	switch {
	case after != "" && f.filters:
		return ask.OpenBoth(f.version(before, false), f.version(after, false))
	case after != "":
		return ask.OpenVersions(f.version(before, false), f.version(after, false))
	}
	var desks [2]*ask.Desk
	for i, prior := range []bool{true, false} {
		desk, err := ask.Open(f.version(before, prior))
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(desk.Input.Files, func(f load.File) bool { return f.Format == load.TerraformPlan }) {
			return nil, usagef(c, "NEW is missing, and %s holds no Terraform plan; write %s OLD NEW", before, c.CommandPath())
		}
		desks[i] = desk
	}
	return &ask.Versions{Old: desks[0], New: desks[1], Skipped: desks[1].Input.Skipped}, nil
}

// diffDesigns compares all traffic of two designs.
func (a *app) diffDesigns(c *cobra.Command, f *diffFlags, v *ask.Versions) error {
	progress := a.progress()
	o := diff.DesignOptions{Budget: int(f.options.Budget), Progress: func(done, total int) { progress.Step("comparing", done, total, "sources") }}
	r, err := compareVersions(c.Context(), v, o)
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

func compareVersions(ctx context.Context, v *ask.Versions, o diff.DesignOptions) (*diff.Designs, error) {
	if v.Revision != nil {
		return diff.OfRevision(ctx, v.Revision, o)
	}
	return diff.OfDesigns(ctx, v.Old.Design(), v.New.Design(), o)
}
