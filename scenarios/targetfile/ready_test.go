package targetfile

import (
	"strings"
	"testing"
	"time"
)

func TestHowAServerShowsThatItIsUp(t *testing.T) {
	minute := Duration(time.Minute)
	for text, want := range map[string]struct {
		ready    Ready
		statuses map[int]bool
	}{
		"":                   {Ready{"", 0, defaultWithin}, map[int]bool{404: true, 503: false}},
		"{ within: 60s }":    {Ready{"", 0, minute}, map[int]bool{499: true, 500: false}},
		"{ ready: /health }": {Ready{"/health", 0, defaultWithin}, map[int]bool{399: true, 404: false}},
		"{ ready: { url: /health, status: 204, within: 60s } }": {Ready{"/health", 204, minute}, map[int]bool{204: true, 200: false}},
		"{ ready: { status: 404 } }":                            {Ready{"", 404, defaultWithin}, map[int]bool{404: true, 200: false}},
		"{ ready: { url: /health }, within: 60s }":              {Ready{"/health", 0, minute}, nil},
	} {
		if text != "" {
			text = "hooks: " + text + "\n"
		}
		got := mustLoad(t, head+text).Hooks
		if got.Ready != want.ready || got.Within != want.ready.Within {
			t.Errorf("%q: %+v within %s", text, got.Ready, got.Within)
		}
		for status, counts := range want.statuses {
			if got.Ready.Is(status) != counts {
				t.Errorf("%q: %d counts: %t, and ready means %s", text, status, !counts, got.Ready.Means())
			}
		}
	}
}

func TestHowAServerShowsItCanBeMistyped(t *testing.T) {
	for text, want := range map[string]string{
		"nowhere":                 `t.yaml:3:17: hooks.ready: "nowhere" is neither a path`,
		"{ url: 'x y', code: 1 }": `hooks.ready: unknown key "code"`,
		"{ status: 99 }":          "hooks.ready.status: less than 100",
		"[a]":                     "hooks.ready: a list stands where a string or a mapping belongs",
		"{}":                      "hooks.ready: empty: give url, status or within",
	} {
		if got := mustFail(t, head+"hooks: { ready: "+text+" }\n").Error(); !strings.Contains(got, want) {
			t.Errorf("%s: %q is not in\n%s", text, want, got)
		}
	}
}

func TestClientsMayProveThemselvesInSeveralWays(t *testing.T) {
	client := func(how string) string {
		return head + "client: { id: a, secret: s, redirect_uri: 'http://c.example', pkce: S256, authentication: " + how + " }\n"
	}
	got := mustLoad(t, client("[basic, post]")).Client
	if got.Authentication.First() != "basic" || len(got.Authentication) != 2 || got.PKCE != "S256" || got.Secret == "" {
		t.Errorf("client %+v", got)
	}
	for how, want := range map[string]string{
		"[basic, basic]": "client.authentication: entries 1 and 2 are the same",
		"[basic, past]":  `client.authentication[1]: "past" is none of post, basic, none`,
		"past":           `client.authentication: "past" is none of post, basic, none`,
		"[]":             "client.authentication: nothing stands in it",
	} {
		if got := mustFail(t, client(how)).Error(); !strings.Contains(got, want) {
			t.Errorf("%s: %q is not in\n%s", how, want, got)
		}
	}
}
