package suites

import "github.com/authassay/authassay/reports"

// jumped says what the target's clock did, since the check began, that nobody
// here had ordered. What was judged by that clock is no finding then: a failure
// may be the jump's, and so may a pass where the check outwaited a lifetime.
func (t *Trial) jumped() (string, bool) {
	if t.Watch == nil {
		return "", false
	}
	jump, jumped := t.Watch.Jumped(t.began)
	if !jumped {
		return "", false
	}
	return jump.String(), true
}

// unsettled is the verdict of a check during which the clock jumped, and the
// verdict that it came to by itself otherwise.
func (t *Trial) unsettled(end stop) stop {
	what, jumped := t.jumped()
	if !jumped {
		return end
	}
	switch verdict := end.verdict; {
	case verdict == crashed, verdict == reports.NotApplicable, verdict == reports.Untested:
		return end
	case verdict == reports.Pass && !t.check.has(Waits):
		return end
	}
	detail := what
	if end.detail != "" {
		detail += "; " + end.detail
	}
	return stop{verdict: reports.Inconclusive, detail: detail}
}
