package check

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

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

// deadAs accepts a refusal of a value that was sent as a bearer token. What is no
// token by its characters may be a malformed request, RFC 6750 §3.1.
func DeadAs(token string) Answer {
	if token68(token) {
		return Dead()
	}
	return Illegible()
}

// Illegible accepts a refusal of credentials that cannot be read, or of several
// at once.
func Illegible() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindMalformed, "400 or 401", http.StatusBadRequest, http.StatusUnauthorized)
}

// Malformed accepts a refusal of a request whose members are wrong.
func Malformed() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindMalformed, "400", http.StatusBadRequest)
}

// Shut accepts the refusal of a tenant that credentials do not open.
func Shut() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindTenant, "403, 401 or 404",
		http.StatusForbidden, http.StatusUnauthorized, http.StatusNotFound)
}
