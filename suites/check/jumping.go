package check

import (
	"net/http"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// jumped says what the target's clock did, since the check began, that nobody
// here had ordered. What was judged by that clock is no finding then: a failure
// may be the jump's, and so may a pass where the check outwaited a lifetime.
func (t *T) jumped() (string, bool) {
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
func (t *T) unsettled(end stop) stop {
	t.glance(end)
	what, jumped := t.jumped()
	if !jumped {
		return end
	}
	switch verdict := end.verdict; {
	case verdict == Crashed, verdict == reports.NotApplicable, verdict == reports.Untested:
		return end
	case verdict == reports.Pass && !t.entry.waits():
		return end
	}
	detail := what
	if end.detail != "" {
		detail += "; " + end.detail
	}
	return stop{verdict: reports.Inconclusive, detail: detail}
}

// glance has a target whose clock others may move tell the time before a failure
// is believed: the clock may have jumped while the answer was under way.
func (t *T) glance(end stop) {
	found := end.verdict == reports.Fail || end.verdict == reports.Warn
	if !found || t.Watch == nil || t.Client == nil || t.Client.Wire == nil || !t.Clock.Instant() && !t.entry.waits() {
		return
	}
	t.Client.Wire.Send(scenarios.Recording(t.ctx, nil), scenarios.Request{
		Method: http.MethodGet, URL: t.Client.Bases.Auth + "/", Header: t.Client.Bases.Header.Clone(),
	})
}
