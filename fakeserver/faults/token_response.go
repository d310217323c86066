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

// answering are the faults in the shape of the token endpoint's answers.
func answering() []Fault {
	return slices.Concat(answeringTokens(), answeringErrors(), answeringHabits())
}

// answeringTokens are the faults of a token response.
func answeringTokens() []Fault {
	return []Fault{
		{Name: "token-type-mac", Summary: "says that the token is a mac token", Breaks: alike("ANS-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Exchange.TokenType, r.Answering.Refresh.TokenType = "mac", "mac"
			}},
		{Name: "expires-in-string", Summary: "writes expires_in as a string", Breaks: alike("ANS-02"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Exchange.ExpiresIn, r.Answering.Refresh.ExpiresIn = "3600", "3600"
			}},
		{Name: "expires-in-missing", Summary: "does not say how long tokens live", Breaks: alike("ANS-27"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Exchange.ExpiresIn, r.Answering.Refresh.ExpiresIn = nil, nil }},
		{Name: "expires-in-doubled", Summary: "says that tokens live twice as long as they do", Breaks: clearxp("ANS-03").oauth2("ANS-03", "INT-06").xena("ANS-03", "IDT-21"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Exchange.ExpiresIn = 7200 }},
		{Name: "tokens-as-text", Summary: "sends tokens as text/plain", Breaks: alike("ANS-04"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Exchange.ContentType = "text/plain" }},
		{Name: "tokens-with-201", Summary: "sends tokens with status 201", Breaks: alike("ANS-04"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Exchange.Status = http.StatusCreated }},
		{Name: "tokens-cacheable", Summary: "lets caches store tokens", Breaks: alike("ANS-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Exchange.CacheControl, r.Answering.Refresh.CacheControl = "", ""
			}},
		{Name: "pragma-missing", Summary: "sends tokens without Pragma", Breaks: alike("ANS-06"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Exchange.Pragma = "" }},
		{Name: "refresh-token-withheld", Summary: "gives no refresh token", Halts: true, Breaks: clearxp("ANS-07"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Exchange.RefreshToken = false }},
		{Name: "access-token-short", Summary: "makes access tokens of eight digits", Breaks: clearxp("ANS-08").oauth2("ANS-08"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.NewAccessToken = func(random io.Reader) string { return "cxa_" + digits(random, 8) }
			}},
		{Name: "refresh-token-counted", Summary: "numbers refresh tokens in their order", Breaks: alike("ANS-08"),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				r.Answering.NewRefreshToken = func(io.Reader) string { return fmt.Sprintf("cxr_%036d", n.Add(1)) }
			}},
		{Name: "members-doubled", Summary: "writes access_token twice into the object", Breaks: alike("ANS-09"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Exchange.Members = func(m []fakeserver.Member) []fakeserver.Member { return append(m, m[0]) }
			}},
		{Name: "token-in-cookie", Summary: "sets the access token as a cookie too", Breaks: alike("ANS-15"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Exchange.Header = func(h http.Header, access string) { h.Set("Set-Cookie", "token="+access) }
			}},
		{Name: "refresh-equals-access", Summary: "gives one string as both tokens", Breaks: alike("ANS-17", "REF-07", "PRE-13"),
			Bend: func(r *fakeserver.Rules) { r.Answering.RefreshEqualsAccess = true }},
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

// answeringErrors are the faults of a token error response.
func answeringErrors() []Fault {
	return []Fault{
		{Name: "errors-as-html", Summary: "refuses an unknown grant type in HTML", Breaks: alike("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Errors.Encode = func(m []fakeserver.Member) []byte {
					if m[0].Value == "unsupported_grant_type" {
						return []byte("<h1>Bad Request</h1>")
					}
					return object(m)
				}
			}},
		{Name: "errors-as-text", Summary: "refuses in JSON that it calls text/plain", Breaks: alike("ANS-10"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Errors.ContentType = "text/plain" }},
		{Name: "error-code-invented", Summary: "makes up an error code for an unknown grant type", Breaks: alike("ANS-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownGrantType.Error = "bad_grant_type" }},
		{Name: "refusal-422", Summary: "refuses a missing code with 422", Breaks: alike("ANS-12"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MissingCode.Status = http.StatusUnprocessableEntity }},
		{Name: "error-description-two-lines", Summary: "describes an error on two lines", Breaks: alike("ANS-13"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Errors.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
					f.Description += "\nsorry"
					return f
				}
			}},
		{Name: "error-uri-malformed", Summary: "writes an error_uri that is no URI", Breaks: alike("ANS-20"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Errors.Members = func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "error_uri", Value: "<see the manual>"})
				}
			}},
		{Name: "refusals-cacheable", Summary: "lets caches store refusals", Breaks: alike("ANS-16"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Errors.CacheControl = "" }},
	}
}
