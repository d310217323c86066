package faults

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

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
