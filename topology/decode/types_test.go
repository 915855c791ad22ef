package decode

import (
	"os"
	"strings"
	"testing"
)

// Every resource type of Microsoft.Network stands in a list with its place:
// simulated, irrelevant to what reaches what, or told as not simulated. What
// Azure adds is put there on purpose, or fails.
func TestEveryTypeOfMicrosoftNetworkHasItsPlace(t *testing.T) {
	text, err := os.ReadFile("testdata/microsoft.network.txt")
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]int{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		kind, got := "Microsoft.Network/"+words[1], "told"
		switch {
		case isIrrelevant(kind):
			got = "irrelevant"
		case isModelled(kind):
			got = "simulated"
		}
		counted[got]++
		if got != words[0] {
			t.Errorf("%s %s: the list says %s", got, words[1], words[0])
		}
	}
	t.Logf("%d types are simulated, %d are irrelevant, %d are told as not simulated", counted["simulated"], counted["irrelevant"], counted["told"])
}

func TestIrrelevantTypesStandOnce(t *testing.T) {
	seen := map[string]string{}
	for _, i := range irrelevant {
		for _, kind := range strings.Fields(i.types) {
			if kind != strings.ToLower(kind) || !strings.HasPrefix(kind, "microsoft.") {
				t.Errorf("%s is no type in lower case", kind)
			}
			if other := seen[kind]; other != "" {
				t.Errorf("%s: %s, and %s", kind, other, i.why)
			}
			if isModelled(kind) {
				t.Errorf("%s is simulated", kind)
			}
			seen[kind] = i.why
		}
	}
}
