package matrix

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
)

// By is how hosts are grouped.
type By struct {
	Kind Kind
	Key  string // of ByTag: the resource tag
}

// Kind is a kind of grouping; the zero value is by subnet.
type Kind uint8

const (
	BySubnet Kind = iota
	ByVNet
	ByASG
	ByNIC
	ByTag
)

var kindWords = []string{BySubnet: "subnet", ByVNet: "vnet", ByASG: "asg", ByNIC: "nic", ByTag: "tag"}

// String returns what ParseBy reads.
func (b By) String() string {
	if b.Kind == ByTag {
		return "tag:" + b.Key
	}
	return kindWords[b.Kind]
}

// ParseBy reads subnet, vnet, asg, nic or tag:KEY.
func ParseBy(text string) (By, error) {
	word, key, hasKey := strings.Cut(text, ":")
	for k, w := range kindWords {
		if !strings.EqualFold(w, word) {
			continue
		}
		if (Kind(k) == ByTag) == (hasKey && key != "") && (Kind(k) == ByTag || !hasKey) {
			return By{Kind(k), key}, nil
		}
	}
	hint := "write subnet, vnet, asg, nic or tag:KEY"
	if near := source.Suggest(word, kindWords); near != "" && near != word {
		hint = "did you mean " + near + "?"
	}
	return By{}, fmt.Errorf("%q is no way to group hosts; %s", text, hint)
}
