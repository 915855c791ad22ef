package diff

import (
	"fmt"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
)

// EndWords tells the sources or destinations of a part, among packets of some
// families: "any", "10.0.0.0/24, 10.1.0.0/24", "Storage except 20.60.0.0/16",
// "10.0.0.0/8 in asg:web not in asg:db". Of long lists it tells the first few
// and counts the rest; most is how many, 0 all.
func EndWords(e ruleset.End, most int, families []packet.Family) string {
	text := addressWords(e, most, families)
	if len(e.Out) > 0 {
		text += " not in " + joinNames(e.Out)
	}
	return text
}

func addressWords(e ruleset.End, most int, families []packet.Family) string {
	missing, listed := missing(e, families).Words(), e.Addrs.Words()
	names := joinNames(e.In)
	switch {
	case len(missing) == 0 && names == "":
		return "any"
	case len(missing) == 0:
		return names
	case names == "" && len(missing) < min(3, len(listed)):
		return "any except " + some(missing, most)
	case names == "":
		return some(listed, most)
	case len(missing) < len(listed):
		return names + " except " + some(missing, most)
	}
	return some(listed, most) + " in " + names
}

// missing returns what the names of an end may hold, of some families, and its
// addresses do not.
func missing(e ruleset.End, families []packet.Family) packet.AddrSet {
	var all packet.AddrSet
	for _, f := range families {
		all = all.Union(packet.AllOf(f))
	}
	return e.Within().Intersect(all).Subtract(e.Addrs)
}

// MarkWords tells what requests of a part ask for: " for *.contoso.com but not
// for www.contoso.com"; "" for anything.
func MarkWords(e ruleset.End) string {
	text := ""
	if len(e.In) > 0 {
		text = " for " + joinNames(e.In)
	}
	if len(e.Out) > 0 {
		text += " but not for " + joinNames(e.Out)
	}
	return text
}

func joinNames(names []*ruleset.Name) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n.Text
	}
	return strings.Join(words, " and ")
}

// some joins the first words and counts the rest.
func some(words []string, most int) string {
	if most == 0 || len(words) <= most {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:most], ", ") + fmt.Sprintf(", … %d more", len(words)-most)
}
