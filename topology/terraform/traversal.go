package terraform

import (
	"regexp"
	"strings"
)

// A plan does not show the expressions inside of dynamic blocks. Where the .tf
// file is there and such an expression only names something, that is read.

// traversal is what only names something: azurerm_subnet.app["a"].id.
var traversal = regexp.MustCompile(`^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[[^\[\]]*(\["[^"]*"\])?[^\[\]]*\])+$`)

// literalIndex is an index that is no expression.
var literalIndex = regexp.MustCompile(`^\[("[^"$%\\]*"|[0-9]+)\]$`)

// references lists what an attribute names, as a plan would: what comes behind
// an index that is an expression is left out.
func (b *block) references(key string) []string {
	if b == nil {
		return nil
	}
	text := b.attributes[key].text
	if inner, ok := strings.CutPrefix(text, "["); ok {
		text = strings.TrimSpace(strings.TrimSuffix(inner, "]"))
	}
	if !traversal.MatchString(text) {
		return nil
	}
	parts := split(text)
	for k, p := range parts {
		if !isIndex(p) || literalIndex.MatchString(p) {
			continue
		}
		inner := strings.TrimSpace(p[1 : len(p)-1])
		if !traversal.MatchString(inner) {
			return nil
		}
		return []string{join(parts[:k]), inner}
	}
	return []string{join(parts)}
}
