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

	mu    sync.Mutex
	began time.Time
	last  time.Time
	text  string // what was said last
	open  bool   // a line is painted and not ended
}

const (
	repaintEvery = 100 * time.Millisecond
	plainEvery   = 5 * time.Second
)

// progress returns the command's progress on standard error.
func (j *job) progress() *progress {
	width, _ := j.Terminal(j.Stderr)
	return &progress{w: j.Stderr, now: j.Now, width: width, began: j.Now(), last: j.Now()}
}

// say tells how far the command is, if it is time to.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = fmt.Sprintf(format, args...)
	p.show(p.text)
}

// keep says again and again what was said last, and for how long the command
// has been at it, until it is stopped: a wait for a lifetime says nothing by
// itself.
func (p *progress) keep() (stop func()) {
	again := time.NewTicker(time.Second)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-again.C:
				p.mu.Lock()
				p.show(fmt.Sprintf("%s (after %s)", p.text, p.now().Sub(p.began).Round(time.Second)))
				p.mu.Unlock()
			case <-done:
				return
			}
		}
	}()
	return func() {
		again.Stop()
		close(done)
	}
}

// show writes a line of progress, if it is time to.
func (p *progress) show(text string) {
	every := plainEvery
	if p.width > 0 {
		every = repaintEvery
	}
	if p.now().Sub(p.last) < every {
		return
	}
	p.last = p.now()
	if p.width == 0 {
		fmt.Fprintln(p.w, text)
		return
	}
	line := []rune(text)
	fmt.Fprint(p.w, "\r\x1b[K"+string(line[:min(len(line), p.width-1)]))
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
