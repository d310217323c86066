package reports

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// barredRun is one that was not begun, and one of which a part was not.
func barredRun(part bool, verdicts ...string) *Run {
	run := judged(verdicts...)
	run.Preflight = []Obstacle{{"client", "the client is refused", "answered with 401", "is client.secret right?", true, part}}
	return run
}

// TestWhatDidNotWorkBeforeBars has the cause decide where nothing else does,
// whatever the user accepts, and stand beside what does.
func TestWhatDidNotWorkBeforeBars(t *testing.T) {
	const words = "client: the client is refused: answered with 401; is client.secret right? Or the server refuses what is right"
	for _, test := range []struct {
		run  *Run
		code int
		says string
	}{
		{barredRun(false, "MUST untested"), ExitJudge, "could not be judged: " + words},
		{barredRun(true, "MUST pass"), ExitJudge, "could not be judged: " + words},
		{barredRun(true, "MUST fail", "MUST pass"), ExitFail, "before the checks this did not work: client"},
	} {
		Score(test.run, ScoreOptions{AllowUntested: true})
		if test.run.ExitCode != test.code || !strings.Contains(test.run.Sentence, test.says) {
			t.Errorf("%d: %s", test.run.ExitCode, test.run.Sentence)
		}
	}
}

// TestAListOfDeviationsIsNotJudgedByNothing leaves the list alone where no check
// was tried.
func TestAListOfDeviationsIsNotJudgedByNothing(t *testing.T) {
	known, err := ReadKnown("known.txt", "ZZZ-01 nobody has it\n")
	if err != nil {
		t.Fatal(err)
	}
	run := barredRun(false, "MUST untested")
	known.Apply(run)
	if len(run.Stale) > 0 {
		t.Errorf("%q", run.Stale)
	}
}

var markup = regexp.MustCompile(`<[^>]*>`)

// TestEveryFormatSaysWhatDidNotWork finds cause and hint in each of them, and
// what was not begun in short.
func TestEveryFormatSaysWhatDidNotWork(t *testing.T) {
	run := barredRun(false, slices.Repeat([]string{"MUST untested"}, 67)...)
	for i := range run.Findings {
		run.Findings[i].Detail = "no check was tried"
	}
	Score(run, ScoreOptions{})
	for _, name := range Formats() {
		var b bytes.Buffer
		if err := Write(&b, name, run, Options{}); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if name == "html" {
			text = markup.ReplaceAllString(text, "")
		}
		text = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
		for _, want := range []string{"the client is refused", "is client.secret right?", "r the server refuses what is right"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
		if n := strings.Count(b.String(), "\n"); (name == "text" || name == "markdown") && n > 50 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, run)))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled(t).Validate(doc); err != nil {
		t.Error(err)
	}
}
