// Package printable makes text of the input harmless to look at.
//
//	design, suite → finding → [printable] → report, diagram
//
// In: a name or message that someone may have chosen to deceive. Out: the same
// text with whatever a terminal or a reader's eye would obey instead of show
// written as an escape: control characters, direction marks, bad UTF-8.
// Must not know: formats; each of them escapes its own syntax after this.
package printable
