package faults

import (
	"net/http"
	"slices"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// issuing is the fault of one more look at the members of an issue's answer.
func issuing(name, summary string, look func([]fakeserver.Member) []fakeserver.Member, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Issued.Members = look }}
}

// altered gives a member another value.
func altered(name string, value func(any) any) func([]fakeserver.Member) []fakeserver.Member {
	return func(members []fakeserver.Member) []fakeserver.Member {
		out := slices.Clone(members)
		for i := range out {
			if out[i].Name == name {
				out[i].Value = value(out[i].Value)
			}
		}
		return out
	}
}

// dropped leaves a member out.
func dropped(name string) func([]fakeserver.Member) []fakeserver.Member {
	return func(members []fakeserver.Member) []fakeserver.Member {
		return slices.DeleteFunc(slices.Clone(members), func(m fakeserver.Member) bool { return m.Name == name })
	}
}

// constant is a value whatever it was.
func constant(value any) func(any) any { return func(any) any { return value } }

// shortlived calls tokens expired that do not live for an hour.
func shortlived(members []fakeserver.Member) []fakeserver.Member {
	return altered("expired", func(any) any { return members[3].Value != int64(3600) })(members)
}

// another is a user object with another address.
func another(user any) any {
	object, _ := user.(fakeserver.Object)
	return fakeserver.Object(altered("email", constant("somebody@lxhive.example"))(object))
}

// nameless are the rights of a list by their names alone.
func nameless(list any) any {
	names := []any{}
	rights, _ := list.([]fakeserver.Object)
	for _, r := range rights {
		names = append(names, r[0].Value)
	}
	return names
}

// temporaryMembers are the faults of single members.
func temporaryMembers() []Fault {
	full := []map[string]string{{"name": "all", "description": "Full access"}}
	read := []map[string]string{{"name": "statements/read", "description": "Read any statement"}}
	return []Fault{
		issuing("temporary-another-named", "names another user", altered("user", another), "TMP-18"),
		{Name: "members-missing", Summary: "shows nothing of scopes and user", Halts: true, Breaks: lxhive("TMP-19"),
			Bend: func(r *fakeserver.Rules) {
				bare := func(m []fakeserver.Member) []fakeserver.Member { return dropped("user")(dropped("scopes")(m)) }
				r.Temporary.Showing.Issued.Members, r.Temporary.Showing.Inspected.Members = bare, bare
			}},
		halting(issuing("expired-missing", "does not say whether a token is expired", dropped("expired"), "TMP-19")),
		issuing("expired-as-text", "writes expired as text", altered("expired", constant("false")), "TMP-20"),
		issuing("created-as-text", "writes the time of creation as text",
			altered("createdAt", func(at any) any { return time.Unix(at.(int64), 0).UTC().Format(time.RFC3339) }), "TMP-20", "TMP-22"),
		issuing("left-in-milliseconds", "gives the remaining life in milliseconds",
			altered("expiresIn", func(left any) any { return left.(int64) * 1000 }), "TMP-21"),
		issuing("left-constant", "gives a remaining life of an hour, always", altered("expiresIn", constant(3600)), "TMP-21"),
		issuing("created-at-zero", "gives 1970 as the time of creation", altered("createdAt", constant(0)), "TMP-22"),
		issuing("fresh-called-expired", "calls a fresh token expired", altered("expired", constant(true)), "TMP-23"),
		issuing("expiring-called-expired", "calls a token expired that has an end of its own", shortlived, "TMP-23"),
		issuing("scopes-bare", "lists scopes without descriptions", altered("scopes", nameless), "TMP-26"),
		{Name: "scope-narrow-by-default", Summary: "gives the scope of reading where none is asked for", Breaks: lxhive("TMP-27"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.DefaultScopes = []string{"statements/read"} }},
		issuing("scopes-shown-as-default", "shows full access for every token", altered("scopes", constant(full)), "TMP-28"),
		{Name: "inspection-narrow", Summary: "shows other scopes in an inspection", Breaks: lxhive("TMP-48"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Showing.Inspected.Members = altered("scopes", constant(append(read, full...)))
			}},
		{Name: "inspection-incomplete", Summary: "does not show in an inspection when a token was made", Breaks: lxhive("TMP-48"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Inspected.Members = dropped("createdAt") }},
		{Name: "inspection-frozen", Summary: "shows the same remaining life in every inspection", Breaks: lxhive("TMP-47", "TMP-49"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Showing.Inspected.Members = altered("expiresIn", constant(3600))
			}},
		{Name: "inspection-never-expired", Summary: "calls no token expired in an inspection", Breaks: lxhive("TMP-47"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Showing.Inspected.Members = altered("expired", constant(false))
			}},
	}
}

// temporaryAnswers are the faults of answers as such.
func temporaryAnswers() []Fault {
	return []Fault{
		{Name: "temporary-202", Summary: "issues tokens with status 202", Breaks: lxhive("TMP-24"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Issued.Status = http.StatusAccepted }},
		{Name: "temporary-as-html", Summary: "sends tokens as text/html", Breaks: lxhive("TMP-24"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Issued.ContentType = "text/html" }},
		{Name: "temporary-cacheable", Summary: "lets caches store tokens that it issues", Breaks: lxhive("TMP-25"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Issued.CacheControl = "" }},
		{Name: "inspection-cacheable", Summary: "lets caches store tokens that it shows", Breaks: lxhive("TMP-56"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Inspected.CacheControl = "public, max-age=60" }},
		{Name: "temporary-challenge-missing", Summary: "refuses with 401 and no challenge", Breaks: lxhive("TMP-90"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Challenge = nil }},
		{Name: "temporary-errors-as-html", Summary: "refuses in HTML", Breaks: lxhive("TMP-91"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.ErrorType = "text/html"
				r.Temporary.ErrorBody = func([]fakeserver.Member) []byte { return []byte("<h1>Slim Application Error</h1>") }
			}},
		{Name: "temporary-errors-empty", Summary: "refuses without a message", Breaks: lxhive("TMP-91"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.ErrorBody = func([]fakeserver.Member) []byte { return []byte(`{"error_message":""}`) }
			}},
		{Name: "temporary-secret-echoed", Summary: "repeats the secret in a refusal", Breaks: lxhive("TMP-94"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.EchoesSecret = true }},
	}
}

// temporarySurface are the faults of the resources around tokens.
func temporarySurface() []Fault {
	return []Fault{
		{Name: "temporary-keys-shut", Summary: "lets no permanent key into the API", Halts: true, Breaks: lxhive("BAS-01"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.KeysOpen = false }},
		{Name: "temporary-bare-scheme-500", Summary: "breaks over a scheme without credentials at lxHive", Breaks: lxhive("HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.BareScheme.Status = http.StatusInternalServerError }},
		{Name: "head-refused", Summary: "does not know HEAD", Breaks: lxhive("TMP-87"),
			Bend: func(r *fakeserver.Rules) { r.Manners.HeadSupported = false }},
		{Name: "temporary-by-patch", Summary: "issues tokens by PATCH", Breaks: lxhive("TMP-89"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Methods = append(r.Temporary.Methods, http.MethodPatch) }},
		{Name: "version-unneeded", Summary: "needs no version header", Breaks: lxhive("TMP-97"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.VersionRequired = false }},
		{Name: "about-shut", Summary: "describes itself only to those with credentials", Breaks: lxhive("TMP-98"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.AboutOpen = false }},
	}
}
