package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vnetproof/cmd/vnetproof/ui"
	"vnetproof/scenarios/report/printable"
)

//go:embed starter
var starter embed.FS

func (a *app) initCommand() *cobra.Command {
	var pattern string
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a small design with scenarios that it passes, to start from",
		Long: `Writes a starter design and a suite of scenarios into DIR, the working folder by
default. Nothing that is there is overwritten.`,
		Example: "  vnetproof init network && vnetproof test network",
		Args:    arguments("[DIR]"),
		RunE: func(c *cobra.Command, args []string) error {
			files, err := starterFiles(c, pattern)
			if err != nil {
				return err
			}
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			if err := writeStarter(dir, files); err != nil {
				return err
			}
			return a.tellStarter(dir, files)
		},
	}
	c.Flags().StringVar(&pattern, "pattern", "hub-spoke", "`PATTERN` of the design: hub-spoke")
	return c
}

// starterFiles are the embedded files of a pattern.
func starterFiles(c *cobra.Command, pattern string) ([]string, error) {
	entries, err := starter.ReadDir("starter")
	if err != nil {
		return nil, err
	}
	var known []string
	for _, e := range entries {
		known = append(known, e.Name())
	}
	if !slices.Contains(known, pattern) {
		return nil, usagef(c, "there is no pattern %q; known are %s", pattern, strings.Join(known, ", "))
	}
	return fs.Glob(starter, "starter/"+pattern+"/*")
}

// writeStarter writes all files, or none where one of them is there already.
func writeStarter(dir string, files []string) error {
	for _, f := range files {
		if _, err := os.Lstat(target(dir, f)); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already; choose another folder", target(dir, f))
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, f := range files {
		text, err := starter.ReadFile(f)
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { _, err := w.Write(text); return err }
		if err := ui.WriteFile(target(dir, f), write); err != nil {
			return err
		}
	}
	return nil
}

func target(dir, file string) string { return filepath.Join(dir, filepath.Base(file)) }

// tellStarter names what was written and what to do next.
func (a *app) tellStarter(dir string, files []string) error {
	if a.quiet {
		return nil
	}
	for _, f := range files {
		fmt.Fprintln(a.stdout, "wrote "+printable.Text(filepath.ToSlash(target(dir, f))))
	}
	_, err := fmt.Fprintln(a.stdout, "next: vnetproof test "+printable.Text(filepath.ToSlash(dir)))
	return err
}
