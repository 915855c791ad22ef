package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report/printable"
	"vnetproof/topology/load"
)

// input is which design a command works on.
type input struct {
	topology []string
	facts    []string
	assume   []string
	tags     []string

	parameters []string
	set        []string
	allow      []string
}

// flags adds --topology and --facts.
func (in *input) flags(f *pflag.FlagSet) {
	repeatedFlag(f, &in.topology, "topology", "t", "`PATH` of a design: a file, folder or glob, of any accepted format;\n"+
		"may be repeated; the working folder if absent")
	in.templateFlags(f)
	in.factFlags(f)
}

// templateFlags adds the flags of ARM templates.
func (in *input) templateFlags(f *pflag.FlagSet) {
	repeatedFlag(f, &in.parameters, "parameters", "p", "`FILE` of parameters for ARM templates; may be repeated")
	repeatedFlag(f, &in.set, "set", "", "`NAME=VALUE` of a parameter of ARM templates; JSON where it is no text")
	repeatedFlag(f, &in.allow, "allow-path", "", "`DIR` outside of a template's folder whose files it may link to;\n"+
		"may be repeated")
}

// factFlags adds the flags of what goes with a design.
func (in *input) factFlags(f *pflag.FlagSet) {
	repeatedFlag(f, &in.facts, "facts", "", "`FILE` of facts beside the design; may be repeated")
	repeatedFlag(f, &in.assume, "assume", "", "`KEY=VALUE` that settles what the platform's version decides:\n"+
		"defaultOutboundAccess=true|false, forwardedTraffic=passes|dropped; may be repeated")
	repeatedFlag(f, &in.tags, "service-tags", "", "`FILE` of service tags, as Azure publishes them or az network\n"+
		"list-service-tags prints them; may be repeated")
}

func (in *input) options() load.Options {
	return load.Options{Paths: in.topology, Facts: in.facts, Assume: in.assume, ServiceTags: in.tags,
		Parameters: in.parameters, Set: in.set, AllowPaths: in.allow}
}

// open loads the design; what was skipped is told to those who ask.
func (a *app) open(in *input) (*ask.Desk, error) {
	desk, err := ask.Open(in.options())
	if err != nil {
		return nil, err
	}
	a.skipped(desk.Input.Skipped)
	return desk, nil
}

// skipped names files that hold no design, to those who ask for more.
func (a *app) skipped(names []string) {
	if !a.verbose {
		return
	}
	for _, name := range names {
		fmt.Fprintln(a.stderr, "skipped, of no known format: "+printable.Text(name))
	}
}
