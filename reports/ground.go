package reports

import (
	"fmt"
	"time"
)

// Ground is what decided the verdict of a load. It is empty where the verdict
// was given by hand.
type Ground string

// The grounds, the weightiest first.
const (
	WrongAnswers     Ground = "wrong answers"       // somebody got an answer that they must not get
	CutShort         Ground = "interrupt"           // half a run says nothing of objectives for the whole
	NoAnswer         Ground = "no answer"           // nothing that was sent got a usable answer
	MissedObjectives Ground = "missed objectives"   // the target answered, and not well enough
	RateLimit        Ground = "rate limit"          // the target's own rate limit was in the way
	MostlyErrors     Ground = "mostly errors"       // more than half of the requests got no usable answer
	AllKept          Ground = "all objectives kept" // every answer was right, and in time
)

// verdict is what a ground decides.
func (g Ground) verdict() Verdict {
	switch g {
	case WrongAnswers, MissedObjectives:
		return Fail
	case AllKept:
		return Pass
	}
	return Inconclusive
}

// Conclude gives the load its verdict, and puts that and what limited the load
// into words. All figures must stand already.
func (l *Load) Conclude(g Ground) {
	l.Ground, l.Verdict, l.Sentence = g, g.verdict(), l.grounds(g)
	if l.LimitedBy != nil {
		l.Limit = l.LimitedBy.words()
	}
	if l.Throttled > 0 {
		l.Sentence += "; " + throttling(l.Throttled, l.RetryAfter)
	}
	if l.Errors > 0 && l.Verdict == Pass {
		l.Sentence += fmt.Sprintf("; %d requests got no usable answer", l.Errors)
	}
	if l.Unsent > 0 {
		l.Sentence += fmt.Sprintf("; %d requests could not be sent in time", l.Unsent)
	}
}

// grounds puts a ground into words, with its figures.
func (l *Load) grounds(g Ground) string {
	switch g {
	case WrongAnswers:
		return fmt.Sprintf("%d of %d answers were wrong", l.Wrong, l.Requests)
	case CutShort:
		return fmt.Sprintf("interrupted after %.1f s and %d requests", l.Seconds, l.Requests)
	case NoAnswer:
		return "no request got a usable answer"
	case MissedObjectives:
		return fmt.Sprintf("%d of %d objectives were missed at %.0f answers a second", len(missed(l)), len(l.Thresholds), l.Done)
	case RateLimit:
		return "the target's own rate limit was in the way"
	case MostlyErrors:
		return fmt.Sprintf("%d of %d requests got no usable answer", l.Errors, l.Requests)
	}
	return fmt.Sprintf("%.0f answers a second, every one of %d right", l.Done, l.Answered())
}

// Answered counts the requests that got a usable answer.
func (l *Load) Answered() uint64 { return l.Requests - min(l.Requests, l.Errors+l.Throttled) }

// throttling says how much the target's own rate limit turned away.
func throttling(n uint64, retryAfter float64) string {
	text := fmt.Sprintf("the target's own rate limit answered %d requests with 429", n)
	if retryAfter > 0 {
		text += fmt.Sprintf(" and asked for %.0f s of patience", retryAfter)
	}
	return text
}

// LimitKind is what other than the target can hold a load back.
type LimitKind string

// The limits of a generator.
const (
	PortsUsedUp     LimitKind = "ports or files" // the system gave it no more of them
	GeneratorLate   LimitKind = "late generator" // it woke too late by itself
	ConnectionsBusy LimitKind = "connections"    // all of them were in use
)

// Limit says what other than the target held a load back.
type Limit struct {
	Kind        LimitKind `json:"kind" words:"ours"`
	Count       uint64    `json:"count,omitempty"`       // of requests that it held back
	Share       float64   `json:"share,omitempty"`       // of the requests, 0 to 1, that were late
	Late        float64   `json:"late,omitempty"`        // milliseconds from which they count as late
	Connections int       `json:"connections,omitempty"` // that could be open
}

// words say what a limit did.
func (l *Limit) words() string {
	switch l.Kind {
	case PortsUsedUp:
		return fmt.Sprintf("the generator ran out of ports or files %d times", l.Count)
	case GeneratorLate:
		return fmt.Sprintf("the generator itself sent %.1f%% of the requests more than %v late", l.Share*100, duration(l.Late))
	}
	return fmt.Sprintf("all %d connections were in use when %d requests were due; their wait is part of the response time", l.Connections, l.Count)
}

// duration reads milliseconds.
func duration(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }
