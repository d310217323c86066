package targetfile

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"slices"

	"github.com/authassay/authassay/scenarios/pointer"
)

// Complain makes a problem that points into the file, for what only a higher
// floor can judge, such as an unknown profile. The pointer is a JSON Pointer
// such as /load/slo/1; where nothing stands there, the nearest mapping or list
// around it is shown. A Target that was not loaded gives no position.
func (t *Target) Complain(at, message, hint string) Problem {
	steps := pointer.Steps(at)
	message = prefix(dotted(steps)) + message
	if t.source == nil {
		return Problem{Kind: "target", File: "target", Message: message, Hint: hint}
	}
	n, _ := t.source.find(steps)
	return t.source.problem(n.place(), message, hint)
}

// judge finds what no single value shows: parts that contradict each other.
func (t *Target) judge() Problems {
	var out Problems
	tell := func(pointer, message, hint string) {
		out = append(out, t.Complain(pointer, message, hint))
	}
	if t.Tenant != nil && t.Tenant.Other == t.Tenant.Name {
		tell("/tenant/other", "the same as name", "name a tenant that these credentials must not open")
	}
	if a := t.Administrator; a != nil && t.Basic != nil && a.Key == t.Basic.Key {
		tell("/basic/key", "the same as administrator.key, so it would prove nothing", "name a key that may not administer")
	}
	if o := t.OtherBasic; o != nil && t.Basic != nil && o.Key == t.Basic.Key {
		tell("/other_basic/key", "the same as basic.key, so it would prove nothing", "name another key")
	}
	t.judgePeople(tell)
	t.judgePermit(tell)
	t.judgeHeaders(tell)
	if t.Tenant != nil && t.Tenant.Resident != nil && t.Tenant.Other == "" {
		tell("/tenant/resident", "nobody is of another tenant where none is named", "name the tenant under other")
	}
	t.judgeClients(tell)
	t.judgeHooks(tell)
	t.judgePolicy(tell)
	t.judgeLogin(tell)
	if l := t.Launch; l != nil {
		if len(l.Learner) > 0 && reflect.DeepEqual(l.Learner, l.OtherLearner) {
			tell("/launch/other_learner", "the same as learner", "")
		}
		if l.URL != "" && l.Content == "" {
			tell("/launch/url", "without launch.content nobody knows where a launch ends", "")
		}
	}
	if p := t.Probe; p != nil && p.Tenant != nil && p.Tenant.Is == "" {
		tell("/probe/tenant", `key "is" is missing`, "say what stands there, or give the tenant's name under tenant")
	}
	if total(t.Load.Shares) == 0 {
		tell("/load/shares", "no class of requests has a share above 0", "")
	}
	return out
}

// judgePeople finds people of the file who are the same as others of it.
func (t *Target) judgePeople(tell func(pointer, message, hint string)) {
	same := func(at string, own []Step, as string, steps []Step, hint string) {
		if typed := typedIn(own); len(typed) > 0 && maps.Equal(typed, typedIn(steps)) {
			tell(at+"/steps", "the same person as "+as+", so it would prove nothing", hint)
		}
	}
	const unprivileged = "name somebody who may not authorise the client"
	if t.Member != nil && t.Login != nil {
		same("/member", t.Member.Steps, "login", t.Login.Steps, unprivileged)
	}
	if t.Member != nil && t.OtherUser != nil {
		same("/member", t.Member.Steps, "other_user", t.OtherUser.Steps, unprivileged)
	}
	if t.OtherUser != nil && t.Login != nil {
		same("/other_user", t.OtherUser.Steps, "login", t.Login.Steps, "name another person who may authorise the client")
	}
}

// typedIn is what somebody types into the pages.
func typedIn(steps []Step) map[string]Secret {
	out := map[string]Secret{}
	for _, s := range steps {
		maps.Copy(out, s.Fill)
	}
	return out
}

// judgePermit finds two words for what may be done that say different things.
func (t *Target) judgePermit(tell func(pointer, message, hint string)) {
	n, both := t.source.find([]string{"sacrificial"})
	if !both || !t.written("permit") || n.scalar == t.Sacrificial {
		return
	}
	tell("/sacrificial", fmt.Sprintf("contradicts permit: %s", t.Permit),
		"sacrificial: true is the old word for permit: attacking; take sacrificial out")
}

func (t *Target) judgeClients(tell func(pointer, message, hint string)) {
	for at, c := range t.clients() {
		if c.RedirectURI == "" {
			tell(at, `key "redirect_uri" is missing`, "give the redirect URI that the client is registered with")
		}
		public := slices.Contains(c.Authentication, "none")
		if !public && c.Secret == "" {
			tell(at, `key "secret" is missing`, "or say authentication: none for a public client")
		}
		if public && len(c.Authentication) > 1 {
			tell(at+"/authentication", "none and another method exclude each other: a client that may go without its secret has none",
				"leave none out, or the others")
		}
	}
	if t.Client != nil && t.OtherClient != nil && t.Client.ID == t.OtherClient.ID {
		tell("/other_client/id", "the same as client.id, so it would prove nothing", "")
	}
}

func (t *Target) judgeLogin(tell func(pointer, message, hint string)) {
	if l := t.Login; l != nil {
		if len(l.Steps) == 0 && (l.Method == "form" || l.Method == "browser") {
			tell("/login", fmt.Sprintf("method %s needs steps", l.Method), "")
		}
		if l.Method == "manual" && t.Client != nil && !waitable(t.Client.RedirectURI) {
			tell("/login/method", "manual waits at the redirect URI, and client.redirect_uri is none that can be listened at",
				"register one such as http://127.0.0.1:8765/callback (RFC 8252 section 7.3), or take method browser")
		}
		if (l.Method == "command") != (len(l.Command) > 0) {
			tell("/login", "method command and the key command need each other", "")
		}
	}
	all := t.allSteps()
	for _, at := range slices.Sorted(maps.Keys(all)) {
		for i, step := range all[at] {
			pageKeys := step.When != "" || step.Fill != nil || step.Check != nil || step.Untick != nil || step.Submit != "" || step.Optional
			switch {
			case step.Request == nil && step.When == "":
				tell(fmt.Sprintf("%s/%d", at, i), "neither when nor request says what this step is for", "when: the name of a field or button of the page")
			case step.Request != nil && pageKeys:
				tell(fmt.Sprintf("%s/%d", at, i), "request and the keys of a page exclude each other", "make two steps of it")
			}
			for j, name := range step.Untick {
				if _, ticked := step.Check[name]; ticked {
					tell(fmt.Sprintf("%s/%d/untick/%d", at, i, j), "stands under check of the same step, too", "")
				}
			}
		}
	}
}

// waitable says whether a redirect URI can be listened at here.
func waitable(redirectURI string) bool {
	u, err := url.Parse(redirectURI)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func total(shares map[string]float64) float64 {
	sum := 0.0
	for _, share := range shares {
		sum += share
	}
	return sum
}

// decided are the headers that each request decides by itself; a file that sets
// one for all would be overridden, or would take from a check what it is about.
var decided = map[string]string{
	"Authorization":     "credentials stand under client, basic and administrator",
	"Cookie":            "a login keeps the cookies of the server by itself",
	"Content-Type":      "the profile knows how bodies are written",
	"Content-Length":    "it is the length of the body",
	"Host":              "it is that of auth and api",
	"Origin":            "a login sends that of its pages",
	"Connection":        "connections are kept by authassay",
	"Transfer-Encoding": "bodies are sent with their length",
}

// judgeHeaders refuses what could not be kept: every other header of the file is
// sent instead of what the profile would send.
func (t *Target) judgeHeaders(tell func(pointer, message, hint string)) {
	for _, name := range slices.Sorted(maps.Keys(t.Headers)) {
		if why, taken := decided[http.CanonicalHeaderKey(name)]; taken {
			tell("/headers/"+name, fmt.Sprintf("%s is decided by each request and cannot be set for all", name), why)
		}
	}
}

// judgePolicy finds declarations that cannot all be true of one server.
func (t *Target) judgePolicy(tell func(pointer, message, hint string)) {
	p := t.Policy
	kept := p.RefreshRotation == "same" || p.RefreshRotation == "none"
	switch {
	case kept && p.RefreshReuse != "":
		tell("/policy/refresh_reuse", "speaks of rotated refresh tokens, and refresh_rotation says that there are none", "")
	case p.RefreshRotation == "rotating" && p.RefreshReuse == "nothing":
		tell("/policy/refresh_reuse", "nothing contradicts refresh_rotation: rotating, with which the used token dies",
			"say refresh_rotation: optional, or refresh_reuse: token")
	}
	switch {
	case p.RefreshGrace == 0:
	case kept:
		tell("/policy/refresh_grace", "speaks of rotated refresh tokens, and refresh_rotation says that there are none", "")
	case p.RefreshReuse == "nothing":
		tell("/policy/refresh_grace", "has no end where refresh_reuse is nothing", "leave one of the two out")
	}
	t.judgeProof(tell)
}

// judgeProof compares what the server is declared to do about proof keys with
// what the clients are to send.
func (t *Target) judgeProof(tell func(pointer, message, hint string)) {
	for at, c := range t.clients() {
		switch declared := t.Policy.PKCE; {
		case declared == "off" && c.PKCE != "off":
			tell(at+"/pkce", "sends a proof key, and policy.pkce says that the server ignores them", "")
		case declared == "required" && c.PKCE == "off":
			tell(at+"/pkce", "sends no proof key, and policy.pkce says that the server insists on one", "say S256, or leave it out")
		case declared == "S256" && c.PKCE == "plain":
			tell(at+"/pkce", "sends a plain challenge, and policy.pkce says that the server takes S256 alone", "")
		}
	}
}
