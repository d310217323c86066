package faults

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/fakeserver"
)

// limiting is the fault of another judgement of what a token may do.
func limiting(name, summary string, limits func(need string, scopes, permissions []string) bool, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.Limits = limits }}
}

// covers is the judgement of an honest server.
func covers(need string, scopes, permissions []string) bool {
	return fakeserver.Covers(scopes, need) && fakeserver.Covers(permissions, need)
}

// temporaryScopes are the faults of what a token may do.
func temporaryScopes() []Fault {
	return []Fault{
		halting(limiting("scope-writing-unchecked", "lets every scope write",
			func(need string, s, p []string) bool {
				return covers(need, s, p) || need == "statements/write" && fakeserver.Covers(p, need)
			}, "TMP-75")),
		limiting("scope-reading-unchecked", "lets every scope read",
			func(need string, s, p []string) bool {
				return covers(need, s, p) || need == "statements/read" && fakeserver.Covers(p, need)
			}, "TMP-77"),
		halting(limiting("scope-reading-unknown", "does not know the scope of reading",
			func(need string, s, p []string) bool {
				return covers(need, s, p) && !slices.Contains(s, "statements/read")
			}, "TMP-74")),
		halting(limiting("scope-writing-unknown", "does not know the scope of writing",
			func(need string, s, p []string) bool {
				return covers(need, s, p) && !slices.Contains(s, "statements/write")
			}, "TMP-76")),
		{Name: "scope-all-reads-only", Summary: "lets full access only read", Breaks: lxhive("TMP-78"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.Limits = func(need string, s, p []string) bool {
					return covers(need, s, p) && (need != "statements/write" || slices.Contains(s, need))
				}
			}},
		{Name: "default-reads-nothing", Summary: "takes full access for the right to nothing, unless the rest is named", Halts: true,
			Breaks: lxhive("TMP-02", "TMP-78"), Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.Limits = func(need string, s, _ []string) bool { return slices.Contains(s, need) }
			}},
		{Name: "scope-narrow-refused", Summary: "refuses a scope that full access covers and does not name", Breaks: lxhive("TMP-101"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.Includes = slices.Contains[[]string] }},
		{Name: "temporary-scope-refused-401", Summary: "answers 401 to what is out of a token's scope", Breaks: lxhive("TMP-104"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Forbidden.Status = http.StatusUnauthorized }},
		limiting("permissions-unchecked", "looks at scopes and not at the user's permissions",
			func(need string, s, _ []string) bool { return fakeserver.Covers(s, need) }, "TMP-84"),
		{Name: "scope-beyond-permissions", Summary: "gives a token more than its user may", Breaks: lxhive("TMP-79"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.WideScope = nil
				r.Temporary.Rights.Limits = func(need string, s, p []string) bool {
					return covers(need, s, p) || slices.Contains(s, need)
				}
			}},
	}
}

// temporaryDelegation are the faults of giving rights away.
func temporaryDelegation() []Fault {
	return []Fault{
		{Name: "scope-super-given", Summary: "lets a token with the scope super administer", Breaks: lxhive("TMP-80"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.SuperScope = nil
				r.Temporary.Rights.Administers = func(scopes, _ []string) bool { return slices.Contains(scopes, "super") }
			}},
		{Name: "permission-super-given", Summary: "lets a user with the permission super administer", Breaks: lxhive("TMP-81"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.SuperPermission = nil
				r.Temporary.Rights.Administers = func(_, permissions []string) bool { return slices.Contains(permissions, "super") }
			}},
		{Name: "all-means-super", Summary: "takes full access for administration", Halts: true, Breaks: lxhive("TMP-73"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.Administers = func(scopes, _ []string) bool { return slices.Contains(scopes, "all") }
			}},
		{Name: "scope-unknown-taken", Summary: "takes scopes that do not exist", Breaks: lxhive("TMP-82"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.UnknownScope = nil }},
		{Name: "permission-unknown-taken", Summary: "takes permissions that do not exist", Breaks: lxhive("TMP-83"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.UnknownPermission = nil }},
	}
}

// halting is a fault that leaves nothing to try some checks with.
func halting(f Fault) Fault {
	f.Halts = true
	return f
}
