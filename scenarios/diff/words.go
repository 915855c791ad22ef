package diff

import (
	"fmt"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
)

// EndWords tells the sources or destinations of a part: "any",
// "10.0.0.0/24, 10.1.0.0/24", "Storage except 20.60.0.0/16", "10.0.0.0/8 in
// asg:web and not in asg:db". Of long lists it tells the first few and counts
// the rest; most is how many, 0 all.
func EndWords(e ruleset.End, most int) string {
	text := ""
	if len(e.In) > 0 {
		text = joinNames(e.In)
	}
	missing, listed := missingWords(e), e.Addrs.Words()
	switch {
	case len(missing) == 0 && text == "":
		text = "any"
	case len(missing) == 0:
	case len(missing) < len(listed) && text != "":
		text += " except " + some(missing, most)
	case len(missing) < len(listed) && len(missing) < 3:
		text = "any except " + some(missing, most)
	case text != "":
		text = some(listed, most) + " in " + text
	default:
		text = some(listed, most)
	}
	if len(e.Out) > 0 {
		text += " not in " + joinNames(e.Out)
	}
	return text
}

// missingWords are the addresses that an end leaves out, of the families that it has.
func missingWords(e ruleset.End) []string {
	missing := e.Missing()
	for _, f := range packet.Families() {
		if !e.Addrs.IsEmpty() && e.Addrs.OfFamily(f).IsEmpty() && len(e.In) > 0 {
			missing = missing.Subtract(packet.AllOf(f))
		}
	}
	return missing.Words()
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
