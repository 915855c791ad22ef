package packet

import (
	"fmt"
	"net/netip"
	"strings"
)

// Words returns the ranges of s as reports print them, one a range:
// "10.0.0.0/24", "10.0.1.4-10.0.1.9", "10.0.2.1".
func (s AddrSet) Words() []string {
	words := make([]string, len(s.ranges))
	for i, r := range s.ranges {
		words[i] = r.String()
	}
	return words
}

// String returns the words of s joined by commas; "none" for the empty set.
func (s AddrSet) String() string {
	if s.IsEmpty() {
		return "none"
	}
	return strings.Join(s.Words(), ",")
}

// ParseAddrSet reads what AddrSet.String writes: addresses, prefixes and ranges
// joined by commas, in any order. Host bits set in a prefix are an error.
func ParseAddrSet(text string) (AddrSet, error) {
	if text == "none" {
		return AddrSet{}, nil
	}
	var ranges []AddrRange
	for word := range strings.SplitSeq(text, ",") {
		r, err := ParseAddrRange(strings.TrimSpace(word))
		if err != nil {
			return AddrSet{}, err
		}
		ranges = append(ranges, r)
	}
	return AddrSetOf(ranges...), nil
}

// ParseAddrRange reads an address, a prefix without host bits, or a range.
func ParseAddrRange(word string) (AddrRange, error) {
	if lo, hi, isRange := strings.Cut(word, "-"); isRange {
		return parseEnds(word, lo, hi)
	}
	if strings.Contains(word, "/") {
		return parsePrefix(word)
	}
	a, err := netip.ParseAddr(word)
	if err != nil || a.Zone() != "" {
		return AddrRange{}, fmt.Errorf("%q is not an address, prefix or range such as 10.0.0.4, 10.0.0.0/24, 10.0.1.4-10.0.1.9", word)
	}
	return AddrRange{a, a}, nil
}

func parsePrefix(word string) (AddrRange, error) {
	p, err := netip.ParsePrefix(word)
	if err != nil {
		return AddrRange{}, fmt.Errorf("%q is not a prefix such as 10.0.0.0/24", word)
	}
	if p.Masked() != p {
		return AddrRange{}, fmt.Errorf("prefix %q has host bits set; write %s", word, p.Masked())
	}
	return prefixRange(p), nil
}

func parseEnds(word, lo, hi string) (AddrRange, error) {
	first, err1 := netip.ParseAddr(strings.TrimSpace(lo))
	last, err2 := netip.ParseAddr(strings.TrimSpace(hi))
	r := AddrRange{first, last}.withoutZones()
	if err1 != nil || err2 != nil || !r.IsValid() {
		return AddrRange{}, fmt.Errorf("%q is not a range: two addresses of one family, the lower first", word)
	}
	return r, nil
}
