package preflight_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// veiled takes the one secret out of a text.
func veiled(text string) string { return strings.ReplaceAll(text, "hunter2", "«secret»") }

func TestObstaclesAreWhatTheFileWouldExplain(t *testing.T) {
	answers := []preflight.Answer{
		{Question: "auth", Outcome: preflight.Holds},
		{Question: "client", Outcome: preflight.Failed, Cause: preflight.ClientRefused, Said: "hunter2 is refused", Hint: "see hunter2"},
		{Question: "administrator", Outcome: preflight.Failed, Cause: preflight.ClientRefused, Said: "hunter2 is refused", Rests: "administrator"},
		{Question: "probe", Outcome: preflight.Finding},
	}
	got := preflight.Obstacles(answers, veiled)
	if len(got) != 2 || got[0].Said != "«secret» is refused" || got[0].Hint != "see «secret»" || got[0].Part || !got[1].Part {
		t.Errorf("obstacles %+v", got)
	}
	if why, hindered := preflight.Hindered(got); !hindered || why != "no check was tried, because this did not work before: client" {
		t.Errorf("hindered %v: %s", hindered, why)
	}
	if _, hindered := preflight.Hindered(got[1:]); hindered {
		t.Error("a part of the file hinders all checks")
	}
	unfit := preflight.Unfit(answers, veiled)
	if len(unfit) != 1 || unfit["administrator"] != "administrator did not work before the checks: «secret» is refused" {
		t.Errorf("unfit %v", unfit)
	}
}

func TestWhatStandsInTheWayOfTheStart(t *testing.T) {
	for want, err := range map[string]error{
		"end that one":                     &hooks.Occupied{Answer: &scenarios.Reply{Status: 404}},
		"ready means any answer below 500": &hooks.Unready{Ready: targetfile.Ready{}, Last: &scenarios.Reply{Status: 503}},
		"see hooks.start":                  errors.New("exit status 7"),
	} {
		a := preflight.OfStart(fmt.Errorf("%w", err))
		if !a.Excused() || a.Cause != preflight.Unstarted || !strings.HasPrefix(a.Hint, want) {
			t.Errorf("%T: %+v", err, a)
		}
	}
}

func TestWhoeverHasTheClock(t *testing.T) {
	for want, err := range map[preflight.Cause]error{preflight.ClockTaken: lease.ErrTaken, preflight.NoLease: lease.ErrNone} {
		a := preflight.OfLease(fmt.Errorf("take: %w", err))
		got := preflight.Obstacles([]preflight.Answer{a}, veiled)
		if len(got) != 1 || got[0] != (reports.Obstacle{Question: "clock", Cause: string(want), Said: "take: " + err.Error(), Hint: want.Hint()}) {
			t.Errorf("%v: %+v", err, got)
		}
	}
	if a := preflight.OfLease(errors.New("no file can be locked")); a.Outcome != preflight.Holds {
		t.Errorf("nobody is kept from it: %+v", a)
	}
}
