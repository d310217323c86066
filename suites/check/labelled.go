package check

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// JudgeEach judges one of several answers of a check, as Judge does. The label
// says which one it is, such as the value that was sent, and stands before what
// was seen; it holds no secret that the redactor does not know.
func (t *T) JudgeEach(label string, actual any, m Answer) {
	t.label = label
	defer func() {
		t.label = ""
		t.finding.Actual = label + ": " + t.finding.Actual
		switch end := recover().(type) {
		case nil:
		case stop:
			if end.crash {
				end.detail = label + ": " + end.detail
			}
			panic(end)
		default:
			panic(end)
		}
	}()
	t.Judge(actual, m)
}

// Labelled is one of several answers that are judged alike, with what tells it
// from the others.
type Labelled struct {
	Label string
	Reply *scenarios.Reply
}

// JudgeAll judges every one of several requests, and names those that went wrong:
// the first of them must not hide the rest.
func (t *T) JudgeAll(all []Labelled, a Answer) {
	var wrong []string
	var crash *Labelled
	judged := false
	for _, s := range all {
		t.Note(s.Reply, a)
		if a.ok(s.Reply) && (!IsBroken(s.Reply) || a.takesBroken(s.Reply)) {
			continue
		}
		t.mark(s.Reply, scenarios.RoleJudged)
		wrong = append(wrong, s.Label+": "+Describe(s.Reply))
		switch {
		case !IsBroken(s.Reply):
			judged = true
		case crash == nil || !failedBy(crash.Reply) && failedBy(s.Reply):
			crash = &s
		}
	}
	t.finding.Acceptable = a.Acceptable
	t.finding.Actual = fmt.Sprintf("all of %d, as they should be", len(all))
	if len(wrong) == 0 {
		return
	}
	t.finding.Actual = fmt.Sprintf("%d of %d: %s", len(wrong), len(all), strings.Join(wrong, "; "))
	if judged {
		t.violate("none of the acceptable answers: " + strings.Join(a.Acceptable, "; "))
	}
	t.place = crash.Label
	t.broke(crash.Reply, a.JudgesBroken)
}
