package check

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/authassay/authassay/suites/catalogue"
)

// That something is refused and how the refusal is worded are two
// requirements. Each check of a refusal judges the first and notes the second;
// one check for each kind of wording then judges what was noted everywhere. A
// server with one habit has one failure, which lists every place of it.

// wording is how refusals of a kind are to be worded.
type wording struct {
	kind       Kind
	acceptable string
	ok         func(actual any) bool
	about      func(actual any) bool // whether it is about a refusal at all; nil for every one
}

// Kind is what a refusal is about.
type Kind string

// The kinds of refusals.
const (
	KindGrant     Kind = "grant"      // a code or refresh token that is no good, RFC 6749 §5.2
	KindRequest   Kind = "request"    // a member that is missing or cannot be read, likewise
	KindClient    Kind = "client"     // a client that did not prove itself, likewise
	KindScope     Kind = "scope"      // a scope that cannot be had, likewise
	KindGrantType Kind = "grant type" // a grant that the server does not have, likewise
	KindToken     Kind = "token"      // a credential that is no good at a resource, RFC 6750 §3.1 and RFC 7617 §2
	KindAuthorize Kind = "authorize"  // an authorization request, RFC 6749 §4.1.2.1
	KindChallenge Kind = "challenge"  // how a refusal for want of good credentials can be mended, RFC 9110 §11.6.1
	KindInvalid   Kind = "invalid"    // what that says of a bearer token, RFC 6750 §3.1
	KindMalformed Kind = "malformed"  // a request that a resource cannot read, RFC 9110 §15.5.1
	KindBroken    Kind = "broken"     // what is no refusal at all, but a server error where one was due
	KindTenant    Kind = "tenant"     // a tenant that credentials do not open, RFC 9110 §15.5.4
)

// Noted is a refusal with the place where it was seen.
type Noted struct {
	check  catalogue.ID
	when   string
	actual any
	worded wording
	seen   []transcript.Entry // nil where no evidence is kept
}

// ledger holds the refusals that the checks of one world have seen.
type ledger struct {
	mu    sync.Mutex
	list  []Noted
	swept int // near misses that were sent
}

// Note enters a refusal that was judged, where its wording matters.
func (t *T) Note(actual any, a Answer) {
	if len(a.worded) == 0 || t.shared == nil || !refusal(actual) {
		return
	}
	t.shared.ledger.mu.Lock()
	defer t.shared.ledger.mu.Unlock()
	for _, w := range a.worded {
		if w.about == nil || w.about(actual) {
			t.shared.ledger.list = append(t.shared.ledger.list, t.notedAs(actual, w))
		}
	}
}

// refusal says whether what was seen is one: an answer may be acceptable that
// is none.
func refusal(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return IsRefused(a)
	case *scenarios.Landing:
		return a.Code() == "" && !IsBroken(a)
	}
	return false
}

// notedAs is a refusal at the place of this check.
func (t *T) notedAs(actual any, w wording) Noted {
	when := t.entry.when()
	if t.label != "" {
		when += ", " + t.label
	}
	return Noted{check: t.entry.ID, when: when, actual: actual, worded: w, seen: t.transcript.Of(replyOf(actual))}
}

// noted returns the refusals of the kinds so far, those of one requirement after
// those of another, so that a report does not hang on which check came first.
func (l *ledger) noted(kinds ...Kind) []Noted {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := slices.DeleteFunc(slices.Clone(l.list), func(n Noted) bool { return !slices.Contains(kinds, n.worded.kind) })
	slices.SortStableFunc(list, func(a, b Noted) int { return cmp.Compare(a.check, b.check) })
	return list
}

// Noticed are the refusals of the kinds that the checks of the world have seen so
// far.
func (t *T) Noticed(kinds ...Kind) []Noted { return t.shared.ledger.noted(kinds...) }

// Here is an answer at the place of this check, to be judged with others.
func (t *T) Here(actual any) Noted { return t.notedAs(actual, wording{}) }

// Reply is the answer that it ended with.
func (n Noted) Reply() *scenarios.Reply { return replyOf(n.actual) }

// JudgeNoted holds refusals to the wordings that the answers have which they
// were judged by.
func (t *T) JudgeNoted(seen []Noted) {
	t.JudgeWordings(seen, wantedOf(seen), func(n Noted) bool { return n.worded.ok(n.actual) })
}

// replyOf is the answer that a judged thing ended with.
func replyOf(actual any) *scenarios.Reply {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a
	case *scenarios.Landing:
		return a.Last()
	}
	return nil
}

// wordedAs is the answer, with its wording noted under the kind.
func (a Answer) wordedAs(k Kind, acceptable string, ok func(actual any) bool) Answer {
	a.worded = append(slices.Clone(a.worded), wording{kind: k, acceptable: acceptable, ok: ok})
	return a
}

// AnsweredWith is the answer, with its status noted under the kind.
func (a Answer) AnsweredWith(k Kind, acceptable string, statuses ...int) Answer {
	return a.wordedAs(k, acceptable, func(actual any) bool {
		r, is := actual.(*scenarios.Reply)
		return is && slices.Contains(statuses, r.Status)
	})
}

// Wordings is the check that judges how refusals of one kind are worded,
// wherever they were seen. It comes after all others; where none of those has
// seen such a refusal, ask brings one about.
func Wordings(id catalogue.ID, when string, k Kind, worded Answer, ask func(*T) any) Check {
	return New(id, when, func(t *T) {
		if len(t.Noticed(k)) == 0 {
			actual := ask(t)
			if IsBroken(actual) { // that is for the requirements to judge which are about the thing itself
				t.Lacking("a refusal to look at", actual)
			}
			t.Note(actual, worded)
		}
		seen := t.Noticed(k)
		if len(seen) == 0 {
			t.Inapplicable("nothing of the kind was refused; whether it should have been is for other requirements")
		}
		t.JudgeNoted(seen)
	}, Gathers)
}

// JudgeWordings holds refusals that other checks have seen to their wording.
func (t *T) JudgeWordings(seen []Noted, acceptable string, ok func(Noted) bool) {
	if len(seen) == 0 {
		t.Untested("a refusal was to be looked at, but none was seen")
	}
	odd := slices.DeleteFunc(slices.Clone(seen), ok)
	for _, n := range odd[:min(len(odd), shownPlaces)] {
		if n.check == t.entry.ID { // it was brought about here, and is shown already
			t.mark(n.actual, transcript.Judged)
			continue
		}
		t.transcript.Judged(n.seen)
	}
	t.Proven(len(odd) == 0, acceptable, "%s", places(odd, len(seen)))
}

// shownPlaces is of how many places a finding shows the exchange; it names all.
const shownPlaces = 8

// wantedOf says what would have done at any of the places.
func wantedOf(seen []Noted) string {
	var out []string
	for _, n := range seen {
		if !slices.Contains(out, n.worded.acceptable) {
			out = append(out, n.worded.acceptable)
		}
	}
	return strings.Join(out, "; ")
}

// places says where refusals were worded otherwise, place by place.
func places(odd []Noted, of int) string {
	if len(odd) == 0 {
		return fmt.Sprintf("all of %d refusals", of)
	}
	var lines []string
	for _, n := range odd {
		line := fmt.Sprintf("%s (%s): %s", n.check, n.when, Describe(n.actual))
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return fmt.Sprintf("%d of %d refusals: %s", len(odd), of, strings.Join(lines, "; "))
}

// How resources word their refusals is noted here, and judged by one
// requirement for each kind: status (PRE-28, PRE-30, TEN-14), challenge (PRE-04)
// and what that says of a token (PRE-07).

// challenged notes whether a refusal for want of good credentials says how that
// can be mended, and whether it says of a bearer token that it is none.
func (a Answer) challenged() Answer {
	a = a.wordedAs(KindChallenge, "a challenge with a parameter", func(actual any) bool {
		return slices.ContainsFunc(challengesOf(actual), func(c scenarios.Challenge) bool { return len(c.Params) > 0 })
	})
	a.worded = append(a.worded, wording{
		kind: KindInvalid, acceptable: "invalid_token in the Bearer challenge", about: blamesToken,
		ok: func(actual any) bool {
			return slices.ContainsFunc(challengesOf(actual), func(c scenarios.Challenge) bool {
				return c.Is(scenarios.SchemeBearer) && c.Params["error"] == "invalid_token"
			})
		},
	})
	return a
}

// challengesOf are the challenges of an answer.
func challengesOf(actual any) []scenarios.Challenge {
	if r := replyOf(actual); r != nil {
		return scenarios.Challenges(r.Header)
	}
	return nil
}

// blamesToken says whether a bearer token was refused with a challenge that can
// say why.
func blamesToken(actual any) bool {
	r := replyOf(actual)
	return r != nil && r.Status == http.StatusUnauthorized && token68(bearerOf(r)) &&
		slices.ContainsFunc(challengesOf(r), func(c scenarios.Challenge) bool { return c.Is(scenarios.SchemeBearer) })
}

// bearerOf is the bearer token that a request was sent with, "" for none.
func bearerOf(r *scenarios.Reply) string {
	scheme, token, _ := strings.Cut(r.Request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// token68 says whether a text can be a bearer token, RFC 6750 §2.1.
func token68(text string) bool {
	body := strings.TrimRight(text, "=")
	return body != "" && strings.IndexFunc(body, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("-._~+/", r)
	}) < 0
}

// DeadAs accepts a refusal of a value that was sent as a bearer token. What is no
// token by its characters may be a malformed request, RFC 6750 §3.1.
func DeadAs(token string) Answer {
	if token68(token) {
		return Dead()
	}
	return Illegible()
}

// DeadToken accepts a refusal as DeadAs does, of whatever each request has sent.
func DeadToken() Answer {
	a := Reply("a refusal", IsRefused).challenged()
	return a.wordedAs(KindToken, "401, or 400 where it is no token by its characters", func(actual any) bool { return DeadAs(bearerOf(replyOf(actual))).worded[0].ok(actual) })
}
