package phrase

import (
	"fmt"
	"strings"

	"vnetproof/scenarios/finding"
)

// Ends names a set of addresses: "web/frontend (10.1.1.0/24), web1 (10.1.1.4)".
func Ends(ends finding.Ends) string {
	const most = 4
	var words []string
	for i, e := range ends {
		if i == most {
			words = append(words, fmt.Sprintf("… %d more", len(ends)-most))
			break
		}
		words = append(words, end(e))
	}
	return strings.Join(words, ", ")
}

// end is a name, and the addresses that it does not tell itself.
func end(e finding.End) string {
	addresses := e.Addresses
	if !e.Space.IsEmpty() {
		addresses = e.Space
	}
	words := addresses.Words()
	if len(words) == 0 || strings.HasPrefix(e.Name, "any public address") || len(words) == 1 && words[0] == e.Name {
		return e.Name
	}
	const most = 3
	if len(words) > most {
		words = append(words[:most:most], fmt.Sprintf("… %d more", len(words)-most))
	}
	return e.Name + " (" + strings.Join(words, ", ") + ")"
}
