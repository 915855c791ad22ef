package decode

import "strings"

// isIrrelevant tells whether a type has no influence on what reaches what.
func isIrrelevant(resourceType string) bool {
	t := strings.ToLower(resourceType)
	return irrelevant[t]
}

// isModelled tells whether the simulation reads a type.
func isModelled(resourceType string) bool {
	k, ok := kinds[strings.ToLower(resourceType)]
	return ok && k.decode != nil
}

var irrelevant = map[string]bool{}
