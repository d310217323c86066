package check

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// How long what a finding says may be, in bytes: a target has a hand in it.
const (
	longestWords      = 2 << 10
	longestCrash      = 16 << 10
	longestTranscript = 512 << 10
)

// words takes the secrets out of what a finding says, and clips it.
func (t *T) words(text string) string { return clipped(t.Redactor.Scrub(text), longestWords) }

// clipped cuts a text that is too long, and says so.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return fmt.Sprintf("%s… [clipped, %d of %d bytes]", text[:end], end, len(text))
}

// slim takes headers and bodies out of the latest exchanges that are no evidence
// themselves, and then of any, until a transcript has a size that a report can
// bear.
func slim(all []reports.Exchange) {
	total := 0
	for _, e := range all {
		total += sizeOf(e)
	}
	for _, evidence := range []bool{false, true} {
		for i := len(all) - 1; i >= 0 && total > longestTranscript; i-- {
			if e := &all[i]; evidence || e.Role != string(scenarios.RoleControl) && e.Role != string(scenarios.RoleJudged) {
				total -= sizeOf(*e)
				e.Header, e.Answer, e.Body, e.Reply, e.Clipped = []string{}, nil, "", "", true
			}
		}
	}
}

func sizeOf(e reports.Exchange) int {
	n := len(e.Body) + len(e.Reply)
	for _, line := range slices.Concat(e.Header, e.Answer) {
		n += len(line)
	}
	return n
}

// show puts the exchanges into the finding, and how to reproduce it.
func (t *T) show(exchanges []scenarios.Entry) {
	f := &t.finding
	for _, e := range exchanges {
		shown := t.Redactor.Render(e)
		f.Transcript = append(f.Transcript, reports.Exchange{
			Sequence: e.Number, Step: string(e.Verb), Role: string(e.Role), Method: shown.Method, URL: shown.URL,
			Header: shown.Header, Body: shown.Body, Status: e.Status, Answer: shown.Answer,
			Reply: shown.Reply, Error: shown.Err, Clipped: shown.Clipped,
			Millis: float64(shown.Took.Microseconds()) / 1000,
		})
	}
	slim(f.Transcript)
	f.Reproduce = append(t.Redactor.Script(t.keepBody).Lines(exchanges), "authassay run "+f.ID+t.Aim)
	f.Omitted = t.transcript.Dropped()
}

// keepBody keeps a part of a body beside the report, since no command line can
// hold it, and returns the name of its file there.
func (t *T) keepBody(part []byte) string {
	f := &t.finding
	for _, b := range f.Bodies {
		if bytes.Equal(b.Content, part) {
			return b.Name
		}
	}
	name := fmt.Sprintf("%s/%s-%s-%d.bin", reports.BodiesFolder, f.Profile, f.ID, len(f.Bodies)+1)
	f.Bodies = append(f.Bodies, reports.Body{Name: name, Content: slices.Clone(part)})
	return name
}
