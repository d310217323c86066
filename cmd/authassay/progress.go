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
	waits string // what is waited for, where nothing else is left to do
}

const (
	repaintEvery = 100 * time.Millisecond
	plainEvery   = 5 * time.Second
	// calmEvery is how often a line says again what has been said: somebody who
	// reads a log wants to know that the command lives, and no more.
	calmEvery = 3 * time.Minute
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
	p.text, p.waits = fmt.Sprintf(format, args...), ""
	p.show(p.text, plainEvery)
}

// wait tells what is waited for from now on, since nothing else is left to do.
func (p *progress) wait(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := p.waits == ""
	p.waits = fmt.Sprintf(format, args...)
	if first && p.width == 0 {
		p.last = p.now().Add(-calmEvery) // it is worth a line of its own
	}
	p.show(p.waits, calmEvery)
}

// keep says again and again what was said last, or what is waited for, and for
// how long the command has been at it, until it is stopped: a wait for a lifetime
// says nothing by itself.
func (p *progress) keep() (stop func()) {
	again := time.NewTicker(time.Second)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-again.C:
				p.mu.Lock()
				text := p.text
				if p.waits != "" {
					text = p.waits
				}
				p.show(fmt.Sprintf("%s (after %s)", text, p.now().Sub(p.began).Round(time.Second)), calmEvery)
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

// show writes a line of progress, if it is time to: plain lines come no more
// often than every so long.
func (p *progress) show(text string, every time.Duration) {
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
