package faults

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	cxp "github.com/authassay/authassay/fakeserver/clearxp"
)

// tenancy are the faults of tenants that share a server.
func tenancy() []Fault {
	return slices.Concat(tenancyOthers(), tenancyNames(), tenancyCompared(), tenancySecond())
}

// tenancyOthers are the faults of tenants that are missing or not the token's.
func tenancyOthers() []Fault {
	return []Fault{
		{Name: "own-tenant-refused", Summary: "refuses a token in its own tenant", Halts: true,
			Breaks: clearxp("PRE-01", "TEN-01").xena("AUT-41", "PRE-01", "TEN-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Matches = func(own, sent string) bool { return own != sent }
			}},
		{Name: "tenant-optional", Summary: "needs no tenant", Halts: true, Breaks: clearxp("TEN-02", "TEN-10"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Required = false }},
		{Name: "tenant-missing-403", Summary: "answers 403 to a missing tenant", Breaks: clearxp("TEN-13"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Missing.Status = http.StatusForbidden }},
		{Name: "tenant-ignored", Summary: "opens whatever tenant is named", Halts: true,
			Breaks: clearxp("TEN-03", "TEN-04", "TEN-08", "TEN-09", "TEN-11", "TEN-12", "TEN-15", "TEN-16").xena("TEN-03", "TEN-04", "TEN-12").xena("TEN-03", "TEN-04", "TEN-12"),
			Bend:   func(r *fakeserver.Rules) { r.Tenancy.Matches = anything }},
		{Name: "tenants-shared", Summary: "opens every tenant that exists to every token", Halts: true,
			Breaks: clearxp("TEN-03", "TEN-12", "TEN-15", "TEN-16"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Matches = func(own, sent string) bool { return sent == own || sent == cxp.OtherTenant }
			}},
		{Name: "unknown-tenant-admitted", Summary: "takes an unknown tenant for the token's own", Breaks: clearxp("TEN-04").xena("TEN-04").xena("TEN-04"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.UnknownAdmitted = func(sent string) bool { return len(sent) > 20 && len(sent) < 100 }
			}},
		{Name: "unknown-tenant-told", Summary: "tells an unknown tenant from another one", Breaks: clearxp("TEN-05").xena("TEN-05").xena("TEN-05"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Unknown.Description = "no such tenant" }},
		{Name: "tenant-other-409", Summary: "answers 409 to any tenant but the own", Breaks: clearxp("TEN-14").xena("TEN-14"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Other.Status, r.Tenancy.Unknown.Status = http.StatusConflict, http.StatusConflict
			}},
		{Name: "unknown-tenant-500", Summary: "breaks over an unknown tenant", Breaks: clearxp("TEN-04", "TEN-05", "TEN-08", "TEN-09", "TEN-11").xena("TEN-04", "TEN-05"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Unknown.Status = http.StatusInternalServerError }},
		{Name: "tenant-refusal-leaks", Summary: "shows data in the refusal of another tenant", Breaks: clearxp("TEN-06").xena("TEN-06").xena("TEN-06"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.RefusalLeaks = true }},
	}
}

// tenancyNames are the faults of where tenants are named, and how.
func tenancyNames() []Fault {
	return []Fault{
		{Name: "first-tenant-header-wins", Summary: "looks only at the first tenant header", Breaks: clearxp("TEN-07"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.PickHeader = first }},
		{Name: "last-tenant-header-wins", Summary: "looks only at the last tenant header", Breaks: clearxp("TEN-07"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.PickHeader = last }},
		{Name: "tenant-wildcard", Summary: "takes a star for every tenant", Breaks: clearxp("TEN-08"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.UnknownAdmitted = func(sent string) bool { return sent == "*" }
			}},
		{Name: "tenant-case-folded", Summary: "compares tenants whatever their case", Breaks: clearxp("TEN-08", "TEN-09"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Matches = strings.EqualFold }},
		{Name: "tenant-from-query", Summary: "reads the tenant from the URI", Breaks: clearxp("TEN-10"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.FromQuery = "tenant" }},
		{Name: "tenant-list-searched", Summary: "looks for the own tenant in a list", Breaks: clearxp("TEN-08", "TEN-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Matches = func(own, sent string) bool {
					return own == sent || strings.Contains(sent, ",") && strings.Contains(sent, own)
				}
			}},
		{Name: "refresh-loses-tenant", Summary: "opens every tenant to refreshed tokens", Breaks: clearxp("TEN-12", "TEN-15").xena("TEN-12"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.RefreshKeepsTenant = false }},
	}
}

// tenancyCompared are careless comparisons of tenants.
func tenancyCompared() []Fault {
	bend := func(r *fakeserver.Rules, equal func(stored, sent string) bool) {
		r.Tenancy.Matches = func(own, sent string) bool { return own == sent || sent != cxp.OtherTenant && equal(own, sent) }
	}
	return slices.Concat(
		carelessly("tenant", "tenants", clearxp("TEN-08"), bend, "by-like", "by-pattern", "by-glob", "by-query", "by-filter", "decoded-twice", "unquoted",
			"base64-taken", "unaccented", "folded-by-width", "cut-at-semicolon"),
		carelessly("tenant", "tenants", clearxp("TEN-08", "TEN-11"), bend, "by-beginning", "contained", "in-a-list"),
		carelessly("tenant", "tenants", clearxp("TEN-08", "TEN-09"), bend, "collated"),
		[]Fault{
			{Name: "tenant-null", Summary: "takes the word null for every tenant", Breaks: clearxp("TEN-08"), Bend: func(r *fakeserver.Rules) {
				r.Tenancy.UnknownAdmitted = func(sent string) bool { return sent == "null" || sent == "undefined" }
			}},
			{Name: "tenant-system", Summary: "takes its own system's tenant for every tenant", Breaks: clearxp("TEN-08"), Bend: func(r *fakeserver.Rules) {
				r.Tenancy.UnknownAdmitted = func(sent string) bool { return sent == "system" || sent == "admin" }
			}},
		})
}

// tenancySecond are the faults of tenants in second places, and of token requests that
// name one.
func tenancySecond() []Fault {
	elsewhere := func(name, summary string, breaks breaks, of func(r *http.Request) string) Fault {
		return Fault{Name: name, Summary: "prefers the tenant " + summary + " to that of the header", Breaks: breaks,
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Elsewhere = of }}
	}
	field := func(name string) func(*http.Request) string {
		return func(r *http.Request) string { return r.Header.Get(name) }
	}
	named := func(q *http.Request, own string) string { return cmp.Or(q.Header.Get("X-Cxp-Tenant"), own) }
	return []Fault{
		elsewhere("tenant-of-query-first", "in the URI", clearxp("TEN-10", "TEN-16"), func(r *http.Request) string { return r.URL.Query().Get("tenant") }),
		elsewhere("tenant-of-cookie-first", "in a cookie", clearxp("TEN-16"), func(r *http.Request) string {
			if c, err := r.Cookie("tenant"); err == nil {
				return c.Value
			}
			return ""
		}),
		elsewhere("tenant-of-x-tenant-id-first", "in the field X-Tenant-Id", clearxp("TEN-16"), field("X-Tenant-Id")),
		elsewhere("tenant-of-underscores-first", "in a field that is spelt with underscores", clearxp("TEN-16"), field("X_cxp_tenant")),
		{Name: "tenant-of-token-request", Summary: "binds a token to the tenant that its request names", Breaks: clearxp("TEN-15"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.OfToken = named }},
	}
}

// resourceWays are the faults of requests by one way alone, which the others do not
// show.
func resourceWays() []Fault {
	by := func(method string) func(*http.Request) bool {
		return func(r *http.Request) bool { return r.Method == method }
	}
	at := func(end string) func(*http.Request) bool {
		return func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, end) }
	}
	head, post, further, userinfo := by(http.MethodHead), by(http.MethodPost), at("/profile"), at("/userinfo")
	imports := at("/api/import/users")
	type waiver = fakeserver.Waiver
	return []Fault{
		waiving("head-anonymous", "lets HEAD in without credentials", oauth2("PRE-03"), head, waiver{Anonymous: true}),
		waiving("head-unknown-token", "lets HEAD in with any token", oauth2("PRE-06", "PRE-08", "PRE-13", "PRE-14"), head, waiver{Unknown: true}),
		waiving("head-expired-token", "lets HEAD in with an expired token", oauth2("EXP-04"), head, waiver{Expired: true}),
		waiving("head-revoked-token", "lets HEAD in with a revoked token", oauth2("REV-02"), head, waiver{Revoked: true}),
		waiving("head-refresh-token", "lets HEAD in with a refresh token", oauth2("PRE-13"), head, waiver{Refresh: true}),
		waiving("head-other-tenant", "lets HEAD in to every tenant", clearxp("TEN-03"), head, waiver{Tenant: true}),
		waiving("head-unscoped", "asks for no scope where HEAD comes", oauth2("PRE-29"), head, waiver{Scope: true}),
		waiving("post-anonymous", "lets POST in without credentials", oauth2("PRE-03", "PRE-33"), post, waiver{Anonymous: true}),
		waiving("post-expired-token", "lets POST in with an expired token", oauth2("EXP-04"), post, waiver{Expired: true}),
		waiving("post-code", "lets POST in with a code", oauth2("PRE-14"), post, waiver{Code: true}),
		waiving("post-unscoped", "asks for no scope where POST comes", oauth2("PRE-29"), post, waiver{Scope: true}),
		halting(waiving("further-anonymous", "lets requests in without credentials at one resource", oauth2("PRE-03"), further, waiver{Anonymous: true})),
		waiving("further-expired-token", "lets an expired token in at one resource", oauth2("EXP-04"), further, waiver{Expired: true}),
		waiving("further-revoked-token", "lets a revoked token in at one resource", oauth2("REV-02"), further, waiver{Revoked: true}),
		waiving("further-refresh-token", "lets a refresh token in at one resource", oauth2("PRE-13"), further, waiver{Refresh: true}),
		waiving("further-other-tenant", "opens one resource to every tenant", clearxp("TEN-03"), imports, waiver{Tenant: true}),
		waiving("further-unknown-token", "lets any token in at one resource", clearxp("PRE-06", "PRE-08", "PRE-13", "PRE-14", "PRE-32", "PRE-36"), imports, waiver{Unknown: true}),
		waiving("userinfo-expired-token", "lets an expired token in at the userinfo endpoint", xena("EXP-04"), userinfo, waiver{Expired: true}),
		waiving("userinfo-revoked-token", "lets a revoked token in at the userinfo endpoint", xena("REV-02"), userinfo, waiver{Revoked: true}),
		waiving("userinfo-refresh-token", "lets a refresh token in at the userinfo endpoint", xena("PRE-13"), userinfo, waiver{Refresh: true}),
		waiving("userinfo-unsigned-token", "does not look at signatures at the userinfo endpoint", xena("PRE-08", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19"), userinfo, waiver{Signature: true}),
		waiving("userinfo-code", "lets a code in at the userinfo endpoint", xena("PRE-14"), userinfo, waiver{Code: true}),
	}
}

// bearerGuises are the faults of a door that stands open to some guise, and of tokens
// that anybody can make.
func bearerGuises() []Fault {
	return slices.Concat(bearerFields(), bearerRoundabout(), bearerMade())
}

// bearerFields let in who comes with some field.
func bearerFields() []Fault {
	has := func(name string) func(*http.Request) bool {
		return func(r *http.Request) bool { return r.Header.Get(name) != "" }
	}
	type waiver = fakeserver.Waiver
	return []Fault{
		waiving("proxy-user-believed", "lets in whom a proxy's field names", oauth2("PRE-38"), has("X-Forwarded-User"), waiver{Anonymous: true}),
		waiving("local-caller-admitted", "lets in whoever a field says to come from this machine", clearxp("PRE-38"), has("X-Forwarded-For"), waiver{Anonymous: true}),
		waiving("internal-caller-admitted", "lets in whoever says to be a part of the server", oauth2("PRE-38"), has("X-Internal-Request"), waiver{Anonymous: true}),
		waiving("certificate-field-believed", "lets in whoever says to have shown a certificate", xena("PRE-38"), has("X-Ssl-Client-Verify"), waiver{Anonymous: true}),
		waiving("conditional-anonymous", "lets conditional requests in without credentials", oauth2("PRE-38"), has("If-None-Match"), waiver{Anonymous: true}),
		waiving("debug-anonymous", "lets requests that ask for debugging in without credentials", oauth2("PRE-38"), func(r *http.Request) bool { return r.URL.Query().Has("debug") }, waiver{Anonymous: true}),
	}
}

// bearerRoundabout let in who comes by another method or path.
func bearerRoundabout() []Fault {
	return []Fault{
		unguarded("options-anonymous", "answers OPTIONS as GET, to anybody", oauth2("PRE-38"), http.MethodOptions),
		unguarded("patch-anonymous", "answers PATCH as GET, to anybody", clearxp("PRE-38"), http.MethodPatch),
		unguarded("unknown-method-anonymous", "answers a method that nobody knows as GET, to anybody", oauth2("PRE-38"), "ASSAY"),
		roundabout("slash-anonymous", "guards no path with a slash behind", oauth2("PRE-38"), func(p string) string { return strings.TrimSuffix(p, "/") }),
		roundabout("case-anonymous", "guards no path in the other case", clearxp("PRE-38"), func(p string) string { return strings.Replace(p, "/ME", "/me", 1) }),
		roundabout("case-of-path-anonymous", "guards no path in the other case", oauth2("PRE-38"), func(p string) string { return strings.Replace(p, "/ME", "/me", 1) }),
		roundabout("parameter-of-path-anonymous", "guards no path with a parameter", oauth2("PRE-38"), func(p string) string {
			p, _, _ = strings.Cut(p, ";")
			return p
		}),
		roundabout("ending-anonymous", "guards no path with an ending", oauth2("PRE-38"), func(p string) string { return strings.TrimSuffix(p, ".json") }),
		roundabout("escape-anonymous", "guards no path with an escape", oauth2("PRE-38"), func(p string) string { return strings.Replace(p, "%6D", "m", 1) }),
	}
}

// bearerMade take tokens that anybody can make.
func bearerMade() []Fault {
	return []Fault{
		{Name: "unsigned-text-as-token", Summary: "reads a token as a signed text, and does not ask who signed it", Breaks: oauth2("PRE-39"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return strings.Count(token, ".") == 2 && strings.HasSuffix(token, ".") }
			}},
		{Name: "signed-text-as-token", Summary: "takes a text that looks signed for a token", Breaks: clearxp("PRE-39"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return strings.Count(token, ".") == 2 && strings.HasPrefix(token, "ey") }
			}},
		{Name: "null-as-token", Summary: "takes the word null for a token", Breaks: oauth2("PRE-39"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return token == "null" }
			}},
		{Name: "debug-as-token", Summary: "lets the word debug in, as its builders did", Breaks: xena("PRE-39"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return token == "debug" }
			}},
	}
}

// waiving does not judge something of the requests of one way.
func waiving(name, summary string, breaks breaks, way func(*http.Request) bool, w fakeserver.Waiver) Fault {
	return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
		r.Bearer.Waives = func(q *http.Request) fakeserver.Waiver {
			if way(q) {
				return w
			}
			return fakeserver.Waiver{}
		}
	}}
}

// unguarded has the resource answer a method that its guard does not know.
func unguarded(name, summary string, breaks breaks, method string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
		r.Bearer.Methods = append(slices.Clone(r.Bearer.Methods), method)
		r.Bearer.Waives = func(q *http.Request) fakeserver.Waiver { return fakeserver.Waiver{Anonymous: q.Method == method} }
	}}
}

// roundabout has a path be read otherwise by who serves it than by its guard.
func roundabout(name, summary string, breaks breaks, read func(string) string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
		r.Bearer.ReadPath = func(escaped string) string {
			if strings.Contains(strings.ToLower(escaped), "/api/") {
				return read(escaped)
			}
			return escaped
		}
		r.Bearer.Waives = func(q *http.Request) fakeserver.Waiver {
			path, _, _ := strings.Cut(q.RequestURI, "?")
			return fakeserver.Waiver{Anonymous: read(path) != path}
		}
	}}
}
