package selftest

import (
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// TestWhatIsOnlyNotedIsSeen bends what no fault can prove, for breaking it fails
// nothing.
func TestWhatIsOnlyNotedIsSeen(t *testing.T) {
	for id, bend := range map[string]func(*fakeserver.Rules){
		"AUT-63": func(r *fakeserver.Rules) { r.Authorizing.ConsentRepeatable = true },
	} {
		for want, bend := range map[reports.Verdict]func(*fakeserver.Rules){reports.Pass: nil, reports.Note: bend} {
			r, err := bench(t, "oauth2").Raise(t.Context(), bend)
			if err != nil {
				t.Fatal(err)
			}
			run, err := check.Run(t.Context(), check.Options{Only: []string{id}, Now: time.Now}, suites.All(), r.World)
			if err != nil || len(run.Findings) != 1 || run.Findings[0].Verdict != want {
				t.Errorf("%s: %v, %v, want %s", id, run.Findings, err, want)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
