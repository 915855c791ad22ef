package topology

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFoldHashIsEqualWithoutCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[@-\[`+"`"+`-{/A-Za-z0-9]{0,40}`)).Draw(t, "s")
		if FoldHash(s) != FoldHash(strings.ToLower(s)) {
			t.Fatalf("%q has another hash in lower case", s)
		}
	})
	for _, pair := range [][2]string{{"a", "b"}, {"[", "{"}, {"@", "`"}, {"", "\x00"}, {"12345678", "1234567"}, {"aé", "aè"}, {"/A/B", "/A/C"}} {
		if FoldHash(pair[0]) == FoldHash(pair[1]) {
			t.Errorf("%q and %q have the same hash", pair[0], pair[1])
		}
	}
	if FoldHash("a\u212a") != FoldHash("AK") || FoldHash("É") != FoldHash("é") {
		t.Error("letters outside of ASCII have a case as well")
	}
}

func TestDesignFindsAllOfMany(t *testing.T) {
	const count = 3000
	var d Design
	id := func(i int) ID { return ID(fmt.Sprintf("/Subscriptions/S/providers/X/Y/n%d", i)) }
	for i := range count {
		if d.Add(&Other{Resource: Resource{ID: id(i)}}) != nil {
			t.Fatalf("%s is taken", id(i))
		}
	}
	for i := range count {
		if n := d.ByID(ID(strings.ToUpper(string(id(i))))); n == nil || n.Base().ID != id(i) {
			t.Fatalf("%s leads to %v", id(i), n)
		}
		if d.Add(&Other{Resource: Resource{ID: ID(id(i).Key())}}) != d.All[i] {
			t.Fatalf("%s is entered twice", id(i))
		}
	}
	if d.ByID(id(count)) != nil || len(d.All) != count {
		t.Error("something is found that is not there")
	}
	other := &Other{Resource: Resource{ID: id(7)}}
	d.Replace(other)
	if d.ByID(id(7)) != Node(other) || d.All[7] != Node(other) {
		t.Error("the replacement is not found")
	}
}
