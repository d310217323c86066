package check

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/wire"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/onsi/gomega"
)

// secret is what no finding may hold.
const secret = "s3cr3t-Zq8vN2mK5xR7"

// tried runs one body as a check of a level, in a world without a target.
func tried(t *testing.T, level catalogue.Level, body func(*T), traits ...Trait) reports.Finding {
	t.Helper()
	return triedIn(t, t.Context(), level, body, traits...)
}

// triedIn does so under a context.
func triedIn(t *testing.T, ctx context.Context, level catalogue.Level, body func(*T), traits ...Trait) reports.Finding {
	t.Helper()
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	redactor.Learn(secret)
	duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: "EXC-02", Sentence: "A sentence."}, Level: level}
	world := World{Client: &scenarios.Client{}, Redactor: redactor, Clock: clock.Real{}, Permit: scenarios.Testing}
	found, _, _ := attempt(ctx, entry{Check: Check{ID: duty.ID, Run: body, Traits: traits}, world: world, duty: duty}, true)
	return found
}

// answered is a reply of a class.
func answered(c scenarios.Class) *scenarios.Reply { return &scenarios.Reply{Status: 200, Class: c} }

func TestVerdicts(t *testing.T) {
	judge := func(c scenarios.Class) func(*T) {
		return func(t *T) { t.Judge(answered(c), Alive()) }
	}
	control := func(c scenarios.Class) func(*T) {
		return func(t *T) { t.Control(answered(c), Alive()); t.Judge(answered(scenarios.Alive), Alive()) }
	}
	for name, test := range map[string]struct {
		level catalogue.Level
		body  func(*T)
		want  reports.Verdict
	}{
		"a right answer":               {catalogue.Must, judge(scenarios.Alive), reports.Pass},
		"a wrong answer to a MUST":     {catalogue.Must, judge(scenarios.Dead), reports.Fail},
		"a wrong answer to a SHOULD":   {catalogue.Should, judge(scenarios.Dead), reports.Warn},
		"a wrong answer to a MAY":      {catalogue.May, judge(scenarios.Dead), reports.Note},
		"an unreadable answer, always": {catalogue.Must, judge(scenarios.Broken), reports.Fail},
		"a control that fails":         {catalogue.Must, control(scenarios.Dead), reports.Untested},
		"a control that breaks":        {catalogue.Must, control(scenarios.Broken), reports.Inconclusive},
		"what a matcher expects":       {catalogue.Must, func(t *T) { t.Expect("abc", "three letters", gomega.HaveLen(3)) }, reports.Pass},
		"what no matcher expects":      {catalogue.Should, func(t *T) { t.Expect("abcd", "three letters", gomega.HaveLen(3)) }, reports.Warn},
		"nothing judged":               {catalogue.Must, func(*T) {}, Crashed},
		"a panic":                      {catalogue.Must, func(*T) { panic("at the disco") }, Crashed},
		"a wait that nobody allows":    {catalogue.Must, func(t *T) { t.Until(time.Now().Add(time.Hour)) }, reports.Untested},
		"something the target may not": {catalogue.Must, func(t *T) { t.Inapplicable("not here") }, reports.NotApplicable},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tried(t, test.level, test.body); got.Verdict != test.want {
				t.Errorf("verdict %q (%s), want %q", got.Verdict, got.Detail, test.want)
			}
		})
	}
}

// TestWhatHasNoCheckIsUntested: a requirement that a profile has adopted is not
// passed over where nobody has handed in its check.
func TestWhatHasNoCheckIsUntested(t *testing.T) {
	duty := func(id catalogue.ID) catalogue.Duty {
		return catalogue.Duty{Requirement: catalogue.Requirement{ID: id, Sentence: "A sentence."}, Level: catalogue.Must}
	}
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	world := World{Client: &scenarios.Client{}, Redactor: redactor, Clock: clock.Real{}, Permit: scenarios.Looking,
		Profile: catalogue.Profile{Name: "acme", Duties: []catalogue.Duty{duty("LIB-01"), duty("LIB-02")}}}
	one := New("LIB-01", "look", func(t *T) { t.Judge(answered(scenarios.Alive), Alive()) }, Looks)
	run, err := Run(t.Context(), Options{}, []Check{one}, world)
	if err != nil || len(run.Findings) != 2 {
		t.Fatalf("%v, %+v", err, run)
	}
	if f := run.Findings[1]; f.ID != "LIB-02" || f.Verdict != reports.Untested || f.Detail != "no check of it was handed in" {
		t.Errorf("%+v", f)
	}
}

// TestWhatIsNotPermittedIsNotTried: each check knows the permit that it takes,
// and one that the target file does not give leaves it untested.
func TestWhatIsNotPermittedIsNotTried(t *testing.T) {
	for _, c := range []struct {
		traits []Trait
		takes  scenarios.Permit
	}{
		{[]Trait{Looks}, scenarios.Looking}, {[]Trait{Looks, Waits}, scenarios.Looking}, {nil, scenarios.Testing},
		{[]Trait{Ends}, scenarios.Testing}, {[]Trait{Gathers}, scenarios.Testing},
		{[]Trait{Attacks}, scenarios.Attacking}, {[]Trait{Destructive}, scenarios.Attacking}, {[]Trait{Looks, Attacks}, scenarios.Attacking},
	} {
		for given := scenarios.Looking; given <= scenarios.Attacking; given++ {
			tried := entry{world: World{Permit: given}, Check: Check{Traits: c.traits}}.permitted()
			if want := given >= c.takes; tried != want {
				t.Errorf("traits %v under %s: tried %t, want %t", c.traits, given, tried, want)
			}
		}
	}
	found := tried(t, catalogue.Must, func(*T) { t.Error("the check was run") }, Destructive)
	if found.Verdict != reports.Untested || found.Detail != "it takes permit: attacking, and the target file permits testing" {
		t.Errorf("verdict %q, %s", found.Verdict, found.Detail)
	}
}

// TestFailuresAndPanicsKeepSecrets puts a secret into everything that a check
// can say, by way of failures of the matcher library and of panics.
func TestFailuresAndPanicsKeepSecrets(t *testing.T) {
	r := answered(scenarios.Dead)
	r.Problem = secret
	for name, body := range map[string]func(*T){
		"a failure":            func(t *T) { t.Judge(r, Alive().That("shows "+secret, func(*scenarios.Reply) bool { return true })) },
		"a control":            func(t *T) { t.Control(r, Alive()) },
		"a matcher of Gomega":  func(t *T) { t.Expect(secret, "no "+secret, gomega.BeEmpty()) },
		"a plain fact":         func(t *T) { t.Require(false, "no "+secret, "a %s", secret) },
		"a reason":             func(t *T) { t.Untested("no %s", secret) },
		"a lack":               func(t *T) { t.Lacking("a thing of "+secret, r) },
		"a panic with text":    func(*T) { panic("oh " + secret) },
		"a panic with error":   func(*T) { panic(errors.New(secret)) },
		"a panic with pointer": func(t *T) { var none *scenarios.Landing; _ = none.Answer.Get(secret) },
	} {
		t.Run(name, func(t *testing.T) {
			f := tried(t, catalogue.Must, body)
			text := strings.Join(append(f.Acceptable, f.Actual, f.Control, f.Detail), "\n")
			if f.Why != nil {
				text += f.Why.Thing + f.Why.Seen
			}
			if strings.Contains(text, secret) {
				t.Errorf("the finding holds the secret:\n%s", text)
			}
			if f.Verdict == reports.Pass {
				t.Error("the check passed")
			}
		})
	}
}

// TestABrokenAnswerIsTriedAgain: a server error where an answer is demanded is
// a failure when it comes again between controls that hold, and nothing is
// decided when it does not, when the control breaks, or when no answer came.
func TestABrokenAnswerIsTriedAgain(t *testing.T) {
	good, failed := answered(scenarios.Alive), &scenarios.Reply{Status: 500, Class: scenarios.Broken}
	silent := &scenarios.Reply{Class: scenarios.Broken, Err: errors.New("connection refused")}
	busy := &scenarios.Reply{Status: 429, Class: scenarios.Busy}
	for name, c := range map[string]struct {
		controls, judged []*scenarios.Reply // of the first try and of the second
		level            catalogue.Level
		want             reports.Verdict
	}{
		"twice":                     {[]*scenarios.Reply{good, good}, []*scenarios.Reply{failed, failed}, catalogue.Must, reports.Fail},
		"twice, where it should":    {[]*scenarios.Reply{good, good}, []*scenarios.Reply{failed, failed}, catalogue.Should, reports.Warn},
		"once":                      {[]*scenarios.Reply{good, good}, []*scenarios.Reply{failed, good}, catalogue.Must, reports.Inconclusive},
		"then the control, too":     {[]*scenarios.Reply{good, failed}, []*scenarios.Reply{failed, failed}, catalogue.Must, reports.Inconclusive},
		"no answer":                 {[]*scenarios.Reply{good, good}, []*scenarios.Reply{silent, silent}, catalogue.Must, reports.Inconclusive},
		"asked too often":           {[]*scenarios.Reply{good, good}, []*scenarios.Reply{busy, busy}, catalogue.Must, reports.Inconclusive},
		"once, then a wrong answer": {[]*scenarios.Reply{good, good}, []*scenarios.Reply{failed, answered(scenarios.Dead)}, catalogue.Must, reports.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			try := -1
			found := tried(t, c.level, func(tt *T) {
				try++
				tt.Control(c.controls[try], Alive())
				tt.Judge(c.judged[try], Alive())
			})
			if found.Verdict != c.want {
				t.Errorf("verdict %q (%s), want %q", found.Verdict, found.Detail, c.want)
			}
		})
	}
}

// TestOurOwnTimeIsNoFinding: what is judged after the check's time has run out,
// or after the run was interrupted, is never held against the target, but for
// what whole answers had shown before.
func TestOurOwnTimeIsNoFinding(t *testing.T) {
	late := map[string]func(*T){
		"an answer":        func(t *T) { t.Judge(answered(scenarios.Dead), Alive()) },
		"a broken answer":  func(t *T) { t.Judge(&scenarios.Reply{Class: scenarios.Broken}, Unbroken()) },
		"one that will do": func(t *T) { t.Judge(&scenarios.Reply{Class: scenarios.Broken}, anything()) },
		"a plain fact":     func(t *T) { t.Require(false, "something", "nothing") },
		"a declared thing": func(t *T) { t.Declared(false, "something", "nothing") },
	}
	for name, body := range late {
		for cause, want := range map[error]reports.Verdict{context.DeadlineExceeded: reports.Inconclusive, context.Canceled: reports.Untested} {
			found := triedIn(t, ended(cause), catalogue.Must, body)
			if found.Verdict != want {
				t.Errorf("%s, %v: %s (%s), want %s", name, cause, found.Verdict, found.Detail, want)
			}
		}
	}
	found := triedIn(t, ended(context.DeadlineExceeded), catalogue.Must, func(t *T) { t.Proven(false, "one", "two of them") })
	if found.Verdict != reports.Fail {
		t.Errorf("proven before: %s", found.Verdict)
	}
}

// ended is a context that has ended in a way.
func ended(cause error) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 0)
	if cause == context.Canceled {
		ctx, cancel = context.WithCancel(context.Background())
	}
	cancel()
	<-ctx.Done()
	return ctx
}

// anything accepts every answer, and none at all.
func anything() Answer {
	a := Reply("anything", func(*scenarios.Reply) bool { return true })
	a.JudgesBroken = true
	return a
}

// TestOurOwnFailuresAreNoFinding: what failed on our side, as often as it does,
// is neither the target's failure nor an answer that will do.
func TestOurOwnFailuresAreNoFinding(t *testing.T) {
	unsent := &scenarios.Reply{Class: scenarios.Broken, Err: fmt.Errorf("too many open files: %w", wire.ErrOwn)}
	for name, body := range map[string]func(*T){
		"a request":              func(t *T) { t.Judge(unsent, Unbroken()) },
		"a visit":                func(t *T) { t.Judge(&scenarios.Landing{Err: unsent.Err}, OnPage()) },
		"where anything will do": func(t *T) { t.Judge(unsent, anything()) },
	} {
		if found := tried(t, catalogue.Must, body); found.Verdict != reports.Inconclusive {
			t.Errorf("%s: %s (%s)", name, found.Verdict, found.Detail)
		}
	}
}

// TestABodyThatWasCutOffHasNotCrashed ends the run while a check passes over what
// breaks: that it judges nothing then is no mistake of the check.
func TestABodyThatWasCutOffHasNotCrashed(t *testing.T) {
	ctx, cut := context.WithCancel(t.Context())
	if f := triedIn(t, ctx, catalogue.Must, func(*T) { cut() }); f.Verdict != reports.Untested {
		t.Errorf("cut off: %s, %s", f.Verdict, f.Detail)
	}
	if f := tried(t, catalogue.Must, func(*T) {}); f.Verdict != Crashed {
		t.Errorf("by itself: %s, %s", f.Verdict, f.Detail)
	}
}
