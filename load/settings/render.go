package settings

import (
	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/transcript"
)

// rendering makes wrong answers fit to be shown.
func rendering(redactor *redact.Redactor) func(load.Sample) reports.Exchange {
	return func(wrong load.Sample) reports.Exchange {
		body, _ := wrong.Request.Payload()
		shown := redactor.Render(transcript.Entry{
			Verb: scenarios.Call, Role: transcript.Judged, Method: wrong.Request.Method, URL: wrong.Request.Address(),
			Header: wrong.Request.Header, Body: body, Status: wrong.Status, Answer: wrong.Header, Reply: wrong.Body,
			Sent: wrong.Sent, Received: wrong.Sent.Add(wrong.Took),
		})
		return reports.Exchange{
			Step: string(shown.Verb), Role: string(shown.Role), Method: shown.Method, URL: shown.URL,
			Header: shown.Header, Body: shown.Body, Status: shown.Status, Answer: shown.Answer, Reply: shown.Reply,
			Error: wrong.Why.Words(), Wrong: wrong.Why, Millis: float64(shown.Took.Microseconds()) / 1000, Clipped: shown.Clipped,
			Sequence: int(wrong.Sequence),
		}
	}
}

// Source is where the credentials of an assembled target come from. It lacks
// whom to tell, and where chance and the time come from.
func Source(a *assembly.Assembly) credentials.Source {
	return credentials.Source{
		Client: a.Client, Clock: a.Clock, Profile: a.Profile.Name, Policy: a.Profile.Policy,
		Concurrency: a.Limits.Concurrency, Fingerprint: a.Redactor.Fingerprint,
	}
}
