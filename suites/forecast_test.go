package suites

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// TestEveryWaitIsForeseen holds the list of the checks that wait to the checks
// that do.
func TestEveryWaitIsForeseen(t *testing.T) {
	for _, c := range All() {
		if slices.Contains(c.Traits, check.Waits) && c.Outwaits() == "" {
			t.Errorf("%s waits, and what it outwaits is not said", c.ID)
		}
	}
}

func TestForesee(t *testing.T) {
	c, err := catalogue.Load(tables()...)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("clearxp")
	p.Policy.CodeLifetime, p.Policy.AccessTokenLifetime, p.Policy.LaunchLifetime = time.Minute, time.Hour, 0
	p.Policy.Skew, p.Policy.RefreshGrace = 2*time.Second, 0
	w := check.World{Profile: p, Clock: clock.Real{}, Permit: scenarios.Testing}
	codes := check.Options{Only: []string{"EXP-01", "EXP-02", "EXP-03", "AUT"}} // the last at two moments
	for _, test := range []struct {
		options  check.Options
		patience time.Duration
		want     check.Forecast
	}{
		{codes, 2 * time.Minute, check.Forecast{Waiting: 2, Longest: 64 * time.Second, Of: "codes", Beyond: 2, Needed: time.Hour + 63*time.Second}},
		{codes, 2 * time.Hour, check.Forecast{Waiting: 4, Longest: time.Hour + 63*time.Second, Of: "access tokens", Beyond: 0, Needed: 0}},
		{codes, 0, check.Forecast{Waiting: 0, Longest: 0, Of: "", Beyond: 4, Needed: time.Hour + 63*time.Second}},
		{check.Options{Only: []string{"EXC-45"}}, time.Hour, check.Forecast{Waiting: 2, Longest: 64 * time.Second, Of: "a pause"}},
		{check.Options{Only: []string{"LAU"}}, time.Hour, check.Forecast{}},
	} {
		if got, err := check.Foresee(test.options, test.patience, All(), w); err != nil || got != test.want {
			t.Errorf("%v within %s: %+v, %v, want %+v", test.options.Only, test.patience, got, err, test.want)
		}
	}
	if _, err := check.Foresee(check.Options{Filter: "&&"}, 0, All(), w); err == nil {
		t.Error("a filter that is none")
	}
}

// tables are the folders of the built-in profiles, where they stand: suites
// knows no profile.
func tables() []fs.FS {
	files, _ := filepath.Glob("../scenarios/*/profile.yaml") // the pattern is right
	var folders []fs.FS
	for _, file := range files {
		folders = append(folders, os.DirFS(filepath.Dir(file)))
	}
	return folders
}
