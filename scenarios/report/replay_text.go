package report

import (
	"fmt"
	"io"

	"vnetproof/scenarios/replay"
)

// ReplayText tells which recorded answers the simulation gives, too.
func ReplayText(w io.Writer, s Style, list []replay.Result, other []string) error {
	p := newPage(w, s)
	same, different, skipped := 0, 0, 0
	for _, r := range list {
		switch {
		case r.Skipped != "":
			skipped++
			p.field(0, "skipped", 9, muted, r.Recording.Kind.String()+" of "+r.About+"  "+r.Recording.File)
			p.put(9, muted, r.Skipped)
		case len(r.Differences) > 0:
			different++
			p.field(0, "differs", 9, bad, r.Recording.Kind.String()+" of "+r.About+"  "+r.Recording.File)
			for _, d := range r.Differences {
				p.put(9, plain, d)
			}
		default:
			same++
			p.field(0, "same", 9, plain, r.Recording.Kind.String()+" of "+r.About+"  "+r.Recording.File)
		}
	}
	for _, name := range other {
		p.field(0, "other", 9, muted, name+" holds no answer that is compared")
	}
	p.put(0, plain, fmt.Sprintf("%d answers the same, %d different, %d skipped", same, different, skipped))
	return p.done()
}
