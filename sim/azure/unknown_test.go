package azure_test

import (
	"slices"
	"strings"
	"testing"
)

// someDesigns are designs as the decoder gets them, with packets that rest on
// all kinds of resources in them.
func someDesigns(t *testing.T) map[string]*given {
	var near, far []string
	for _, line := range certainLines {
		near = append(near, line)
	}
	for _, l := range wideLines {
		far = append(far, l.line)
	}
	slices.Sort(near)
	slices.Sort(far)
	return map[string]*given{
		"certain": give(t, certain, nil, slices.Compact(near)),
		"wide":    give(t, wide, []string{wideFacts}, slices.Compact(far)),
	}
}

// standIns are values in place of which the compilation takes another, by the
// name of which nobody asks for a packet.
var standIns = []string{"Microsoft.Network/publicIPAddresses ipAddress", "Microsoft.Network/publicIPAddresses "}

func TestAValueThatIsNotKnownMakesNoOtherAnswerCertain(t *testing.T) {
	for design, g := range someDesigns(t) {
		for _, s := range g.spots {
			w, ok := g.world(g.with(s, nobodyKnows))
			if !ok {
				continue // refused: no answer at all
			}
			for i, line := range g.lines {
				o, tr := w.outcome(line)
				if sure, _ := certainly(o); sure && o != g.base[i] && !slices.Contains(standIns, g.name(s)) {
					t.Errorf("%s: %s of %s is not known: %s: %s, where it is known %s\n%s", design, g.name(s),
						g.resources[s.resource].Get("name").Str(), line, w.told(tr), g.base[i], w.story(tr))
				}
			}
		}
	}
}

func TestWhatSaysNothingOfPacketsLeavesAnswersCertain(t *testing.T) {
	harmless := []string{"location", "tags", "apiVersion", "zones", "type", "name", "idleTimeoutInMinutes", "enableTcpReset", "description", "dnsSettings", "ddosSettings",
		"enableDdosProtection", "ddosProtectionPlan", "dhcpOptions", "routingWeight", "bgpSettings", "activeActive"}
	for design, g := range someDesigns(t) {
		for _, s := range g.spots {
			last := s.steps[len(s.steps)-1].key
			if !slices.Contains(harmless, last) || strings.HasSuffix(g.name(s), "sku.name") || strings.HasSuffix(g.name(s), "action.type") || strings.HasSuffix(g.name(s), "firewallPolicies dnsSettings") {
				continue
			}
			w, ok := g.world(g.with(s, nobodyKnows))
			if !ok {
				continue
			}
			for i, line := range g.lines {
				if o, tr := w.outcome(line); o != g.base[i] && o != "" {
					t.Errorf("%s: %s of %s is not known: %s: %s, though it says nothing of packets\n%s", design, g.name(s),
						g.resources[s.resource].Get("name").Str(), line, w.told(tr), w.story(tr))
				}
			}
		}
	}
}
