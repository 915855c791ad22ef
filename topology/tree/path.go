package tree

import (
	"strconv"
	"strings"
)

// KeyPath returns the path of member key below path, as messages show it:
// resources[3].properties, tags["a b"].
func KeyPath(path, key string) string {
	if !isPlainKey(key) {
		return path + "[" + strconv.Quote(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// IndexPath returns the path of item i below path.
func IndexPath(path string, i int) string {
	return path + "[" + strconv.Itoa(i) + "]"
}

// isPlainKey tells whether key can stand in a path without quotes.
func isPlainKey(key string) bool {
	return key != "" && strings.IndexFunc(key, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(`."[]`, r) || r == 0x7f
	}) < 0
}

// step is one key or, where key is "" and index counts, one index of a path.
type step struct {
	key   string
	index int // -1 for a key
}

// pathOf joins steps.
func pathOf(steps []step) string {
	path := ""
	for _, s := range steps {
		if s.index >= 0 {
			path = IndexPath(path, s.index)
		} else {
			path = KeyPath(path, s.key)
		}
	}
	return path
}
