package faults

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/authassay/authassay/fakeserver"
)

// tokenResponse are the faults in the shape of the token endpoint's answers.
func tokenResponse() []Fault {
	return slices.Concat(tokenAnswers(), tokenErrors(), tokenHabits())
}

// tokenAnswers are the faults of a token response.
func tokenAnswers() []Fault {
	return []Fault{
		{Name: "token-type-mac", Summary: "says that the token is a mac token", Breaks: alike("ANS-01"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.TokenType, r.TokenResponse.Refresh.TokenType = "mac", "mac"
			}},
		{Name: "expires-in-string", Summary: "writes expires_in as a string", Breaks: alike("ANS-02"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.ExpiresIn, r.TokenResponse.Refresh.ExpiresIn = "3600", "3600"
			}},
		{Name: "expires-in-missing", Summary: "does not say how long tokens live", Breaks: alike("ANS-27"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.ExpiresIn, r.TokenResponse.Refresh.ExpiresIn = nil, nil
			}},
		{Name: "expires-in-doubled", Summary: "says that tokens live twice as long as they do", Breaks: clearxp("ANS-03").oauth2("ANS-03", "INT-06").xena("ANS-03", "IDT-21"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Exchange.ExpiresIn = 7200 }},
		{Name: "tokens-as-text", Summary: "sends tokens as text/plain", Breaks: alike("ANS-04"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Exchange.ContentType = "text/plain" }},
		{Name: "tokens-with-201", Summary: "sends tokens with status 201", Breaks: alike("ANS-04"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Exchange.Status = http.StatusCreated }},
		{Name: "tokens-cacheable", Summary: "lets caches store tokens", Breaks: alike("ANS-05"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.CacheControl, r.TokenResponse.Refresh.CacheControl = "", ""
			}},
		{Name: "pragma-missing", Summary: "sends tokens without Pragma", Breaks: alike("ANS-06"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Exchange.Pragma = "" }},
		{Name: "refresh-token-withheld", Summary: "gives no refresh token", Halts: true, Breaks: clearxp("ANS-07"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Exchange.RefreshToken = false }},
		{Name: "access-token-short", Summary: "makes access tokens of eight digits", Breaks: clearxp("ANS-08").oauth2("ANS-08"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.NewAccessToken = func(random io.Reader) string { return "cxa_" + digits(random, 8) }
			}},
		{Name: "refresh-token-counted", Summary: "numbers refresh tokens in their order", Breaks: alike("ANS-08"),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				r.TokenResponse.NewRefreshToken = func(io.Reader) string { return fmt.Sprintf("cxr_%030dassays", n.Add(1)) }
			}},
		{Name: "members-doubled", Summary: "writes access_token twice into the object", Breaks: alike("ANS-09"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.Members = func(m []fakeserver.Member) []fakeserver.Member { return append(m, m[0]) }
			}},
		{Name: "token-in-cookie", Summary: "sets the access token as a cookie too", Breaks: alike("ANS-15"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.Header = func(h http.Header, access string) { h.Set("Set-Cookie", "token="+access) }
			}},
		{Name: "refresh-equals-access", Summary: "gives one string as both tokens", Breaks: clearxp("ANS-17", "REF-07", "PRE-13").oauth2("ANS-17", "REF-07", "PRE-13", "INT-17").xena("ANS-17", "REF-07", "PRE-13"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.RefreshEqualsAccess = true }},
	}
}

// object writes members as a JSON object.
func object(members []fakeserver.Member) []byte {
	all := map[string]any{}
	for _, m := range members {
		all[m.Name] = m.Value
	}
	text, _ := json.Marshal(all)
	return text
}

// tokenErrors are the faults of a token error response.
func tokenErrors() []Fault {
	return []Fault{
		{Name: "errors-as-html", Summary: "refuses an unknown grant type in HTML", Breaks: alike("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Errors.Encode = func(m []fakeserver.Member) []byte {
					if m[0].Value == "unsupported_grant_type" {
						return []byte("<h1>Bad Request</h1>")
					}
					return object(m)
				}
			}},
		{Name: "errors-as-text", Summary: "refuses in JSON that it calls text/plain", Breaks: alike("ANS-10"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Errors.ContentType = "text/plain" }},
		{Name: "error-code-invented", Summary: "makes up an error code for an unknown grant type", Breaks: alike("ANS-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownGrantType.Error = "bad_grant_type" }},
		{Name: "refusal-422", Summary: "refuses a missing code with 422", Breaks: alike("ANS-12"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MissingCode.Status = http.StatusUnprocessableEntity }},
		{Name: "error-description-two-lines", Summary: "describes an error on two lines", Breaks: alike("ANS-13"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Errors.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
					f.Description += "\nsorry"
					return f
				}
			}},
		{Name: "error-uri-malformed", Summary: "writes an error_uri that is no URI", Breaks: alike("ANS-20"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Errors.Members = func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "error_uri", Value: "<see the manual>"})
				}
			}},
		{Name: "refusals-cacheable", Summary: "lets caches store refusals", Breaks: alike("ANS-16"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Errors.CacheControl = "" }},
	}
}

// tokenHabits are the faults of all refusals of a kind at once. Each is one
// habit, and fails what is about that habit, however many refusals show it.
func tokenHabits() []Fault {
	adjusted := func(name, summary string, adjust func(*fakeserver.Refusal)) Fault {
		return Fault{Name: name, Summary: summary, Breaks: alike("ANS-12"), Bend: func(r *fakeserver.Rules) {
			r.TokenResponse.Errors.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
				adjust(&f)
				return f
			}
		}}
	}
	grants := func(status int) func(*fakeserver.Refusal) {
		return func(f *fakeserver.Refusal) {
			if f.Error == "invalid_grant" {
				f.Status = status
			}
		}
	}
	return []Fault{
		{Name: "tokens-of-latest-user", Summary: "gives tokens for the user who logged in last, whoever the code is of", Breaks: clearxp("EXC-46"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UserOfLatest = true }},
		{Name: "tokens-of-user-named", Summary: "gives tokens for the user whom the exchange names", Breaks: oauth2("EXC-46"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UserTaken = true }},
		{Name: "tokens-of-scope-asked", Summary: "gives tokens the scope that the exchange asks for", Breaks: oauth2("EXC-47"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ScopeTaken = true }},
		adjusted("grant-refused-401", "answers 401 to every bad code and refresh token", grants(http.StatusUnauthorized)),
		adjusted("grant-refused-403", "answers 403 to every bad code and refresh token", grants(http.StatusForbidden)),
		adjusted("errors-with-200", "sends its error codes with status 200", func(f *fakeserver.Refusal) {
			if f.Status == http.StatusBadRequest {
				f.Status = http.StatusOK
			}
		}),
		{Name: "refusals-empty", Summary: "refuses without a body", Breaks: alike("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Errors.Encode = nothing
			}},
	}
}

// nothing writes a refusal without a body.
func nothing([]fakeserver.Member) []byte { return nil }
