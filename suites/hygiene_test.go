package suites

import (
	"crypto/rand"
	"fmt"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/wire"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// TestAnswersLostToAResetAreAskedForAgain: Node.js answers 431 to an oversized
// header and closes the connection, and now and then the client sees the reset
// only. A server that never answers fails all the same, and so does one that
// answers with an error of its own after resets: that is tried twice, and what is
// lost three times.
func TestAnswersLostToAResetAreAskedForAgain(t *testing.T) {
	reset := &scenarios.Reply{Class: scenarios.Broken, Err: fmt.Errorf("read: %w", wire.ErrReset)}
	refused := &scenarios.Reply{Class: scenarios.Rejected, Status: 431}
	failed := &scenarios.Reply{Class: scenarios.Broken, Status: 500}
	cut := &scenarios.Reply{Class: scenarios.Broken, Status: 431, Err: fmt.Errorf("read: %w", wire.ErrReset)}
	failedAndCut := &scenarios.Reply{Class: scenarios.Broken, Status: 500, Err: fmt.Errorf("read: %w", wire.ErrReset)}
	for name, c := range map[string]struct {
		replies []*scenarios.Reply // the last one again and again
		want    reports.Verdict
		asked   int
	}{
		"at once":         {[]*scenarios.Reply{refused}, reports.Pass, 1},
		"after resets":    {[]*scenarios.Reply{reset, reset, refused}, reports.Pass, 3},
		"never":           {[]*scenarios.Reply{reset}, reports.Fail, 30},
		"without a body":  {[]*scenarios.Reply{reset, cut}, reports.Pass, 2},
		"an error cut":    {[]*scenarios.Reply{failedAndCut}, reports.Fail, 20},
		"an error at all": {[]*scenarios.Reply{reset, failed}, reports.Fail, 3},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			found := tried(t, func(tt *T) {
				tt.Judge(arrived(func() *scenarios.Reply {
					asked++
					return c.replies[min(asked, len(c.replies))-1]
				}), check.RefusedUnbroken())
			})
			if found.Verdict != c.want || asked != c.asked {
				t.Errorf("%s after %d requests, want %s after %d", found.Verdict, asked, c.want, c.asked)
			}
		})
	}
}

// tried is what a body finds as the check of a MUST, without a target.
func tried(t *testing.T, body func(*T)) reports.Finding {
	t.Helper()
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: "EXC-02", Sentence: "A sentence."}, Level: catalogue.Must}
	world := check.World{
		Profile: catalogue.Profile{Name: "none", Duties: []catalogue.Duty{duty}}, Client: &scenarios.Client{},
		Redactor: redactor, Clock: clock.Real{}, Permit: scenarios.Testing,
	}
	run, err := check.Run(t.Context(), check.Options{}, []check.Check{on("EXC-02", "try a body", body)}, world)
	if err != nil || len(run.Findings) != 1 {
		t.Fatalf("%v, %v", run, err)
	}
	return run.Findings[0]
}
