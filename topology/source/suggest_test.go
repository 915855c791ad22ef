package source

import "testing"

func TestSuggest(t *testing.T) {
	known := []string{"addressPrefix", "addressPrefixes", "peerings", "subnets", "x"}
	tests := []struct{ name, word, want string }{
		{"a missing letter", "adressPrefix", "addressPrefix"},
		{"case only", "SUBNETS", "subnets"},
		{"the nearer of two", "addressPrefixs", "addressPrefix"},
		{"short words bear one letter", "vn", ""},
		{"nothing near", "routeTable", ""},
		{"one letter has no near word", "q", ""},
		{"empty", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Suggest(test.word, known); got != test.want {
				t.Errorf("Suggest(%q) = %q, want %q", test.word, got, test.want)
			}
		})
	}
}
