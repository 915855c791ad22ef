package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vnetproof/scenarios/estate"
	"vnetproof/topology/generate"
)

// estateFlags ask for a big design instead of a starter.
type estateFlags struct {
	generate.Estate
	format string
}

// sized are the flags that make a design an estate.
var sized = []string{"spokes", "subnets", "rules", "firewall-rules", "nsgs", "ip-groups", "port-ranges", "leaks", "seed", "format", "translated", "unknown"}

func (e *estateFlags) flags(c *cobra.Command) {
	f := c.Flags()
	f.IntVar(&e.Spokes, "spokes", 0, "`N` spokes of an estate of known truth, to try scale")
	f.IntVar(&e.Subnets, "subnets", 10, "`N` subnets of each spoke")
	f.IntVar(&e.Rules, "rules", 50, "`N` rules of each NSG")
	f.IntVar(&e.FirewallRules, "firewall-rules", 2000, "`N` rules of the firewall in the hub")
	f.IntVar(&e.Groups, "nsgs", 0, "`N` NSGs; as many as spokes if absent")
	f.IntVar(&e.IPGroups, "ip-groups", 0, "`N` IP groups; 15 to 100 firewall rules if absent")
	f.IntVar(&e.PortRanges, "port-ranges", 0, "`PERCENT` of the rules have random ranges of ports")
	f.IntVar(&e.Leaks, "leaks", 0, "`N` ways between zones to plant; leaks.yaml lists them")
	f.BoolVar(&e.Translated, "translated", false, "add translation to an estate: a second hub, load balancers, what the\ninternet may send to them, and HTTPS to the internet for all spokes")
	f.IntVar(&e.Unknown, "unknown", 0, "`PERCENT` of the rules name what the design does not hold, for\nbenchmarks: the truth of such an estate is not known")
	f.Uint64Var(&e.Seed, "seed", 1, "`SEED` of all that is random")
	f.StringVar(&e.format, "format", "yaml", "format of an estate: "+strings.Join(estate.Formats(), ", "))
}

// patterns are those of estates, in the order of generate.Pattern.
var patterns = []string{generate.HubSpoke: "hub-spoke", generate.Mesh: "mesh", generate.VirtualWAN: "vwan"}

// isAsked tells whether a flag of estates was given.
func (e *estateFlags) isAsked(c *cobra.Command) bool {
	return slices.ContainsFunc(sized, c.Flags().Changed)
}

// files makes the files of the estate that the flags ask for.
func (e *estateFlags) files(c *cobra.Command, pattern string) ([]newFile, error) {
	i := slices.Index(patterns, pattern)
	if i < 0 {
		return nil, usagef(c, "there is no pattern %q; known are %s", pattern, strings.Join(patterns, ", "))
	}
	e.Pattern = generate.Pattern(i)
	if err := e.check(c); err != nil {
		return nil, err
	}
	format, err := estate.ParseFormat(e.format)
	if err != nil {
		return nil, usagef(c, "%v", err)
	}
	if e.Groups == 0 {
		e.Groups = e.Spokes
	}
	if e.IPGroups == 0 {
		e.IPGroups = e.FirewallRules * 15 / 100
	}
	made, err := estate.Files(e.Estate, format)
	if err != nil {
		return nil, err
	}
	files := make([]newFile, len(made))
	for i, f := range made {
		files[i] = newFile{f.Name, f.Write}
	}
	return files, nil
}

// check refuses numbers of which no design can be made.
func (e *estateFlags) check(c *cobra.Command) error {
	for _, n := range []struct {
		flag               string
		value, least, most int
	}{
		{"spokes", e.Spokes, generate.Zones, generate.MaxSpokes}, {"subnets", e.Subnets, 1, generate.MaxSubnets},
		{"rules", e.Rules, 1, generate.MaxRules}, {"firewall-rules", e.FirewallRules, 0, 20_000}, {"nsgs", e.Groups, 0, 100_000},
		{"ip-groups", e.IPGroups, 0, 10_000}, {"port-ranges", e.PortRanges, 0, 100}, {"leaks", e.Leaks, 0, 1000}, {"unknown", e.Unknown, 0, 100},
	} {
		if n.value < n.least || n.value > n.most {
			return usagef(c, "--%s must be %d to %d, not %d", n.flag, n.least, n.most, n.value)
		}
	}
	return e.checkMesh(c)
}

// checkMesh refuses what a mesh has no firewall for.
func (e *estateFlags) checkMesh(c *cobra.Command) error {
	if e.Pattern != generate.Mesh {
		return nil
	}
	for _, name := range []string{"firewall-rules", "ip-groups", "translated"} {
		if c.Flags().Changed(name) {
			return usagef(c, "--%s needs a firewall, and a mesh has none; leave it out, or choose --pattern hub-spoke or vwan", name)
		}
	}
	return nil
}
