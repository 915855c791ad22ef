package rule

import "testing"

// surprising are the rules whose consequences people do not expect.
var surprising = []ID{"NSG-10", "NSG-24", "RT-13", "RT-14", "RT-15", "PEER-3", "GW-14", "RT-4", "RT-5", "NSG-14", "LB-4", "ADM-1", "FW-4", "FW-5", "RT-20", "RT-10", "RT-9"}

func TestSurprisingRulesAreTaught(t *testing.T) {
	for _, id := range surprising {
		if l, ok := LessonOf(id); !ok || l.Text == "" || l.Example == "" {
			t.Errorf("%s has no lesson", id)
		}
	}
	if _, ok := LessonOf("LOG-1"); ok {
		t.Error("LOG-1 has a lesson, and nothing to teach")
	}
	for id := range lessons {
		if _, ok := Lookup(id); !ok {
			t.Errorf("a lesson of no rule: %s", id)
		}
	}
}
