package selftest

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
)

// TestWhatAlwaysBreaksIsFoundOnce has a verb that is always answered with a server
// error: the requirement of it fails, and whatever rests on it is untested and names
// that one, for nothing about it is an accident.
func TestWhatAlwaysBreaksIsFoundOnce(t *testing.T) {
	for fault, root := range map[string]string{"put-500": "TMP-70", "get-500": "TMP-48", "delete-500": "TMP-58"} {
		rests := 0
		for _, f := range lxhiveRun(t, fault, 1, nil, "temporary") {
			switch {
			case f.ID == root && f.Verdict != reports.Fail, f.Verdict == reports.Inconclusive:
				t.Errorf("%s: %s (%s) is %s: %s", fault, f.ID, f.When, f.Verdict, f.Detail)
			case f.Verdict == reports.Untested && f.Root == root:
				rests++
			}
		}
		if rests < 10 {
			t.Errorf("%s: %d findings are left to %s", fault, rests, root)
		}
	}
}

// TestWhoWasHarmedIsNamed has withdrawals that end somebody whom they do not name.
func TestWhoWasHarmedIsNamed(t *testing.T) {
	const itself, sister, other = "the token itself: 401", "another token of its user: 401", "another user's token: 401"
	for _, c := range []struct {
		fault, id string
		harmed    []string
		spared    string
	}{
		{"withdrawal-by-key", "TMP-65", []string{itself}, sister},
		{"withdrawal-of-all", "TMP-66", []string{itself, sister, other}, ""},
		{"withdrawal-wrong-takes-sisters", "TMP-64", []string{sister}, itself},
		{"withdrawal-again-takes-sisters", "TMP-60", []string{"was withdrawn before", sister}, other},
		{"withdrawal-of-unknown-takes-all", "TMP-62", []string{"never was", other}, sister},
		{"expiry-takes-sisters", "TMP-112", []string{sister}, other},
		{"put-ends-others", "TMP-111", []string{other}, sister},
	} {
		for _, f := range lxhiveRun(t, c.fault, 1, nil, c.id) {
			if f.Verdict == reports.Pass && strings.Contains(f.When, "by POST") {
				continue
			}
			for _, who := range c.harmed {
				if f.Verdict != reports.Fail || !strings.Contains(f.Actual, who) {
					t.Errorf("%s: %s is %s and does not name %q: %s", c.fault, f.ID, f.Verdict, who, f.Actual)
				}
			}
			if c.spared != "" && strings.Contains(f.Actual, c.spared) {
				t.Errorf("%s: %s accuses of harm to %q: %s", c.fault, f.ID, c.spared, f.Actual)
			}
		}
	}
}
