package authorization

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// consent holds the endpoint to the will of the resource owner.
func consent() []check.Check {
	return []check.Check{
		on("AUT-36", "log in and look for a page that asks for consent", func(t *T) {
			l := t.Authorize(scenarios.LogsIn)
			t.Control(l, check.WithCode())
			if !askedFor(l) { // an earlier consent may be remembered, OpenID Connect Core 1.0 §3.1.2.1
				if again := t.Authorize(scenarios.LogsIn, scenarios.Again("prompt", "consent")); again.Code() != "" {
					l = again
				}
			}
			asked := askedFor(l)
			if !asked { // perhaps on the page of the login itself, where it can be refused then
				refused, known := t.denied(t.Asking())
				asked = known && refused.Finished
			}
			t.Require(asked, "a page between the login and the answer, or a login page where consent can be refused",
				"%d answers, none of them such a page", len(l.Pages))
		}, check.Looks),
		on("AUT-51", "begin another request in the same browser before the consent is sent", func(t *T) {
			t.meanwhileOther()
			t.meanwhileMore()
		}, check.Attacks),
		on("AUT-52", "allow some scopes, then ask for one more", consentForMore),
		on("AUT-53", "slip more scopes into the consent", func(t *T) {
			names := t.several()
			step := t.AskingFor(names[0])
			how := t.reminded(step)
			t.keptTo(t.consented(step, how...), names[0])
			step.Slips = scenarios.Params{{Name: "scope", Value: strings.Join(names, " ")}}
			l := t.Visit(step, scenarios.LogsIn, how...)
			if l.Code() == "" {
				t.Judge(l, check.OnPage())
				return
			}
			t.grantsWithin(l, names[0])
		}),
		on("AUT-60", "slip another address and another state into the consent", changedByConsent, check.Attacks),
	}
}

// askedFor says whether a visit was shown a page between the login and the answer.
func askedFor(l *scenarios.Landing) bool {
	asked, loggedIn := false, false
	for _, page := range l.Pages {
		asked = asked || loggedIn && page.Status == http.StatusOK
		loggedIn = loggedIn || holdsPassword(page.Request)
		asked = asked || loggedIn && page.Status == http.StatusOK
	}
	return asked
}

// consented is given: a visit in which a form was sent behind the login.
func (t *T) consented(step scenarios.Step, bends ...scenarios.Bend) *scenarios.Landing {
	l := t.Visit(step, scenarios.LogsIn, bends...)
	if l.Code() != "" && !sentBehindLogin(l) {
		t.Inapplicable("nobody is asked for consent here, as far as is seen")
	}
	return l
}

// sentBehindLogin says whether a form was sent behind the login.
func sentBehindLogin(l *scenarios.Landing) bool {
	loggedIn := false
	for _, page := range l.Pages {
		if loggedIn && sent(page) {
			return true
		}
		loggedIn = loggedIn || holdsPassword(page.Request)
	}
	return false
}

// reminded is how a server is asked for consent that remembers one, OpenID Connect Core
// 1.0 §3.1.2.1: nothing where it asks anyhow.
func (t *T) reminded(step scenarios.Step) []scenarios.Bend {
	again := scenarios.Again("prompt", "consent")
	if l := t.Visit(step, scenarios.LogsIn); l.Code() != "" && !sentBehindLogin(l) && sentBehindLogin(t.Visit(step, scenarios.LogsIn, again)) {
		return []scenarios.Bend{again}
	}
	return nil
}

// changedByConsent slips into the consent what the request said otherwise.
func changedByConsent(t *T) {
	step := t.Asking()
	how := t.reminded(step)
	t.Control(t.consented(step, how...), check.WithCode())
	own := []string{t.Kit.Client.RedirectURI, t.Kit.Client.QueryRedirectURI}
	slip := func(as, name, value string, a check.Answer) {
		step := t.Asking()
		step.State = t.Nonce()
		step.Slips = scenarios.Params{{Name: name, Value: value}}
		t.JudgeEach(as, t.Browse(step, own[0], scenarios.LogsIn, how...), a)
	}
	kept := check.Either(check.OnPage(), check.Landing("the answer at the redirect URI of the request", func(l *scenarios.Landing) bool {
		return l.URL != nil && strings.HasPrefix(l.URL.String(), own[0]) && l.Strayed == nil
	}))
	for _, name := range []string{"redirect_uri", "redirect_url", "return_to", "next"} {
		slip("another address as "+name, name, "https://attacker.example/callback", kept)
	}
	slip("another state", "state", "assay", check.Either(check.OnPage(), check.Landing("the state of the request", func(l *scenarios.Landing) bool {
		return l.URL == nil || l.Answer.Get("state") != "assay"
	})))
}

// several are given: at least two scopes.
func (t *T) several() []string {
	names := t.Scope()
	if len(names) < 2 {
		t.Inapplicable("the target file names one scope only")
	}
	return names
}

// grantsWithin judges that a code gives no more than a scope. An answer that names
// none gives what was asked for, RFC 6749 §5.1.
func (t *T) grantsWithin(l *scenarios.Landing, scope string) {
	r := t.Exchange(l.Code())
	t.Granted(r)
	t.Judge(r, check.Granted().That("gives no more than "+scope, func(r *scenarios.Reply) bool {
		return r.Grant.Scope == "" || check.Within(r.Grant.Scope, scope)
	}))
}

// keptTo is the control of what a consent gives: a request by itself is given what it
// asks for.
func (t *T) keptTo(l *scenarios.Landing, scope string) {
	t.Control(l, check.WithCode())
	r := t.Exchange(l.Code())
	if given := t.Granted(r).Scope; given != "" && !check.Within(given, scope) {
		t.Inapplicable("more than %s is given to who asks for that alone, which is for EXC-30 to say", scope)
	}
}

// meanwhileOther has another client's request come between a consent page and its
// form: whoever allows the one must not have allowed the other.
func (t *T) meanwhileOther() {
	other := t.OtherClient()
	step, beside := t.Asking(), t.Asking()
	t.Control(t.consented(step), check.WithCode())
	beside.Client, beside.RedirectURI, beside.Scope, beside.State = other, other.RedirectURI, other.Scope, t.Nonce()
	step.Meanwhile = &beside
	t.JudgeEach("another client asks meanwhile", t.Visit(step, scenarios.LogsIn), check.Either(check.OnPage(),
		check.Landed().ThatLands("does not answer the request of the other client", func(l *scenarios.Landing) bool {
			return !slices.Contains(l.Answer["state"], beside.State)
		})))
}

// meanwhileMore does so with a request of the same client for more.
func (t *T) meanwhileMore() {
	names := strings.Fields(t.Kit.Client.Scope)
	if len(names) < 2 {
		return
	}
	step, beside := t.AskingFor(names[0]), t.Asking()
	t.keptTo(t.Visit(step, scenarios.LogsIn), names[0])
	step.Meanwhile = &beside
	if l := t.Visit(step, scenarios.LogsIn); l.Code() != "" {
		t.grantsWithin(l, names[0])
	}
}

// consentForMore asks for a scope that is allowed nowhere else, and refuses it where
// there is anything to refuse: whoever has allowed less must be asked.
func consentForMore(t *T) {
	more := t.unusual()
	allowed := t.Asking()
	t.Control(t.Visit(allowed, scenarios.LogsIn, scenarios.Again("prompt", "consent")), check.WithCode())
	if l := t.refusal(allowed); unasked(l) {
		t.Inapplicable("nobody is asked for consent here")
	}
	t.Control(t.Visit(allowed, scenarios.LogsIn), check.WithCode())
	step := t.AskingFor(strings.Join(append(t.Scope(), more), " "))
	l, err := t.GoThrough(step, step.RedirectURI, scenarios.Denies)
	if err != nil {
		t.Untested("the pages cannot be gone through: %v", err)
	}
	if !unasked(l) {
		if l.URL != nil && l.Answer.Get("error") == "invalid_scope" {
			t.Inapplicable("the client may not ask for %s, which its scope in the target file does not name", more)
		}
		if l.Code() != "" {
			t.Inapplicable("a refusal of consent is not heeded here, which is for AUT-17 to say")
		}
		t.Judge(l, check.NoCode("access_denied"))
		return
	}
	r := t.Exchange(l.Code())
	t.Granted(r)
	t.Judge(r, check.Granted().That("does not give "+more, func(r *scenarios.Reply) bool {
		return r.Grant.Scope != "" && !slices.Contains(strings.Fields(r.Grant.Scope), more)
	}))
}

// unusual is given: a scope that the metadata name and the target file does not, so
// that no check has consent to it.
func (t *T) unusual() string {
	names, _ := t.Metadata().Members["scopes_supported"].([]any)
	for _, n := range names {
		if name, is := n.(string); is && !slices.Contains(append(t.Scope(), "openid", "offline_access"), name) {
			return name
		}
	}
	t.Inapplicable("the metadata name no scope beside those of the target file")
	return ""
}
