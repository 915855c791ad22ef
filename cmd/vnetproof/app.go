package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"vnetproof/cmd/vnetproof/ui"
	"vnetproof/scenarios"
	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report"
	"vnetproof/scenarios/report/printable"
)

// app is one run of the program.
type app struct {
	stdout, stderr io.Writer
	env            ui.Environment

	color      ui.Color
	quiet      bool
	verbose    bool
	noProgress bool
}

// run does what args say and returns the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	a.explain(err)
	return codeOf(err)
}

// explain says on stderr why a command failed, unless its answer has said it.
func (a *app) explain(err error) {
	var code exitCode
	var bad *ask.InputError
	var wrong *scenarios.InputError
	switch {
	case err == nil, errors.As(err, &code):
	case errors.As(err, &bad):
		report.DiagnosticsText(a.stderr, a.errStyle(), bad.Diags.Sorted())
	case errors.As(err, &wrong):
		report.DiagnosticsText(a.stderr, a.errStyle(), wrong.Diags.Sorted())
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "interrupted; nothing was written")
	default:
		fmt.Fprintln(a.stderr, "vnetproof: "+printable.Multiline(err.Error()))
		var usage *usageError
		if errors.As(err, &usage) {
			fmt.Fprintln(a.stderr, "help: "+usage.command+" --help")
		}
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "vnetproof",
		Short: "Proves or refutes what an Azure network design lets through",
		Long: `vnetproof loads an Azure network design, simulates every packet, and proves or
refutes statements about segmentation and forced tunneling. It touches neither
Azure nor the network.`,
		SilenceErrors: true,
		// As far as two letters swapped.
		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
		Args:                       noSuchCommand,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetHelpTemplate(helpTemplate)
	a.commonFlags(root.PersistentFlags())
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return &usageError{err.Error(), c.CommandPath()} })
	for _, command := range a.commands() {
		root.AddCommand(command)
	}
	return root
}

// commands are all but completion and help, which cobra adds.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.testCommand(),
		a.traceCommand(),
		a.reachCommand(),
		a.matrixCommand(),
		a.routesCommand(),
		a.rulesCommand(),
		a.diagramCommand(),
		a.validateCommand(),
		a.explainCommand(),
		a.replayCommand(),
		a.diffCommand(),
		a.lintCommand(),
		a.importCommand(),
		a.exportCommand(),
		a.exportCommandsCommand(),
		a.initCommand(),
		a.schemaCommand(), a.versionCommand(),
	}
}

// commonFlags are those that every command knows.
func (a *app) commonFlags(f *pflag.FlagSet) {
	f.SortFlags = false
	f.Var(&a.color, "color", "colour text: auto, always or never; auto heeds NO_COLOR")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "only the answer itself")
	f.BoolVarP(&a.verbose, "verbose", "v", false, "more about what was done, and files that were skipped")
	f.BoolVar(&a.noProgress, "no-progress", false, "show no progress on a terminal")
}

// errStyle is how text on stderr looks.
func (a *app) errStyle() report.Style { return a.style(a.stderr) }

// style is how text on w looks.
func (a *app) style(w io.Writer) report.Style {
	t := ui.Look(w, a.color, a.env)
	return report.Style{Color: t.Color, Marks: t.Marks, ASCII: t.ASCII, Width: t.Width, Verbose: a.verbose, Quiet: a.quiet}
}

// progress shows how far long work is, where somebody looks.
func (a *app) progress() *ui.Progress {
	if a.noProgress || a.quiet {
		return nil
	}
	return ui.NewProgress(a.stderr, ui.Look(a.stderr, a.color, a.env))
}
