package faults

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// basic are the faults of keys and secrets by HTTP Basic.
func basic() []Fault {
	return slices.Concat(basicSecrets(), basicForms(), basicRefusals())
}

// basicSecrets are the faults of which pairs are let in.
func basicSecrets() []Fault {
	return []Fault{
		{Name: "basic-refused", Summary: "lets no API key in", Halts: true, Breaks: clearxp("BAS-01").basic("BAS-01"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Accepted = false }},
		{Name: "basic-secret-unchecked", Summary: "takes any API secret", Halts: true, Breaks: both(clearxp("BAS-02", "BAS-11").basic("BAS-02", "BAS-11", "BAS-14"), lxhive("BAS-02", "BAS-11", "BAS-14", "TMP-04", "TMP-46", "TMP-85", "TMP-114")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.SecretMatches = func(_, sent string) bool { return sent != "" }
			}},
		{Name: "basic-unknown-key-admitted", Summary: "lets unknown API keys in", Breaks: both(clearxp("BAS-03").basic("BAS-03"), lxhive("BAS-03", "TMP-46")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.UnknownKeyAdmitted = func(key, _ string) bool { return len(key) > 20 }
			}},
	}
}

// basicForms are the faults of how pairs are written.
func basicForms() []Fault {
	return []Fault{
		{Name: "basic-long-secret-500", Summary: "breaks over a long API secret", Breaks: basicOnly("HYG-03"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Oversized.Status = http.StatusInternalServerError }},
		{Name: "basic-case-sensitive", Summary: "knows the scheme only as Basic", Breaks: both(clearxp("BAS-05").basic("BAS-05"), lxhive("BAS-05")),
			Bend: func(r *fakeserver.Rules) { r.Basic.SchemeMatches = func(sent string) bool { return sent == "Basic" } }},
		{Name: "basic-split-at-last-colon", Summary: "splits key and secret at the last colon", Breaks: clearxp("BAS-06").basic("BAS-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.Split = func(pair string) (string, string, bool) {
					i := strings.LastIndex(pair, ":")
					return pair[:max(i, 0)], pair[i+1:], i >= 0
				}
			}},
		{Name: "basic-rest-dropped", Summary: "drops what stands after a second colon", Breaks: both(clearxp("BAS-06").basic("BAS-06", "BAS-14"), lxhive("BAS-14")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.Split = func(pair string) (string, string, bool) {
					parts := strings.Split(pair, ":")
					return parts[0], parts[min(1, len(parts)-1)], len(parts) > 1
				}
			}},
		{Name: "basic-raw-accepted", Summary: "takes credentials that are not encoded", Breaks: both(clearxp("BAS-07").basic("BAS-07"), lxhive("BAS-07")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.Decode = func(sent string) (string, bool) {
					if text, err := base64.StdEncoding.DecodeString(sent); err == nil {
						return string(text), true
					}
					return sent, true
				}
			}},
		{Name: "basic-key-alone", Summary: "takes a key without a secret", Breaks: both(clearxp("BAS-07").basic("BAS-07"), lxhive("BAS-07")),
			Bend: func(r *fakeserver.Rules) { r.Basic.KeyAloneAdmitted = true }},
		{Name: "basic-tenant-ignored", Summary: "takes API keys with any tenant's header", Breaks: clearxp("BAS-08"),
			Bend: func(r *fakeserver.Rules) { r.Basic.TenantChecked = false }},
		{Name: "basic-unknown-key-told", Summary: "tells an unknown key from a wrong secret", Breaks: both(clearxp("BAS-09").basic("BAS-09"), lxhive("BAS-09", "TMP-46")),
			Bend: func(r *fakeserver.Rules) { r.Basic.UnknownKey.Description = "no such key" }},
		{Name: "basic-empty-secret-admitted", Summary: "takes an empty API secret", Breaks: both(clearxp("BAS-10").basic("BAS-10"), lxhive("BAS-10")),
			Bend: func(r *fakeserver.Rules) { r.Basic.EmptySecretAdmitted = true }},
		{Name: "basic-secret-prefix-accepted", Summary: "compares only as much of the API secret as it was sent", Breaks: both(clearxp("BAS-11").basic("BAS-11"), lxhive("BAS-11", "TMP-114")),
			Bend: func(r *fakeserver.Rules) { r.Basic.SecretMatches = prefix }},
		{Name: "basic-secret-case-folded", Summary: "compares API secrets whatever their case", Breaks: both(clearxp("BAS-11").basic("BAS-11"), lxhive("BAS-11", "TMP-114")),
			Bend: func(r *fakeserver.Rules) { r.Basic.SecretMatches = strings.EqualFold }},
		{Name: "basic-anonymous-admitted", Summary: "needs no credentials at the Basic resource", Breaks: both(clearxp("BAS-12", "LAU-07", "HYG-02").basic("BAS-12", "HYG-02"), lxhive("BAS-12")),
			Bend: func(r *fakeserver.Rules) { r.Basic.AnonymousAdmitted = true }},
	}
}

// basicRefusals are the faults of how pairs are refused.
func basicRefusals() []Fault {
	return []Fault{
		{Name: "basic-challenge-missing", Summary: "sends no challenge to bad API keys", Breaks: clearxp("PRE-04").basic("BAS-04"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = nil }},
		{Name: "basic-challenge-repeats-realm", Summary: "writes the realm twice into the challenge to bad API keys", Breaks: basicOnly("PRE-27"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = []string{`Basic realm="ClearXP", realm="API"`} }},
		{Name: "basic-challenge-of-wrong-scheme", Summary: "answers bad API keys with a Bearer challenge only", Breaks: clearxp("BAS-04").basic("BAS-04"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = []string{`Bearer realm="ClearXP"`} }},
		{Name: "basic-challenge-without-realm", Summary: "names no realm in its Basic challenge", Breaks: clearxp("BAS-04").basic("BAS-04"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = []string{`Basic charset="UTF-8"`} }},
		{Name: "basic-refused-403", Summary: "answers 403 to API keys and secrets that are none", Breaks: clearxp("PRE-28").basic("PRE-28"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.UnknownKey.Status, r.Basic.WrongSecret.Status = http.StatusForbidden, http.StatusForbidden
			}},
		{Name: "basic-unreadable-403", Summary: "answers 403 to Basic credentials that cannot be read", Breaks: clearxp("PRE-30"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusForbidden }},
	}
}
