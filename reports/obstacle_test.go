package reports_test

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// TestWhatDidNotWorkBeforeBars has the cause decide where nothing else does,
// whatever the user accepts, and stand beside what does.
func TestWhatDidNotWorkBeforeBars(t *testing.T) {
	const words = "client: the client is refused: answered with 401; is client.secret right? Or the server refuses what is right"
	for _, test := range []struct {
		run  *reports.Run
		code int
		says string
	}{
		{reporttest.Barred(false, "MUST untested"), reports.ExitJudge, "could not be judged: " + words},
		{reporttest.Barred(true, "MUST pass"), reports.ExitJudge, "could not be judged: " + words},
		{reporttest.Barred(true, "MUST fail", "MUST pass"), reports.ExitFail, "before the checks this did not work: client"},
	} {
		reports.Score(test.run, reports.ScoreOptions{AllowUntested: true})
		if test.run.ExitCode != test.code || !strings.Contains(test.run.Sentence, test.says) {
			t.Errorf("%d: %s", test.run.ExitCode, test.run.Sentence)
		}
	}
}

// TestAHintThatIsNoQuestionEndsInAFullStop, whatever the words of it end in.
func TestAHintThatIsNoQuestionEndsInAFullStop(t *testing.T) {
	run := reporttest.Barred(false, "MUST untested")
	for want, hint := range map[string]reports.Obstacle{
		"set client.pkce. Or the server":           {Hint: "set client.pkce"},
		"is client.pkce set? Or the server":        {Hint: "is client.pkce set?", Asks: true},
		"the page says: who are you?. Or the serv": {Said: "the page says: who are you?"},
	} {
		o := &run.Preflight[0]
		o.Said, o.Hint, o.Asks = hint.Said, hint.Hint, hint.Asks
		if got := run.Obstacles()[0]; !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// TestAListOfDeviationsIsNotJudgedByNothing leaves the list alone where no check
// was tried.
func TestAListOfDeviationsIsNotJudgedByNothing(t *testing.T) {
	known, err := reports.ReadKnown("known.txt", "ZZZ-01 nobody has it\n")
	if err != nil {
		t.Fatal(err)
	}
	run := reporttest.Barred(false, "MUST untested")
	known.Apply(run)
	if len(run.Stale) > 0 {
		t.Errorf("%q", run.Stale)
	}
}
