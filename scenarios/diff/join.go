package diff

import (
	"slices"

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
	var out []ruleset.Part
	for _, x := range parts {
		k := slices.IndexFunc(out, func(y ruleset.Part) bool { return sameEnds(x, y) })
		if k < 0 {
			out = append(out, x)
			continue
		}
		out[k].Service = out[k].Service.Union(x.Service)
	}
	return joinFamilies(out)
}

func sameEnds(x, y ruleset.Part) bool {
	return sameNames(x, y) && x.Src.Addrs.Equal(y.Src.Addrs) && x.Dst.Addrs.Equal(y.Dst.Addrs)
}

func sameNames(x, y ruleset.Part) bool {
	return slices.Equal(x.Src.In, y.Src.In) && slices.Equal(x.Src.Out, y.Src.Out) &&
		slices.Equal(x.Dst.In, y.Dst.In) && slices.Equal(x.Dst.Out, y.Dst.Out) &&
		slices.Equal(x.Mark.In, y.Mark.In) && slices.Equal(x.Mark.Out, y.Mark.Out)
}

// joinFamilies joins each part of IPv6 with one of IPv4 that has the same names
// and words: there are no packets between the families, so their products join.
func joinFamilies(parts []ruleset.Part) []ruleset.Part {
	var out []ruleset.Part
	for _, x := range parts {
		k := slices.IndexFunc(out, func(y ruleset.Part) bool { return joins(x, y) })
		if family(x) != packet.IPv6 || k < 0 {
			out = append(out, x)
			continue
		}
		out[k].Src.Addrs = out[k].Src.Addrs.Union(x.Src.Addrs)
		out[k].Dst.Addrs = out[k].Dst.Addrs.Union(x.Dst.Addrs)
		out[k].Service = out[k].Service.Union(x.Service)
	}
	return out
}

func joins(x, y ruleset.Part) bool {
	return sameNames(x, y) && y.Src.Addrs.OfFamily(packet.IPv6).IsEmpty() && traffic(x).String() == traffic(y).String()
}
