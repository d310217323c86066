package clock

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"
)

// inSecondsFrom is a time with a part of a second, at which a clock in whole
// seconds can only be short or late.
func inSecondsFrom() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 300_000_000, time.UTC) }

func TestAClockOfWholeSecondsIsNeverShort(t *testing.T) {
	for json, want := range map[string]struct {
		body  string
		shows time.Duration // after the base
	}{
		`{advance_seconds}`:  {`{"go":91}`, 91 * time.Second},
		`{until_seconds}`:    {`{"go":1767323136}`, 90*time.Second + 700*time.Millisecond},
		`at {until_seconds}`: {`{"go":"at 1767323136"}`, 90*time.Second + 700*time.Millisecond},
	} {
		var body string
		url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			sent, _ := io.ReadAll(r.Body)
			body = string(sent)
		})
		c := NewPost(post, Hook{URL: url, JSON: map[string]any{"go": json}}, 0, nil)
		base := inSecondsFrom()
		c.now = func() time.Time { return base }
		wanted := base.Add(90*time.Second + 400*time.Millisecond)
		if err := c.Until(t.Context(), wanted); err != nil || body != want.body {
			t.Errorf("%s: sent %s, %v", json, body, err)
		}
		if got := c.Now().Sub(base); got != want.shows || c.Now().Before(wanted) {
			t.Errorf("%s: the clock is believed to be %s ahead, want %s", json, got, want.shows)
		}
	}
}

func TestACommandIsToldOfWholeSeconds(t *testing.T) {
	var ran []string
	c := NewCommand(func(_ context.Context, argv []string) error {
		ran = argv
		return nil
	}, []string{"date", "-s", "@{until_seconds}", "+{advance_seconds}"}, 0, nil)
	base := inSecondsFrom()
	c.now = func() time.Time { return base }
	if err := c.Until(t.Context(), base.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if want := []string{"date", "-s", "@1767323106", "+60"}; !slices.Equal(ran, want) {
		t.Errorf("ran %q", ran)
	}
}

func TestAClockMayAnswerInSeconds(t *testing.T) {
	base := inSecondsFrom()
	for answer, want := range map[string]struct {
		least, most time.Duration // after the base
	}{
		`{"now":1767323106}`:             {60*time.Second + 700*time.Millisecond, 61*time.Second + 700*time.Millisecond},
		`{"now":1767323105.5}`:           {60*time.Second + 200*time.Millisecond, 60*time.Second + 200*time.Millisecond},
		`{"now":"2026-01-02T03:05:06Z"}`: {60*time.Second + 700*time.Millisecond, 60*time.Second + 700*time.Millisecond},
		`{"now":1767323106000}`:          {60 * time.Second, 60 * time.Second}, // milliseconds are no seconds: not believed
		`{"now":null}`:                   {60 * time.Second, 60 * time.Second},
		`{"now":"soon"}`:                 {60 * time.Second, 60 * time.Second},
	} {
		url := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, answer) })
		c := NewPost(post, Hook{URL: url, JSON: "{advance}"}, 0, nil)
		c.now = func() time.Time { return base }
		if err := c.Until(t.Context(), base.Add(time.Minute)); err != nil {
			t.Errorf("%s: %v", answer, err)
		}
		if least, most := c.Now().Sub(base), c.Latest().Sub(base); least != want.least || most != want.most {
			t.Errorf("%s: between %s and %s, want %s and %s", answer, least, most, want.least, want.most)
		}
	}
}
