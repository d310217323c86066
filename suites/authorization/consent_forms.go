package authorization

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/authassay/authassay/suites/check"
)

// consentForms holds the endpoint to what the form of a consent can say, and when.
func consentForms() []check.Check {
	return []check.Check{
		on("AUT-61", "slip another person into the consent", consentOfOthers, check.Attacks),
		on("AUT-69", "slip another client into the consent", consentForOthers, check.Attacks),
		on("AUT-62", "send the consent in place of the password", consentUnknown, check.Attacks),
		on("AUT-63", "send the consent twice", func(t *T) {
			step := t.Asking()
			how := t.reminded(step)
			t.Control(t.consented(step, how...), check.WithCode())
			step.Repeats = true
			t.Judge(t.Visit(step, scenarios.LogsIn, how...), codeless())
		}, check.Attacks),
		on("AUT-65", "go through the pages once more, then use what was given before", givenBefore),
		on("AUT-64", "send the consent with another decision than the form has, and with none", consentUnsaid, check.Attacks),
	}
}

// codeless accepts a visit that gave no code, wherever it ended.
func codeless() check.Answer {
	return check.Landing("no code", func(l *scenarios.Landing) bool { return l.Code() == "" && !check.IsBroken(l) })
}

// consentForOthers has a consent say that it is for another client. What it gives has
// to be the first client's.
func consentForOthers(t *T) {
	step := t.Asking()
	how := t.reminded(step)
	t.Control(t.consented(step, how...), check.WithCode())
	t.consentForClient(step, t.OtherClient(), how)
}

// consentOfOthers has a consent say that somebody else gives it. What it gives has to be
// the first person's.
func consentOfOthers(t *T) {
	if t.Kit.ProbeUser.Pointer == "" || t.Kit.OtherUser == "" {
		t.Untested("the target file does not say how the API tells users apart: probe.user and other_user")
	}
	step := t.Asking()
	how := t.reminded(step)
	l := t.consented(step, how...)
	t.Control(l, check.WithCode())
	r := t.Exchange(l.Code())
	t.Control(r, check.Granted())
	first := t.Call(r.Grant.Credentials())
	t.Control(first, check.Alive())
	if t.servedAs(first) == t.Kit.OtherUser {
		t.Inapplicable("the API speaks of the other user whoever has logged in, which PRE-15 judges")
	}
	t.consentOf(step, t.Kit.OtherUser, how)
}

// slipping is a visit whose consent says otherwise what fields of the names say.
func (t *T) slipping(step scenarios.Step, value string, names []string, how []scenarios.Bend) *scenarios.Landing {
	step.State = t.Nonce()
	for _, name := range names {
		step.Slips = append(step.Slips, scenarios.Param{Name: name, Value: value})
	}
	return t.Visit(step, scenarios.LogsIn, how...)
}

func (t *T) consentForClient(step scenarios.Step, other scenarios.Registration, how []scenarios.Bend) {
	l := t.slipping(step, other.ID, []string{"client_id", "client"}, how)
	if l.Code() == "" {
		t.JudgeEach("another client", l, codeless())
		return
	}
	if own := t.Exchange(l.Code()); own.Grant.AccessToken != "" {
		t.JudgeEach("another client", own, check.Granted())
		return
	}
	foreign := t.Redeeming(l.Code())
	foreign.Client = other
	t.JudgeEach("another client, which redeems the code", t.Do(foreign), check.Refused("invalid_grant"))
}

func (t *T) consentOf(step scenarios.Step, other string, how []scenarios.Bend) {
	l := t.slipping(step, other, []string{"user", "username", "user_id", "sub", "login", "account"}, how)
	if l.Code() == "" {
		t.JudgeEach("another person", l, codeless())
		return
	}
	served := t.Call(t.Granted(t.Exchange(l.Code())).Credentials())
	t.JudgeEach("another person, with whose token the API is called", served, check.Reply("an answer that is not about "+other, func(r *scenarios.Reply) bool {
		return t.servedAs(r) != other
	}))
}

// servedAs is whom an answer of the API is about.
func (t *T) servedAs(r *scenarios.Reply) string {
	is, _ := pointer.Find(r.Body, t.Kit.ProbeUser.Pointer)
	return fmt.Sprint(is)
}

// formOfConsent is the last form that a visit sent behind the login, nil where there is
// none that can be written anew.
func formOfConsent(l *scenarios.Landing) *scenarios.Request {
	loggedIn := false
	var last *scenarios.Request
	for _, page := range l.Pages {
		if r := page.Request; loggedIn && r.Method == http.MethodPost && r.Raw == nil && r.Encoding == scenarios.Form {
			last = &r
		}
		loggedIn = loggedIn || holdsPassword(page.Request)
	}
	return last
}

// consentUnknown has a browser in which nobody has logged in send the consent, with
// what its login page holds of the fields.
func consentUnknown(t *T) {
	step := t.Asking()
	how := t.reminded(step)
	l := t.consented(step, how...)
	t.Control(l, check.WithCode())
	step.Leaps = formOfConsent(l)
	switch {
	case step.Leaps == nil:
		t.Inapplicable("no form of a consent is sent here that could be sent earlier")
	case t.entered(l).password == "":
		t.Inapplicable("the password is not seen with this way of logging in")
	}
	step.State = t.Nonce()
	t.Judge(t.Visit(step, scenarios.LogsIn, how...), check.NoCode("access_denied", "login_required", "invalid_request"))
}

// consentUnsaid has the consent say what no button of its form does.
func consentUnsaid(t *T) {
	step := t.Asking()
	how := t.reminded(step)
	l := t.consented(step, how...)
	t.Control(l, check.WithCode())
	refused, known := t.denied(step)
	if !known {
		t.Inapplicable("the target file does not say how consent is refused (login.deny_steps)")
	}
	if refused.Code() != "" {
		t.Inapplicable("a refusal of consent is not heeded here, which is for AUT-17 to say")
	}
	name := decision(formOfConsent(l), formOfConsent(t.Visit(step, scenarios.LogsIn, how...)), formOfConsent(refused))
	if name == "" {
		t.Inapplicable("no field of the form says yes by one value and no by another, as far as is seen")
	}
	for _, said := range []struct{ as, value string }{{"another decision", "assay"}, {"an empty decision", ""}} {
		step.State = t.Nonce()
		step.Slips = scenarios.Params{{Name: name, Value: said.value}}
		t.JudgeEach(said.as, t.Visit(step, scenarios.LogsIn, how...), codeless())
	}
}

// decision is the field that is the same whenever somebody consents, and another one
// when he refuses.
func decision(one, again, refused *scenarios.Request) string {
	if one == nil || again == nil || refused == nil || one.URL != refused.URL {
		return ""
	}
	has := func(r *scenarios.Request, name string) bool {
		return slices.ContainsFunc(r.Body, func(p scenarios.Param) bool { return p.Name == name })
	}
	for _, p := range one.Body {
		if is := one.Body.Get(p.Name); is == again.Body.Get(p.Name) && has(refused, p.Name) && is != refused.Body.Get(p.Name) {
			return p.Name
		}
	}
	return ""
}

// givenBefore looks at a code and at tokens after another visit of the same person for
// the same client.
func givenBefore(t *T) {
	grant := t.Living()
	end := t.Clock.Now().Add(t.Policy.CodeLifetime)
	code := t.Code()
	if t.Way() == "denial" {
		if l := t.refusal(t.Asking()); l.Code() != "" {
			t.Inapplicable("a refusal of consent is not heeded here, which is for AUT-17 to say")
		}
	} else {
		t.Control(t.Authorize(scenarios.LogsIn), check.WithCode())
	}
	exchanged := t.Exchange(code)
	if t.Policy.CodeLifetime > 0 && !t.Latest().Before(end) {
		t.Untested("the second visit took so long that the code of the first may have expired")
	}
	t.JudgeEach("the code", exchanged, check.Granted())
	t.JudgeEach("the access token", t.Call(grant.Credentials()), check.Alive())
	if grant.RefreshToken == "" {
		return
	}
	t.JudgeEach("the refresh token", t.Refreshable(grant.RefreshToken), check.Granted())
}
