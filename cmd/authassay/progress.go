package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// progress tells a person how far a command is: one line that is painted over
// again and again on a terminal, a plain line every few seconds elsewhere.
// Safe for concurrent use.
type progress struct {
	w     io.Writer
	now   func() time.Time
	width int // of the terminal, 0 where there is none

	mu   sync.Mutex
	last time.Time
	open bool // a line is painted and not ended
}

const (
	repaintEvery = 100 * time.Millisecond
	plainEvery   = 5 * time.Second
)

// progress returns the command's progress on standard error.
func (j *job) progress() *progress {
	width, _ := j.Terminal(j.Stderr)
	return &progress{w: j.Stderr, now: j.Now, width: width, last: j.Now()}
}

// say tells how far the command is, if it is time to.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	every := plainEvery
	if p.width > 0 {
		every = repaintEvery
	}
	if p.now().Sub(p.last) < every {
		return
	}
	p.last = p.now()
	text := []rune(fmt.Sprintf(format, args...))
	if p.width == 0 {
		fmt.Fprintln(p.w, string(text))
		return
	}
	fmt.Fprint(p.w, "\r\x1b[K"+string(text[:min(len(text), p.width-1)]))
	p.open = true
}

// note writes a line that stays.
func (p *progress) note(format string, args ...any) {
	p.clear()
	fmt.Fprintf(p.w, format+"\n", args...)
}

// clear takes the painted line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.open = false
	}
}
