package nearmiss

import "strings"

// Guises are requests without credentials that a careless server takes for somebody's:
// for what a proxy should have said, for a method or a path that nobody thought of
// when the door was locked, or for a helper's of those who built it. The user is
// whoever a server might be made to believe in.
func Guises(user string) []Packing {
	var out []Packing
	for _, name := range []string{"X-Forwarded-User", "X-Remote-User", "Remote-User", "X-User", "X-User-Id", "X-Username", "X-Auth-Request-User", "X-Webauth-User", "X-Authenticated-User", "X-Forwarded-Preferred-Username", "X-Consumer-Username"} {
		out = append(out, field(name, user, "what a proxy says of whom it has let in"))
	}
	const local, inner, override = "whoever comes from this machine is let in", "a mark of the server's own calls", "the method is taken from elsewhere, after the door"
	out = append(out,
		field("X-Forwarded-For", "127.0.0.1", local), field("X-Real-Ip", "127.0.0.1", local), field("X-Client-Ip", "127.0.0.1", local), field("Forwarded", "for=127.0.0.1", local),
		field("X-Internal-Request", "true", inner), field("X-Internal", "true", inner), field("X-Debug", "1", inner), field("X-Admin", "true", inner), field("X-Middleware-Subrequest", "middleware:middleware:middleware:middleware:middleware", inner),
		field("X-Client-Cert", "assay", "what a proxy says of a certificate"), field("X-Ssl-Client-Verify", "SUCCESS", "what a proxy says of a certificate"),
		field("X-Http-Method-Override", "OPTIONS", override), field("X-Method-Override", "OPTIONS", override),
		field("Content-Type", "application/json", "one of several parsers has a door of its own"),
		field("If-None-Match", "*", "a cache in front of the door"), field("Range", "bytes=0-", "a cache in front of the door"),
		field("Upgrade", "websocket", "another protocol has a door of its own"),
	)
	for _, name := range []string{"OPTIONS", "TRACE", "PATCH", "PUT", "PROPFIND", "ASSAY", "get"} {
		out = append(out, Packing{As: "by the method " + name, Why: "only the methods that one thought of are guarded", Method: name})
	}
	for _, f := range []Field{{"debug", "1"}, {"debug", "true"}, {"test", "1"}, {"admin", "true"}, {"user", user}, {"callback", "assay"}, {"format", "json"}, {"_method", "OPTIONS"}} {
		out = append(out, Packing{As: "with the parameter " + f.Name + " " + strings.ReplaceAll(f.Value, user, "of the user"), Why: "a helper of those who built it", Query: []Field{f}})
	}
	return append(out, roundabout()...)
}

// field is a request with a field that stands for no credentials.
func field(name, value, why string) Packing {
	return Packing{As: "with the field " + name, Why: why, Header: []Field{{name, value}}}
}

// roundabout are requests for other spellings of a path, which the guard and the
// router may read differently, RFC 3986 §6.2.2.
func roundabout() []Packing {
	const why = "the guard reads the path otherwise than who serves it"
	last := func(p string) int { return strings.LastIndex(p, "/") + 1 }
	at := func(as string, of func(string) string) Packing {
		return Packing{As: "at the path " + as, Why: why, Path: of}
	}
	return []Packing{
		at("with a slash behind", func(p string) string { return p + "/" }),
		at("with two slashes in front", func(p string) string { return "/" + p }),
		at("with two slashes inside", func(p string) string { return p[:last(p)] + "/" + p[last(p):] }),
		at("with a dot for a folder", func(p string) string { return p[:last(p)] + "./" + p[last(p):] }),
		at("by way of another folder", func(p string) string { return "/assay/.." + p }),
		at("with a parameter", func(p string) string { return p + ";assay=1" }),
		at("with an empty parameter inside", func(p string) string { return p[:last(p)] + ";/" + p[last(p):] }),
		at("with an ending", func(p string) string { return p + ".json" }),
		at("in the other case", func(p string) string { return p[:last(p)] + swapCase(p[last(p):]) }),
		at("with an escaped letter", func(p string) string {
			if i := last(p); i < len(p) {
				return p[:i] + percentEncoded(p[i:i+1]) + p[i+1:]
			}
			return p
		}),
		at("with an escaped blank behind", func(p string) string { return p + "%20" }),
		at("with an escaped question mark behind", func(p string) string { return p + "%3fassay" }),
	}
}
