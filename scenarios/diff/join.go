package diff

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
)

// joinRules joins the changes whose rules come from the same rules as written.
func joinRules(f *Filter, changes []ruleset.Change) []ruleset.Change {
	type pair struct{ old, new int }
	at := map[pair]int{}
	var out []ruleset.Change
	for _, x := range changes {
		key := pair{f.Old.Origin(x.Old), f.New.Origin(x.New)}
		if k, known := at[key]; known && f.New.Outcome(out[k].New) == f.New.Outcome(x.New) {
			out[k].Parts = append(out[k].Parts, x.Parts...)
			continue
		}
		at[key] = len(out)
		out = append(out, x)
	}
	return out
}

// joinParts joins parts with equal ends, then parts of the two families.
func joinParts(parts []ruleset.Part) []ruleset.Part {
	at := map[string]int{}
	var out []ruleset.Part
	for _, x := range parts {
		key := namesKey(x) + x.Src.Addrs.Key() + "→" + x.Dst.Addrs.Key()
		k, known := at[key]
		if !known {
			at[key] = len(out)
			out = append(out, x)
			continue
		}
		out[k].Service = out[k].Service.Union(x.Service)
	}
	return joinFamilies(out)
}

// namesKey is the same for parts whose ends have the same names.
func namesKey(x ruleset.Part) string {
	var key strings.Builder
	for _, names := range [][]*ruleset.Name{x.Src.In, x.Src.Out, x.Dst.In, x.Dst.Out, x.Mark.In, x.Mark.Out} {
		for _, n := range names {
			fmt.Fprintf(&key, "%p ", n)
		}
		key.WriteByte('|')
	}
	return key.String()
}

// joinFamilies joins each part of IPv6 with one of IPv4 that has the same names
// and words: there are no packets between the families, so their products join.
func joinFamilies(parts []ruleset.Part) []ruleset.Part {
	if !slices.ContainsFunc(parts, isIPv6) {
		return parts
	}
	four := map[string]int{} // parts of IPv4 without partner
	var out []ruleset.Part
	for _, x := range parts {
		key := namesKey(x) + traffic(x).String()
		k, known := four[key]
		switch {
		case !isIPv6(x):
			four[key] = len(out)
			out = append(out, x)
		case known:
			out[k].Src.Addrs = out[k].Src.Addrs.Union(x.Src.Addrs)
			out[k].Dst.Addrs = out[k].Dst.Addrs.Union(x.Dst.Addrs)
			out[k].Service = out[k].Service.Union(x.Service)
			delete(four, key)
		default:
			out = append(out, x)
		}
	}
	return out
}

func isIPv6(x ruleset.Part) bool { return family(x) == packet.IPv6 }
