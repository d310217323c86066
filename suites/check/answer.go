package check

import (
	"cmp"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/leaks"
)

// Answer is a matcher of Gomega that knows how to say every answer that it
// accepts, so that a failure shows what would have done.
type Answer struct {
	Acceptable   []string
	JudgesBroken bool // a broken answer is judged, not inconclusive
	ok           func(actual any) bool
	short        func(actual any) string // what alone is missing; nil or "" where more is
	worded       []wording               // how what is accepted should be worded, for another requirement to judge
}

// takesBroken says whether a broken answer is one of those that will do.
func (a Answer) takesBroken(actual any) bool {
	return (a.JudgesBroken || busy(actual)) && !ours(actual) && a.ok(actual)
}

// Reply makes an answer out of a judgement of replies.
func Reply(acceptable string, ok func(*scenarios.Reply) bool) Answer {
	return Answer{Acceptable: []string{acceptable}, ok: func(actual any) bool {
		r, is := actual.(*scenarios.Reply)
		return is && r != nil && ok(r)
	}}
}

// Landing makes an answer out of a judgement of where a visit ended.
func Landing(acceptable string, ok func(*scenarios.Landing) bool) Answer {
	return Answer{Acceptable: []string{acceptable}, ok: func(actual any) bool {
		l, is := actual.(*scenarios.Landing)
		return is && l != nil && ok(l)
	}}
}

// Either accepts what one of the answers accepts.
func Either(answers ...Answer) Answer {
	out := Answer{ok: func(actual any) bool {
		return slices.ContainsFunc(answers, func(a Answer) bool { return a.ok(actual) })
	}}
	for _, a := range answers {
		out.Acceptable = append(out.Acceptable, a.Acceptable...)
		out.JudgesBroken = out.JudgesBroken || a.JudgesBroken
		out.worded = append(out.worded, a.worded...)
	}
	return out
}

// That accepts an answer that the first one accepts and that has something
// more to show.
func (a Answer) That(shows string, ok func(*scenarios.Reply) bool) Answer {
	out := a
	out.Acceptable = nil
	for _, text := range a.Acceptable {
		out.Acceptable = append(out.Acceptable, text+" that "+shows)
	}
	out.ok = func(actual any) bool {
		r, is := actual.(*scenarios.Reply)
		return is && a.ok(actual) && ok(r)
	}
	out.short = func(actual any) string {
		if a.ok(actual) {
			return "not an answer that " + shows
		}
		if a.short != nil {
			return a.short(actual)
		}
		return ""
	}
	return out
}

// Alive accepts an answer that accepted the credential.
func Alive() Answer {
	return Reply("2xx", func(r *scenarios.Reply) bool { return r.Class == scenarios.Alive })
}

// Dead accepts a refusal of the credential. Its status and its challenge are
// noted for the requirements that are about them.
func Dead() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindToken, "401", http.StatusUnauthorized).challenged()
}

// IsRefused says whether a request got nothing, by an answer that can be read.
func IsRefused(r *scenarios.Reply) bool {
	if r == nil {
		return false
	}
	switch r.Class {
	case scenarios.Dead, scenarios.Forbidden, scenarios.Rejected:
		return r.Grant.AccessToken == ""
	}
	return false
}

// RefusedWith accepts a refusal of the request with one of the statuses.
func RefusedWith(statuses ...int) Answer {
	return Reply(Statuses(statuses...), func(r *scenarios.Reply) bool { return slices.Contains(statuses, r.Status) })
}

// Granted accepts a token response with an access token, RFC 6749 §5.1.
func Granted() Answer {
	return Reply("200 with an access token", func(r *scenarios.Reply) bool {
		return r.Class == scenarios.Alive && r.Grant.AccessToken != ""
	})
}

// Refused accepts a refusal of the token endpoint. That it is worded with one of
// the error codes, RFC 6749 §5.2, is noted for the requirements that say so; no
// codes leave its wording alone. A refusal without a registered code is for those
// that ask for one.
func Refused(codes ...string) Answer {
	codes = slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return code == "" })
	if len(codes) == 0 {
		return Reply("a refusal without tokens", IsRefused)
	}
	return Reply("a refusal without tokens", IsRefused).wordedAs(kindOf(codes[0]), strings.Join(codes, " or "), func(actual any) bool {
		r, is := actual.(*scenarios.Reply)
		return is && (!slices.Contains(registered, r.Problem) || slices.Contains(codes, r.Problem))
	})
}

// kindOf is the kind of refusal that an error code of RFC 6749 §5.2 names.
func kindOf(code string) Kind {
	switch code {
	case "invalid_request":
		return KindRequest
	case "invalid_client", "unauthorized_client":
		return KindClient
	case "invalid_scope":
		return KindScope
	case "unsupported_grant_type":
		return KindGrantType
	}
	return KindGrant
}

// Unbroken accepts every answer but a server error, an unreadable answer or
// none.
func Unbroken() Answer {
	a := Reply("any answer below 500 within the time given", func(r *scenarios.Reply) bool {
		return r.Class != scenarios.Broken
	})
	a.JudgesBroken = true
	return a
}

// Turned accepts a refusal below 500: the request got nothing.
func Turned() Answer {
	return Reply("a refusal below 500", func(r *scenarios.Reply) bool {
		return r.Class != scenarios.Alive && r.Grant.AccessToken == "" && !IsBroken(r)
	})
}

// WithCode accepts a visit that ended at the redirect URI with a code.
func WithCode() Answer {
	return Landing("sent to the redirect URI with a code", func(l *scenarios.Landing) bool {
		return l.URL != nil && l.Code() != "" && l.Answer.Get("error") == ""
	})
}

// Landed accepts a visit that ended at the redirect URI, with whatever answer.
func Landed() Answer {
	return Landing("sent to the redirect URI", func(l *scenarios.Landing) bool { return l.URL != nil })
}

// WithError accepts a visit that ended at the redirect URI with one of the
// error codes of RFC 6749 §4.1.2.1 and no code.
func WithError(codes ...string) Answer {
	return Landing("sent to the redirect URI with error "+strings.Join(codes, " or "), func(l *scenarios.Landing) bool {
		return l.URL != nil && l.Code() == "" && l.Answer.Get("error") != ""
	}).wordedAs(KindAuthorize, "error "+strings.Join(codes, " or "), func(actual any) bool {
		l, is := actual.(*scenarios.Landing)
		return is && (l.URL == nil || slices.Contains(codes, l.Answer.Get("error")))
	})
}

// OnPage accepts a visit that ended on a page of the server. Redirects without
// end are none, and neither is a redirect to a host that is neither the server's
// nor the client's.
func OnPage() Answer {
	return Landing("a page of the server, no redirect", func(l *scenarios.Landing) bool {
		return l.URL == nil && l.Strayed == nil && l.Err == nil && l.Last() != nil && !redirects(l.Last())
	})
}

// redirects says whether an answer sends the browser on, RFC 9110 §15.4.
func redirects(r *scenarios.Reply) bool {
	return r.Status >= 300 && r.Status < 400 && r.Header.Get("Location") != ""
}

// NoCode accepts a visit that gave no code: it ended on a page of the server,
// or at the redirect URI with one of the error codes.
func NoCode(codes ...string) Answer { return Either(OnPage(), WithError(codes...)) }

// ThatLands accepts a visit that an answer accepts and that has something more
// to show.
func (a Answer) ThatLands(shows string, ok func(*scenarios.Landing) bool) Answer {
	out := a
	out.Acceptable = nil
	for _, text := range a.Acceptable {
		out.Acceptable = append(out.Acceptable, text+" that "+shows)
	}
	out.ok = func(actual any) bool {
		l, is := actual.(*scenarios.Landing)
		return is && a.ok(actual) && ok(l)
	}
	return out
}

// registered are the error codes of RFC 6749 §5.2, and those that others have
// registered for the same endpoints: RFC 7009 §2.2.1, RFC 8628 §3.5, RFC 8707
// §2, RFC 9449 §5 and §8.
var registered = []string{
	"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
	"unsupported_token_type", "authorization_pending", "slow_down", "access_denied", "expired_token", "invalid_target",
	"invalid_dpop_proof", "use_dpop_nonce",
}

// Registered says whether a text is one of the error codes of RFC 6749 §5.2.
func Registered(code string) bool { return slices.Contains(registered, code) }

// Accepts says whether something is one of the acceptable answers.
func (a Answer) Accepts(actual any) bool { return a.ok != nil && a.ok(actual) }

// KeepsBack accepts a refusal that repeats none of the secrets. A public client
// has none to repeat. A server error is for other requirements, and what it shows
// is for this one.
func KeepsBack(secrets ...string) Answer {
	a := Reply("an answer that repeats nothing secret", func(r *scenarios.Reply) bool {
		for _, s := range secrets {
			if s != "" && (strings.Contains(string(r.Body), s) || leaks.Repeats(string(r.Body), s)) {
				return false
			}
		}
		return leaks.RepeatsIn(r.Header, secrets...) == ""
	})
	a.JudgesBroken = true
	return a
}

// Unstored says whether caches are kept from storing an answer.
func Unstored(h http.Header) bool {
	return strings.Contains(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), "no-store")
}

// IsJSON says whether an answer is application/json.
func IsJSON(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// RefusedUnbroken accepts a refusal below 500 and holds a server error, a
// timeout or an unreadable answer against the target.
func RefusedUnbroken() Answer {
	a := Turned()
	a.JudgesBroken = true
	return a
}

// Untold accepts an answer that shows nothing of a server's insides: no stack trace,
// query or file path, in its body and in its fields. A server error is for other
// requirements, and what it shows is for this one.
func Untold() Answer {
	a := Reply("an answer without trace, query or path", func(r *scenarios.Reply) bool { return Shown(r) == "" })
	a.JudgesBroken = true
	a.short = func(actual any) string {
		if r, is := actual.(*scenarios.Reply); is && r != nil && Shown(r) != "" {
			return "it shows " + Shown(r)
		}
		return ""
	}
	return a
}

// Shown says what of a server's insides an answer shows, "" for nothing.
func Shown(r *scenarios.Reply) string {
	return cmp.Or(leaks.Inside(string(r.Body)), leaks.InsideOf(r.Header))
}
