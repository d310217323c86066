package targetfile

import (
	"encoding/json"
	"testing"
	"time"
)

func TestRates(t *testing.T) {
	good := map[string]float64{"500/s": 500, "90/m": 1.5, "7200/h": 2}
	for text, want := range good {
		r, err := ParseRate(text)
		if err != nil || r.PerSecond() != want || r.String() != text {
			t.Errorf("%s: got %v (%v a second), %v", text, r, r.PerSecond(), err)
		}
	}
	for _, text := range []string{"", "500", "/s", "0/s", "-1/s", "1.5/s", "5/d", "5/s/s", " 5/s", "99999999999999999999/s"} {
		if r, err := ParseRate(text); err == nil {
			t.Errorf("%q is taken for %v", text, r)
		}
	}
	if got := (Rate{}); got.PerSecond() != 0 || got.String() != "0/s" {
		t.Errorf("the zero rate is %v", got)
	}
}

func TestLifetimes(t *testing.T) {
	var l struct{ A, B, C Lifetime }
	if err := json.Unmarshal([]byte(`{"A":"10m","B":"unlimited"}`), &l); err != nil {
		t.Fatal(err)
	}
	if l.A.D() != 10*time.Minute || l.B != Unlimited || l.C.Known() {
		t.Errorf("got %+v", l)
	}
	for want, l := range map[string]Lifetime{"10m0s": l.A, "unlimited": l.B, "unknown": l.C} {
		if l.String() != want {
			t.Errorf("got %s, want %s", l, want)
		}
	}
	for _, text := range []string{"", "0s", "-1m", "10", "ever"} {
		if err := new(Lifetime).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for a lifetime", text)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"client", "other_client", "clock", "api", "auth", "redirect_uri"}
	cases := map[string]string{"cleint": "client", "Clock": "clock", "redirectUri": "redirect_uri", "otherclient": "other_client", "zzzzzz": ""}
	for word, want := range cases {
		if got := nearest(word, known); got != want {
			t.Errorf("%s is taken for %q, want %q", word, got, want)
		}
	}
}
