package ui

import (
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// quiet is how long work may take before progress is shown at all.
	quiet = 300 * time.Millisecond
	// pause is the time between two pictures of it.
	pause = 100 * time.Millisecond
)

// Progress shows on one line of a terminal's stderr how far long work is, and
// wipes the line when done. The zero value and nil show nothing. It is safe for
// concurrent use.
type Progress struct {
	mu    sync.Mutex
	w     io.Writer
	next  time.Time // not before this
	shown bool
	now   func() time.Time
}

// NewProgress returns a Progress on w, silent unless t is a terminal.
func NewProgress(w io.Writer, t Terminal) *Progress {
	if !t.Is {
		return nil
	}
	return &Progress{w: w, now: time.Now, next: time.Now().Add(quiet)}
}

// Step says that done of total parts are ready: "proving 12 of 40 scenarios".
func (p *Progress) Step(what string, done, total int, of string) {
	if p == nil || p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(pause)
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[K%s %d of %d %s", what, done, total, of)
}

// Done wipes the line.
func (p *Progress) Done() {
	if p == nil || p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
