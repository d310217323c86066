package check

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/onsi/gomega"
)

// TestALabelStandsBeforeWhatWasSeen keeps the label in what was seen and in what
// is said of a broken answer, and takes it back afterwards.
func TestALabelStandsBeforeWhatWasSeen(t *testing.T) {
	for status, want := range map[int]string{200: "the second: 200", 401: "the second: 401", 500: "the second: the target broke"} {
		tr := &T{ctx: t.Context(), transcript: &transcript.Transcript{}}
		class := map[int]scenarios.Class{200: scenarios.Alive, 401: scenarios.Dead, 500: scenarios.Broken}[status]
		end := func() (end stop) {
			defer func() { end, _ = recover().(stop) }()
			tr.JudgeEach("the second", &scenarios.Reply{Status: status, Class: class, Header: http.Header{}}, Alive())
			return stop{}
		}()
		if !strings.HasPrefix(tr.finding.Actual, "the second: ") || !strings.Contains(tr.finding.Actual+"; "+end.detail, want) || tr.label != "" {
			t.Errorf("%d: %q, %q", status, tr.finding.Actual, end.detail)
		}
	}
}

// TestAPublicClientHasNothingToRepeat sees that an empty secret is found in no
// answer, and that one that is there is found.
func TestAPublicClientHasNothingToRepeat(t *testing.T) {
	answer := &scenarios.Reply{Body: []byte(`{"error":"invalid_client","hint":"s3cret"}`)}
	if !KeepsBack("").ok(answer) || KeepsBack("", "s3cret").ok(answer) {
		t.Error("an empty secret is found, or a secret is not")
	}
}

// TestWhatMayBeABearerToken holds token68 to RFC 6750 §2.1.
func TestWhatMayBeABearerToken(t *testing.T) {
	for text, want := range map[string]bool{
		"abc": true, "a-._~+/9==": true, "": false, "==": false, "a=b": false, "c!d": false, "a b": false, "ä": false,
	} {
		if token68(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
}

// TestWhatIsNoPage keeps redirects from counting as pages.
func TestWhatIsNoPage(t *testing.T) {
	page := func(status int, location string) *scenarios.Landing {
		h := http.Header{}
		if location != "" {
			h.Set("Location", location)
		}
		return &scenarios.Landing{Pages: []*scenarios.Reply{{Status: status, Header: h}}}
	}
	for name, test := range map[string]struct {
		seen *scenarios.Landing
		want bool
	}{
		"a page": {page(200, ""), true}, "an error page": {page(400, ""), true},
		"a redirect": {page(302, "/on"), false}, "nothing": {&scenarios.Landing{}, false},
	} {
		if OnPage().ok(test.seen) != test.want {
			t.Errorf("%s: %t", name, !test.want)
		}
	}
}

// TestNoAnswerAtAllIsJudged has visits end without a page, as they may in a
// browser that waits: that is no crash of the check, and nothing accepts it.
func TestNoAnswerAtAllIsJudged(t *testing.T) {
	answers := map[string]Answer{
		"alive": Alive(), "dead": Dead(), "barred": RefusedWith(400), "granted": Granted(), "refused": Refused("invalid_grant"),
		"unbroken": Unbroken(), "turned": Turned(), "with a code": WithCode(), "landed": Landed(), "with an error": WithError("access_denied"),
		"on a page": OnPage(), "no code": NoCode("access_denied"), "either": Either(Alive(), OnPage()), "illegible": Illegible(),
		"malformed": Malformed(), "shut": TenantRefused(), "kept back": KeepsBack("secret"), "unbroken refusal": RefusedUnbroken(),
		"that":  Alive().That("shows something", func(r *scenarios.Reply) bool { return r.Status == 200 }),
		"lands": Landed().ThatLands("shows something", func(l *scenarios.Landing) bool { return l.URL.Host == "" }),
	}
	var none *scenarios.Landing
	for name, answer := range answers {
		for _, nothing := range []any{(&scenarios.Landing{}).Last(), &scenarios.Landing{}, none} {
			if answer.Accepts(nothing) {
				t.Errorf("%s accepts %#v", name, nothing)
			}
			for how, body := range map[string]func(*T){
				"judge":   func(t *T) { t.Judge(nothing, answer) },
				"each":    func(t *T) { t.JudgeEach("this one", nothing, answer) },
				"control": func(t *T) { t.Control(nothing, answer) },
				"sound":   func(t *T) { t.Sound(nothing) },
				"lacking": func(t *T) { t.Lacking("a thing", nothing) },
				"note":    func(t *T) { t.Note(nothing, answer); t.Require(true, "anything", "anything") },
			} {
				if f := tried(t, catalogue.Must, body); f.Verdict == Crashed || f.Verdict == reports.Pass && how != "note" {
					t.Errorf("%s, %s, %T: %s: %.300s", name, how, nothing, f.Verdict, f.Detail)
				}
			}
		}
	}
}

// TestAnswersAreMatchers holds answers to the interface of Gomega, whose Expect
// others will hand them to, also with what is no answer of a client.
func TestAnswersAreMatchers(t *testing.T) {
	var messages []string
	g := gomega.NewGomega(func(message string, _ ...int) { messages = append(messages, message) })
	g.Expect(answered(scenarios.Alive)).To(Alive())
	g.Expect(answered(scenarios.Alive)).NotTo(Dead())
	g.Expect(answered(scenarios.Dead)).To(gomega.And(Alive(), Granted()))
	g.Expect(&http.Response{StatusCode: 200}).To(Alive())
	g.Expect(answered(scenarios.Alive)).To(Answer{Acceptable: []string{"nothing"}})
	if len(messages) != 3 || !strings.Contains(messages[0], "2xx") || !strings.Contains(messages[1], "not *http.Response") || !strings.Contains(messages[2], "nothing") {
		t.Errorf("%q", messages)
	}
}

// TestWhoExpectsAnAnswerIsToldWhatCame has the matcher itself say what was seen, and
// no secret of it.
func TestWhoExpectsAnAnswerIsToldWhatCame(t *testing.T) {
	const secret = "a-token-that-nobody-shows"
	granted := &scenarios.Reply{Status: 200, Class: scenarios.Alive, Grant: scenarios.Grant{AccessToken: secret}}
	lost := &scenarios.Reply{Err: errors.New("Get /?code=" + secret), Class: scenarios.Broken}
	for want, actual := range map[string]any{"200": granted, "no answer": lost, "nothing": (*scenarios.Reply)(nil)} {
		if got := Dead().FailureMessage(actual); !strings.HasPrefix(got, want+": none of") || strings.Contains(got, secret) {
			t.Errorf("%q, want one that begins with %q", got, want)
		}
	}
}
