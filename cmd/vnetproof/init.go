package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
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
	var big estateFlags
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a small design with scenarios that it passes, to start from",
		Long: `Writes a starter design and a suite of scenarios into DIR, the working folder by
default. Nothing that is there is overwritten.

With --spokes it writes an estate of any size instead: spokes in five zones of
which the first is shared, NSGs that let each zone and the shared one in, and
between them by --pattern a hub with a firewall (hub-spoke), a connected group of
a network manager (mesh) or two virtual hubs secured by routing intent (vwan).
No other way leads from zone to zone but the planted leaks, which leaks.yaml
lists. Equal flags write equal files.`,
		Example: `  vnetproof init network && vnetproof test network
  vnetproof init --spokes 50 --subnets 4 --leaks 3 --format export estate`,
		Args: arguments("[DIR]"),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			files, next := starterFiles, "test "
			if big.isAsked(c) {
				files, next = big.files, "validate -t "
			}
			list, err := files(c, pattern)
			if err != nil {
				return err
			}
			if err := writeNew(dir, list); err != nil {
				return err
			}
			return a.tellNew(dir, list, "vnetproof "+next)
		},
	}
	c.Flags().StringVar(&pattern, "pattern", "hub-spoke", "`PATTERN` of the design: hub-spoke; of an estate also mesh, vwan")
	big.flags(c)
	return c
}

// newFile is a file to write into a folder.
type newFile struct {
	name  string
	write func(w io.Writer) error
}

// starterFiles are the embedded files of a pattern.
func starterFiles(c *cobra.Command, pattern string) ([]newFile, error) {
	entries, err := starter.ReadDir("starter")
	if err != nil {
		return nil, err
	}
	var known []string
	for _, e := range entries {
		known = append(known, e.Name())
	}
	if !slices.Contains(known, pattern) {
		if slices.Contains(patterns, pattern) {
			return nil, usagef(c, "pattern %s is of estates; add --spokes N", pattern)
		}
		return nil, usagef(c, "there is no pattern %q; known are %s", pattern, strings.Join(known, ", "))
	}
	names, err := fs.Glob(starter, "starter/"+pattern+"/*")
	if err != nil {
		return nil, err
	}
	var files []newFile
	for _, name := range names {
		text, err := starter.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, newFile{path.Base(name), func(w io.Writer) error { _, err := w.Write(text); return err }})
	}
	return files, nil
}

// writeNew writes all files, or none where one of them is there already.
func writeNew(dir string, files []newFile) error {
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, f.name)); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already; choose another folder", filepath.Join(dir, f.name))
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, f := range files {
		if err := ui.WriteFile(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

// tellNew names what was written and what to do next.
func (a *app) tellNew(dir string, files []newFile, next string) error {
	if a.quiet {
		return nil
	}
	for _, f := range files {
		fmt.Fprintln(a.stdout, "wrote "+printable.Text(filepath.ToSlash(filepath.Join(dir, f.name))))
	}
	_, err := fmt.Fprintln(a.stdout, "next: "+next+printable.Text(filepath.ToSlash(dir)))
	return err
}
