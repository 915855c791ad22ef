package endpoint

import "strings"

// isGlob tells whether a name has wildcards.
func isGlob(pattern string) bool { return strings.ContainsAny(pattern, "*?") }

// globMatch tells whether name matches pattern, in which * is any text and ?
// any one character, without regard to case.
func globMatch(pattern, name string) bool {
	p, n := []rune(strings.ToLower(pattern)), []rune(strings.ToLower(name))
	star, retry := -1, 0
	i, j := 0, 0
	for j < len(n) {
		switch {
		case i < len(p) && p[i] == '*':
			star, retry = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == n[j]):
			i++
			j++
		case star >= 0:
			retry++
			i, j = star+1, retry
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// matchParts matches the parts of a pattern against the last parts of a name.
func matchParts(pattern, name []string) bool {
	if len(pattern) > len(name) {
		return false
	}
	name = name[len(name)-len(pattern):]
	for i := range pattern {
		if !globMatch(pattern[i], name[i]) {
			return false
		}
	}
	return true
}
