package decode

import (
	"fmt"
	"strings"
	"testing"

	"vnetproof/topology/source"
)

// The same mistake many times is told some times, with how many more there are.
func TestTheSameMistakeAThousandTimes(t *testing.T) {
	var all []string
	for i := range 1000 {
		all = append(all, fmt.Sprintf("s%d 10.0.0.0/24", i))
	}
	_, found := decodeAll(t, vnet("hub", "10.0.0.0/16", subnets(all...)))
	if len(found) != maxFindings+1 {
		t.Errorf("%d are told", len(found))
	}
	more := 0
	for _, f := range found {
		if strings.Contains(f.Message, "and 798 more of this kind") {
			more++
		}
	}
	if more != 1 {
		t.Errorf("%d of them tell how many more there are", more)
	}
}

// Each of these would take hours if it were looked at pair by pair.
func TestManyOfEverything(t *testing.T) {
	const n = 5_000
	var prefixes, nets, rules, groups []string
	for i := range n {
		prefixes = append(prefixes, fmt.Sprintf(`"10.%d.%d.0/29"`, i/256, i%256))
		nets = append(nets, fmt.Sprintf("s%d 10.%d.%d.0/29", i, i/256, i%256))
		rules = append(rules, rule(fmt.Sprint("r", i), 100+i%3000, "Inbound"))
		groups = append(groups, "far"+fmt.Sprint(i))
	}
	_, found := decodeAll(t,
		resource("virtualNetworks", "many", `"addressSpace": {"addressPrefixes": [`+strings.Join(prefixes, ",")+`]}, `+subnets(nets...)),
		group("g", rules...), vnet("hub", "172.16.0.0/12", peers(groups...)))
	kinds := map[string]bool{}
	for _, f := range found {
		kinds[f.Severity.String()+" "+f.Code] = true
		if f.Severity == source.Error && f.Code != "duplicate-priority" {
			t.Errorf("unexpected %s", show(f))
		}
	}
	for _, want := range []string{"error duplicate-priority", "warning too-many-rules", "warning too-many-peerings", "unknown outside-input"} {
		if !kinds[want] {
			t.Errorf("no %s", want)
		}
	}
}
