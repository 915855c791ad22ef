package rule

import (
	"fmt"
	"strings"
	"testing"
)

// lengths of the chapters: ids count up from one without a hole.
var chapters = map[string]int{"WALK": 14, "RT": 30, "NSG": 25, "ADM": 7, "PEER": 12, "GW": 19, "VWAN": 12, "FW": 20,
	"LB": 8, "NAT": 1, "AGW": 4, "DDOS": 1, "BAS": 1, "PE": 10, "DNS": 9, "V6": 2, "LOG": 3}

func TestEveryRuleHasOneRow(t *testing.T) {
	total := 0
	for chapter, n := range chapters {
		total += n
		for i := 1; i <= n; i++ {
			id := ID(fmt.Sprintf("%s-%d", chapter, i))
			if _, ok := Lookup(id); !ok {
				t.Errorf("%s has no row", id)
			}
		}
	}
	if len(All()) != total {
		t.Errorf("%d rows, want %d", len(All()), total)
	}
}

func TestRowsAreComplete(t *testing.T) {
	for _, r := range All() {
		needsWhy := r.Status == Inconclusive || r.Status == OutOfScope
		switch {
		case r.Status == StatusUnset:
			t.Errorf("%s has no status", r.ID)
		case needsWhy != (r.Why != ""):
			t.Errorf("%s is %s, because of %q", r.ID, r.Status, r.Why)
		case !strings.HasPrefix(r.Source, learn):
			t.Errorf("%s has source %q", r.ID, r.Source)
		case !strings.HasSuffix(r.Sentence, ".") || strings.Contains(r.Sentence, "\n"):
			t.Errorf("%s: %q is not one sentence", r.ID, r.Sentence)
		}
	}
}

func TestLookupOfNoRule(t *testing.T) {
	if r, ok := Lookup("RT-99"); ok {
		t.Errorf("found %v", r)
	}
}
