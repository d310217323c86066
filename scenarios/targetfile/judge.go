package targetfile

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"reflect"
	"slices"
)

// Complain makes a problem that points into the file, for what only a higher
// floor can judge, such as an unknown profile. The pointer is a JSON Pointer
// such as /load/slo/1; where nothing stands there, the nearest mapping or list
// around it is shown. A Target that was not loaded gives no position.
func (t *Target) Complain(pointer, message, hint string) Problem {
	steps := splitPointer(pointer)
	message = prefix(dotted(steps)) + message
	if t.source == nil {
		return Problem{File: "target", Message: message, Hint: hint}
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

// judgePeople finds a member who is somebody who may authorise.
func (t *Target) judgePeople(tell func(pointer, message, hint string)) {
	if t.Member == nil {
		return
	}
	typed := typedIn(t.Member.Steps)
	tellSame := func(of string, steps []Step) {
		if len(typed) > 0 && maps.Equal(typed, typedIn(steps)) {
			tell("/member/steps", "the same person as "+of+", so it would prove nothing", "name somebody who may not authorise the client")
		}
	}
	if t.Login != nil {
		tellSame("login", t.Login.Steps)
	}
	if t.OtherUser != nil {
		tellSame("other_user", t.OtherUser.Steps)
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
