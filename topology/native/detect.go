package native

import (
	"slices"
	"strings"

	"vnetproof/topology/tree"
)

// IsFacts tells whether a document is a facts overlay: it has a section that
// only those have, or a name that says so.
func IsFacts(root *tree.Node) bool {
	return isA(root, ".facts.yaml", func(key string) bool {
		return key != "onPremises" && factsSpec().find(key) != nil && key[0] != '$'
	})
}

// IsDesign tells whether a document is a native design: it has a section of
// resources, or a name that says so. Sites alone may stand in either. An ARM
// template has no such section.
func IsDesign(root *tree.Node) bool {
	all := sections()
	return isA(root, ".network.yaml", func(key string) bool {
		return key == "onPremises" && !IsFacts(root) || slices.ContainsFunc(all, func(s section) bool { return s.key == key })
	})
}

// IsScenario tells whether a document is a scenario suite.
func IsScenario(root *tree.Node) bool {
	return isA(root, ".scenario.yaml", func(key string) bool { return key == "scenarios" })
}

// isA tells whether a document has one of the keys, or comes from a file of
// that name and is at least an object or empty.
func isA(root *tree.Node, suffix string, has func(key string) bool) bool {
	if named := strings.HasSuffix(strings.ToLower(root.Where().File()), suffix); named {
		return true
	}
	if !root.Is(tree.Object) {
		return false
	}
	for _, m := range root.Members {
		if has(m.Key) {
			return true
		}
	}
	return false
}
