// Package endpoint reads how users name the ends of traffic and finds what they mean.
//
//	"subnet:web/*,!vm:jump" → [endpoint] → places and addresses → walk, symbolic
//
// In: a selector as text, a Design and its Pipeline. Out: the sources, targets
// and nodes that the selector means there, one representative of them, and the
// short names by which answers call addresses and places.
// Must not know: how Azure forwards, verdicts, formats.
package endpoint
