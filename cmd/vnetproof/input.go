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
}

// flags adds --topology and --facts.
func (in *input) flags(f *pflag.FlagSet) {
	f.StringArrayVarP(&in.topology, "topology", "t", nil, "`PATH` of a design: a file, folder or glob, of any accepted format;\n"+
		"may be repeated; the working folder if absent")
	in.factFlags(f)
}

// factFlags adds the flags of what goes with a design.
func (in *input) factFlags(f *pflag.FlagSet) {
	f.StringArrayVar(&in.facts, "facts", nil, "`FILE` of facts beside the design; may be repeated")
	f.StringArrayVar(&in.assume, "assume", nil, "`KEY=VALUE` that settles what the platform's version decides:\n"+
		"defaultOutboundAccess=true|false, forwardedTraffic=passes|dropped; may be repeated")
	f.StringArrayVar(&in.tags, "service-tags", nil, "`FILE` of service tags, as Azure publishes them or az network\n"+
		"list-service-tags prints them; may be repeated")
}

func (in *input) options() load.Options {
	return load.Options{Paths: in.topology, Facts: in.facts, Assume: in.assume, ServiceTags: in.tags}
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
