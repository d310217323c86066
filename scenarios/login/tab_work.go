package login

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	_ "embed" // for the script

	"github.com/chromedp/chromedp"

	"github.com/authassay/authassay/scenarios"
)

// script is what looks for a step's page and works on it. It is a function
// expression of one argument.
//
//go:embed tab.js
var script string

// glance is how often a page is looked at.
const glance = 25 * time.Millisecond

// still is how long a page must rest to have been looked at.
const still = 250 * time.Millisecond

// firstWithin bounds the wait for the first page, beside whatever bounds the
// visit: the server may have been asked, and the browser may have hung.
const firstWithin = time.Minute

// errNoPage is a browser that has asked for no page.
var errNoPage = errors.New("it asked for no page")

// sight is what the script tells of a page.
type sight struct {
	// Step is the step that was taken, counted from those that are left; -1
	// for none.
	Step int `json:"step"`
	// Ready says that the button can be pressed, at X and Y.
	Ready    bool    `json:"ready"`
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	Password bool    `json:"password"` // the step's form asks for a password
	Again    bool    `json:"again"`    // the page asks for a password
	Forged   bool    `json:"forged"`   // the form is a consent that was made to come from another site
}

// work takes one step after another, until the visit has ended or rests on a
// page that none fits.
func (t *tab) work() error {
	ticks := time.NewTicker(glance)
	defer ticks.Stop()
	first := time.NewTimer(firstWithin)
	defer first.Stop()
	steps, pressing, asked := t.plan.steps, false, false
	for n := 0; ; {
		select {
		case <-t.over:
			return nil
		case <-t.window.Done():
			return t.lost(t.window.Err())
		case <-first.C:
			if !t.met() {
				return t.lost(errNoPage)
			}
		case <-ticks.C:
		}
		rest := t.resting()
		if rest > t.settle || t.plan.onlyLook && rest > still {
			t.restAt(asked)
			return nil
		}
		if t.plan.onlyLook {
			continue
		}
		seen, known := t.look(steps, pressing)
		asked = !known || seen.Again
		switch {
		case !known:
			pressing = false // the page is being replaced
		case pressing && seen.Ready:
			t.press(seen)
			pressing = false
		case !pressing && seen.Step >= 0:
			if n++; n > maxPages {
				return fmt.Errorf("visit: %w: more than %d forms", ErrLoop, maxPages)
			}
			t.took(seen, len(steps))
			steps, pressing = steps[seen.Step+1:], true
		}
	}
}

// met says whether any page has come.
func (t *tab) met() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.landing.Pages) > 0
}

// look has the script look at the page: for a page that a step fits, whose
// form it fills, or for the button of the step that was taken. It is unknown
// what a page holds that is only coming or already going.
func (t *tab) look(steps []Step, pressing bool) (sight, bool) {
	order, err := json.Marshal(map[string]any{
		"steps": steps, "press": pressing, "loggedIn": t.loggedIn,
		"forge": t.plan.forge != nil, "sent": t.plan.forge.known(),
	})
	if err != nil {
		return sight{}, false
	}
	seen, err := chromedp.Run(t.window, chromedp.Evaluate[sight]("("+script+")("+string(order)+")"))
	return seen, err == nil
}

// took notes that a step was taken of those that were left.
func (t *tab) took(seen sight, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.moved = time.Now()
	if t.guise.foreign = seen.Forged; seen.Forged {
		t.landing.Forged = scenarios.ForgedSent
	}
	t.landing.LoggedIn = t.landing.LoggedIn || t.loggedIn && !seen.Again
	t.loggedIn = t.loggedIn || seen.Password
	t.landing.Entered = t.loggedIn
	t.landing.Finished = seen.Step == left-1
}

// restAt notes at which page the visit has come to rest: the login again, or
// one behind it.
func (t *tab) restAt(asksPassword bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.landing.LoggedIn = t.landing.LoggedIn || t.loggedIn && !asksPassword
}

// press clicks as a person does: scripts can tell a click that a script made.
func (t *tab) press(seen sight) {
	t.stir(0)
	if seen.X > 0 || seen.Y > 0 {
		_ = chromedp.Do(t.window, chromedp.MouseClickXY(seen.X, seen.Y))
	}
}
