package source

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Suggest returns the known word that is nearest to a misspelt one, without
// regard to case, or "" where none is near enough to be meant: more than a
// third of the letters differ, or all of one or two. Of equally near words the
// first one listed wins.
func Suggest(word string, known []string) string {
	best, bestDistance := "", min(max(1, len(word)/3), len(word)-1)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}
