package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// hygiene are the faults of answers to nonsense.
func hygiene() []Fault {
	return append(hygieneBreaks(), hygieneLeaks()...)
}

// hygieneBreaks are the faults that answer nonsense with a server error.
func hygieneBreaks() []Fault {
	return []Fault{
		{Name: "malformed-body-500", Summary: "breaks over a malformed body", Breaks: clearxp("EXC-14", "HYG-01", "HYG-09"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Status = http.StatusInternalServerError }},
		{Name: "wrong-type-500", Summary: "breaks over a member of the wrong type", Breaks: clearxp("EXC-21", "HYG-01"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.WrongType.Status = http.StatusInternalServerError }},
		{Name: "bad-base64-500", Summary: "breaks over credentials that are not base64", Breaks: both(clearxp("BAS-07", "HYG-02").basic("BAS-07", "HYG-02"), lxhive("BAS-07", "HYG-02")),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusInternalServerError }},
		{Name: "bare-scheme-500", Summary: "breaks over a scheme without credentials", Breaks: alike("PRE-16", "HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.BareScheme.Status = http.StatusInternalServerError }},
		{Name: "long-token-500", Summary: "breaks over a long token", Breaks: alike("HYG-03"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.OversizedToken.Status = http.StatusInternalServerError }},
		{Name: "nul-500", Summary: "breaks over a NUL byte", Breaks: both(alike("HYG-09", "HYG-30"), lxhive("TMP-92")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.NUL.Status = http.StatusInternalServerError }},
		{Name: "deep-nesting-500", Summary: "breaks over deep nesting", Breaks: both(clearxp("HYG-09"), lxhive("TMP-92")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.TooDeep.Status = http.StatusInternalServerError }},
		{Name: "authorize-500-on-bad-escape", Summary: "breaks over a malformed query", Breaks: alike("HYG-10"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.MalformedStatus = http.StatusInternalServerError }},
		{Name: "authorize-code-on-bad-escape", Summary: "gives a code for a malformed query", Breaks: alike("HYG-10"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.MalformedGivesCode = true }},
		{Name: "breaks-after-malformed", Summary: "rests after five malformed requests", Breaks: both(clearxp("HYG-01", "HYG-09", "HYG-11").forms("HYG-11"), lxhive("TMP-07", "TMP-92", "TMP-96")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.TiresAfter, r.Hygiene.RestsFor = 5, 1 }},
	}
}

// hygieneLeaks are the faults that say too much.
func hygieneLeaks() []Fault {
	return []Fault{
		{Name: "secret-echoed", Summary: "repeats the client secret in a refusal", Breaks: alike("HYG-04"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesParameters = []string{"client_secret"} }},
		{Name: "code-echoed", Summary: "repeats the code in a refusal", Breaks: alike("HYG-04"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesParameters = []string{"code"} }},
		{Name: "token-echoed", Summary: "repeats the credential in a refusal of the API", Breaks: both(clearxp("HYG-05", "BAS-09").basic("HYG-05").forms("HYG-05"), lxhive("BAS-09", "HYG-05", "TMP-46", "TMP-94")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesCredential = true }},
		{Name: "stack-trace-shown", Summary: "shows a stack trace in refusals", Breaks: both(alike("HYG-06").basic("HYG-06"), lxhive("TMP-95")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.Trace = "goroutine 1 [running]: main.serve() server.go:42" }},
		{Name: "allow-missing", Summary: "does not name the allowed methods", Breaks: both(alike("HYG-07"), lxhive("TMP-89")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.AllowSent = false }},
		{Name: "password-echoed", Summary: "shows a mistyped password again", Breaks: alike("HYG-08"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.PasswordEchoed = true }},
	}
}

// hygieneForms are the faults of nonsense where a body is a form.
func hygieneForms() []Fault {
	return []Fault{
		{Name: "malformed-form-500", Summary: "breaks over a malformed form", Breaks: forms("HYG-01", "HYG-09"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Status = http.StatusInternalServerError }},
		{Name: "undecodable-basic-500", Summary: "breaks over HTTP Basic that is not base64 at the API", Breaks: forms("HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusInternalServerError }},
	}
}
