package suites

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// secret is what no finding may hold.
const secret = "s3cr3t-Zq8vN2mK5xR7"

// tried runs one body as a check of a level, in a world without a target.
func tried(t *testing.T, level catalogue.Level, body func(*Trial), traits ...Trait) reports.Finding {
	t.Helper()
	redactor, err := scenarios.NewRedactor(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	redactor.Learn(secret)
	duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: "EXC-02", Sentence: "A sentence."}, Level: level}
	world := World{Client: &scenarios.Client{}, Redactor: redactor, Clock: scenarios.RealClock{}}
	found, _ := attempt(t.Context(), check{world: world, duty: duty, body: body, traits: traits}, true)
	return found
}

// answered is a reply of a class.
func answered(c scenarios.Class) *scenarios.Reply { return &scenarios.Reply{Status: 200, Class: c} }

func TestVerdicts(t *testing.T) {
	judge := func(c scenarios.Class) func(*Trial) {
		return func(t *Trial) { t.Judge(answered(c), Alive()) }
	}
	control := func(c scenarios.Class) func(*Trial) {
		return func(t *Trial) { t.Control(answered(c), Alive()); t.Judge(answered(scenarios.Alive), Alive()) }
	}
	for name, test := range map[string]struct {
		level catalogue.Level
		body  func(*Trial)
		want  reports.Verdict
	}{
		"a right answer":               {catalogue.Must, judge(scenarios.Alive), reports.Pass},
		"a wrong answer to a MUST":     {catalogue.Must, judge(scenarios.Dead), reports.Fail},
		"a wrong answer to a SHOULD":   {catalogue.Should, judge(scenarios.Dead), reports.Warn},
		"a wrong answer to a MAY":      {catalogue.May, judge(scenarios.Dead), reports.Note},
		"a broken answer":              {catalogue.Must, judge(scenarios.Broken), reports.Inconclusive},
		"a control that fails":         {catalogue.Must, control(scenarios.Dead), reports.Untested},
		"a control that breaks":        {catalogue.Must, control(scenarios.Broken), reports.Inconclusive},
		"nothing judged":               {catalogue.Must, func(*Trial) {}, crashed},
		"a panic":                      {catalogue.Must, func(*Trial) { panic("at the disco") }, crashed},
		"a wait that nobody allows":    {catalogue.Must, func(t *Trial) { t.Until(time.Now().Add(time.Hour)) }, reports.Untested},
		"something the target may not": {catalogue.Must, func(t *Trial) { t.Inapplicable("not here") }, reports.NotApplicable},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tried(t, test.level, test.body); got.Verdict != test.want {
				t.Errorf("verdict %q (%s), want %q", got.Verdict, got.Detail, test.want)
			}
		})
	}
}

func TestDestructiveChecksNeedASacrifice(t *testing.T) {
	found := tried(t, catalogue.Must, func(*Trial) { t.Error("the check was run") }, Destructive)
	if found.Verdict != reports.Untested || !strings.Contains(found.Detail, "sacrificial") {
		t.Errorf("verdict %q, %s", found.Verdict, found.Detail)
	}
}

// TestFailuresAndPanicsKeepSecrets puts a secret into everything that a check
// can say, by way of failures of the matcher library and of panics.
func TestFailuresAndPanicsKeepSecrets(t *testing.T) {
	r := answered(scenarios.Dead)
	r.Problem = secret
	for name, body := range map[string]func(*Trial){
		"a failure":            func(t *Trial) { t.Judge(r, Alive().That("shows "+secret, func(*scenarios.Reply) bool { return true })) },
		"a control":            func(t *Trial) { t.Control(r, Alive()) },
		"a plain fact":         func(t *Trial) { t.Require(false, "no "+secret, "a %s", secret) },
		"a reason":             func(t *Trial) { t.Untested("no %s", secret) },
		"a panic with text":    func(*Trial) { panic("oh " + secret) },
		"a panic with error":   func(*Trial) { panic(errors.New(secret)) },
		"a panic with pointer": func(t *Trial) { var none *scenarios.Landing; _ = none.Answer.Get(secret) },
	} {
		t.Run(name, func(t *testing.T) {
			f := tried(t, catalogue.Must, body)
			text := strings.Join(append(f.Acceptable, f.Actual, f.Control, f.Detail), "\n")
			if strings.Contains(text, secret) {
				t.Errorf("the finding holds the secret:\n%s", text)
			}
			if f.Verdict == reports.Pass {
				t.Error("the check passed")
			}
		})
	}
}
