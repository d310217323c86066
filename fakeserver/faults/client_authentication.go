package faults

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/comparison"
	"github.com/authassay/authassay/fakeserver/rules"
)

// clientAuthentication are the faults of client authentication.
func clientAuthentication() []Fault {
	return append(slices.Concat(slices.Concat(clientSecrets(), clientVouched()), clientNames(), clientPlaces(), clientMixing(), clientPackaging()), []Fault{
		{Name: "secret-unchecked-at-exchange", Summary: "takes any client secret at the exchange",
			Breaks: clearxp("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09").oauth2("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-12", "IDN-13").xena("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-13"),
			Bend:   func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretMatches = anything }},
		{Name: "unknown-client-named-invalid-grant", Summary: "answers invalid_grant to an unknown client", Breaks: alike("ANS-24", "IDN-05"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.UnknownClient.Status, r.ClientAuthentication.UnknownClient.Error = 400, "invalid_grant"
			}},
		{Name: "secret-optional", Summary: "needs no client secret at the exchange", Breaks: alike("IDN-03"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretRequired = false }},
		{Name: "unknown-client-accepted", Summary: "takes an unknown client for the one of the code", Breaks: alike("IDN-02", "IDN-22"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.UnknownAccepted = true }},
		{Name: "unknown-client-500", Summary: "breaks over an unknown client", Breaks: clearxp("IDN-02", "IDN-05", "IDN-22").forms("IDN-02", "IDN-05", "IDN-16", "IDN-22"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.UnknownClient.Status = http.StatusInternalServerError
			}},
		{Name: "verifier-instead-of-secret", Summary: "takes the proof of a challenge for the client's secret", Breaks: alike("IDN-03", "IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.VerifierForSecret = true }},
		{Name: "client-id-guessed", Summary: "guesses a missing client_id from the code", Breaks: alike("IDN-04"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.ClientFromGrant = true }},
		{Name: "unknown-client-told", Summary: "tells an unknown client from a wrong secret", Breaks: alike("IDN-05"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.UnknownClient.Description = "no such client" }},
		{Name: "secret-prefix-accepted", Summary: "compares only as much of the secret as it was sent", Breaks: alike("IDN-06"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretMatches = prefix }},
		{Name: "secret-case-folded", Summary: "compares client secrets whatever their case", Breaks: alike("IDN-06", "IDN-07"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretMatches = strings.EqualFold }},
		{Name: "secret-empty-accepted", Summary: "takes an empty client secret", Breaks: alike("IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.EmptySecretAccepted = true }},
		{Name: "secret-of-any-client", Summary: "takes the secret of any client", Breaks: alike("IDN-09"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretOfAnyClient = true }},
	}...)
}

// clientVouched are the faults of what is taken for a secret that was not sent.
func clientVouched() []Fault {
	vouched := func(name, summary string, b breaks, by func(fields http.Header, assertion string) bool) Fault {
		return Fault{Name: name, Summary: summary, Breaks: b, Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.Vouched = by }}
	}
	return []Fault{
		vouched("assertion-unread", "takes any assertion of a client for its secret", oauth2("IDN-26"), func(_ http.Header, assertion string) bool { return assertion != "" }),
		vouched("assertion-unsigned", "verifies no assertion of a client", xena("IDN-26"), func(_ http.Header, assertion string) bool { return strings.Count(assertion, ".") == 2 }),
		vouched("client-certificate-believed", "believes whoever says to have shown a certificate", oauth2("IDN-26"), func(fields http.Header, _ string) bool { return fields.Get("X-Ssl-Client-Verify") == "SUCCESS" }),
		vouched("client-of-proxy-believed", "believes a proxy's field about the client", clearxp("IDN-26"), func(fields http.Header, _ string) bool { return fields.Get("X-Client-Id") != "" }),
		vouched("bearer-for-secret", "takes any bearer token for the client's secret", oauth2("IDN-26"), func(fields http.Header, _ string) bool {
			return strings.HasPrefix(fields.Get("Authorization"), "Bearer ")
		}),
	}
}

// clientSecrets are careless comparisons of client secrets.
func clientSecrets() []Fault {
	return carelessly("client-secret", "client secrets", oauth2("IDN-06"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) {
			r.ClientAuthentication.AtExchange.SecretMatches = equal
		},
		"trimmed", "padded-with-blanks", "cleaned", "cut-at-nul", "cut-at-newline", "unaccented", "folded-by-width", "first-8",
		"by-beginning", "contained", "by-length", "by-query", "by-filter", "decoded-twice", "unescaped", "unquoted", "unpadded",
		"base64-taken", "digest-taken")
}

// clientNames are careless comparisons of client_ids.
func clientNames() []Fault {
	return carelessly("client-id", "client_ids", oauth2("IDN-22"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) {
			r.ClientAuthentication.AtExchange.IDMatches = equal
		},
		"trimmed", "case-folded", "unaccented", "folded-by-width", "cleaned", "by-like", "by-glob", "by-pattern", "by-query", "decoded-twice",
		"unquoted", "base64-taken")
}

// clientPlaces are the faults of one endpoint or of one place for credentials.
func clientPlaces() []Fault {
	type checked struct {
		as, at string
		of     func(*fakeserver.Rules) *rules.ClientCheck
	}
	var out []Fault
	for _, c := range []checked{
		{"refresh", "the refresh", func(r *fakeserver.Rules) *rules.ClientCheck { return &r.ClientAuthentication.AtRefresh }},
		{"revocation", "revocation", func(r *fakeserver.Rules) *rules.ClientCheck { return &r.ClientAuthentication.AtRevocation }},
		{"introspection", "introspection", func(r *fakeserver.Rules) *rules.ClientCheck { return &r.ClientAuthentication.AtIntrospection }},
	} {
		bent := func(name, summary string, bend func(*rules.ClientCheck), ids ...string) {
			out = append(out, Fault{Name: name + "-at-" + c.as, Summary: summary + " at " + c.at, Breaks: oauth2(ids...),
				Bend: func(r *fakeserver.Rules) { bend(c.of(r)) }})
		}
		bent("unknown-client-accepted", "takes an unknown client for another one", func(c *rules.ClientCheck) { c.UnknownAccepted = true }, "IDN-02", "IDN-22")
		bent("client-id-guessed", "guesses a missing client_id", func(c *rules.ClientCheck) { c.ClientFromGrant = true }, "IDN-04")
		bent("client-id-case-folded", "compares client_ids whatever their case", func(c *rules.ClientCheck) { c.IDMatches = strings.EqualFold }, "IDN-22")
		bent("secret-empty-accepted", "takes an empty client secret", func(c *rules.ClientCheck) { c.EmptySecretAccepted = true }, "IDN-08")
		bent("secret-of-any-client", "takes the secret of any client", func(c *rules.ClientCheck) { c.SecretOfAnyClient = true }, "IDN-09")
		bent("secret-trimmed", "compares client secrets after blanks are taken off", func(c *rules.ClientCheck) { c.SecretMatches = comparison.Named("trimmed").Equal }, "IDN-06")
	}
	return out
}

// clientMixing are the faults of where a secret counts.
func clientMixing() []Fault {
	return []Fault{
		{Name: "secret-of-first-client", Summary: "takes the secret of its first client for any", Breaks: oauth2("IDN-09"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretOfFirst = true }},
		{Name: "secret-unchecked-in-header", Summary: "takes any client secret in the header", Breaks: oauth2("IDN-01", "IDN-05", "IDN-06", "IDN-09", "IDN-12", "IDN-13"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderTrusted = true }},
		{Name: "secret-unchecked-in-body", Summary: "takes any client secret in the body", Breaks: oauth2("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "REF-09", "REV-14", "INT-05"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.BodyTrusted = true }},
		{Name: "secret-empty-in-header", Summary: "takes an empty client secret in the header", Breaks: oauth2("IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.EmptyInHeader = true }},
		{Name: "introspection-secret-optional", Summary: "needs no client secret at introspection", Breaks: oauth2("INT-04"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtIntrospection.SecretRequired = false }},
		{Name: "introspection-by-the-token-itself", Summary: "takes a token for the authorization to ask about it", Breaks: oauth2("INT-04"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.BearerTaken = true }},
		{Name: "client-twice-with-one-secret", Summary: "takes a client that sends the same secret in two ways", Breaks: oauth2("IDN-14"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.BothEqualTaken = true }},
		{Name: "client-twice-body-counts", Summary: "takes a client that authenticates in two ways by the secret in the body", Breaks: oauth2("IDN-14"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.BodyFirst = true }},
		{Name: "secret-read-from-uri", Summary: "reads the client secret from the URI, too", Breaks: oauth2("IDN-15"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.QueryCounts = true
				r.Exchanging.QueryNames = func(name string) bool { return name == "client_secret" }
			}},
		{Name: "client-read-from-uri", Summary: "reads client_id and secret from the URI, too", Breaks: oauth2("IDN-15"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.QueryCounts = true
				r.Exchanging.QueryNames = func(name string) bool { return strings.HasPrefix(name, "client_") }
			}},
	}
}

// clientPackaging are the faults of how credentials are packed into the header.
func clientPackaging() []Fault {
	decoded := func(name, summary string, read func(string) string) Fault {
		return Fault{Name: "client-basic-" + name, Summary: summary, Breaks: oauth2("IDN-23"), Bend: func(r *fakeserver.Rules) {
			r.ClientAuthentication.HeaderDecode = func(text string) (string, bool) {
				if pair, ok := rules.DecodeBase64(text); ok {
					return pair, true
				}
				pair, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(read(text), "="))
				return string(pair), err == nil
			}
		}}
	}
	return []Fault{
		decoded("unpadded", "makes up the padding of base64", func(text string) string { return text }),
		decoded("skipping", "skips what is no base64", func(text string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", r) {
					return r
				}
				return -1
			}, text)
		}),
		decoded("without-blanks", "skips blanks in base64", func(text string) string { return strings.Join(strings.Fields(text), "") }),
		decoded("cut-at-padding", "reads base64 up to its padding", func(text string) string {
			text, _, _ = strings.Cut(text, "=")
			return text
		}),
		decoded("unquoted", "takes quotation marks off base64", func(text string) string { return strings.Trim(text, `"`) }),
		{Name: "client-basic-undecoded", Summary: "takes credentials as they are that are no base64", Breaks: oauth2("IDN-23"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderDecode = func(text string) (string, bool) {
					if pair, ok := rules.DecodeBase64(text); ok {
						return pair, true
					}
					return text, true
				}
			}},
		{Name: "client-basic-first-of-two", Summary: "reads the first of two Authorization fields", Breaks: oauth2("IDN-24"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.SeveralHeaders = rules.FirstCounts }},
		{Name: "client-basic-last-of-two", Summary: "reads the last of two Authorization fields", Breaks: oauth2("IDN-24"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.SeveralHeaders = rules.LastCounts }},
		{Name: "client-basic-one-blank", Summary: "knows one blank behind the scheme of clients, and no more", Breaks: oauth2("IDN-25"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderBlanks = func(credentials string) string { return credentials }
			}},
	}
}

// clientHeader are the faults of HTTP Basic at the token endpoint.
func clientHeader() []Fault {
	return []Fault{
		{Name: "client-basic-refused", Summary: "does not read HTTP Basic from clients", Halts: true, Breaks: forms("IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderAccepted = false }},
		{Name: "client-basic-not-decoded", Summary: "does not undo the form encoding inside of HTTP Basic", Breaks: forms("IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderDecoded = false }},
		{Name: "client-basic-case-sensitive", Summary: "knows the scheme of clients only as Basic", Breaks: forms("IDN-17"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderScheme = func(sent string) bool { return sent == "Basic" }
			}},
		{Name: "client-challenge-missing", Summary: "sends no challenge to a bad client", Breaks: oauth2("IDN-12"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderChallenge = nil }},
		{Name: "client-challenge-of-bearer", Summary: "sends a Bearer challenge to a bad client", Breaks: oauth2("IDN-12"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderChallenge = []string{`Bearer realm="token endpoint"`}
			}},
		{Name: "client-basic-500", Summary: "breaks over HTTP Basic that cannot be read", Breaks: forms("IDN-16", "IDN-23", "IDN-24"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.MalformedHeader.Status = http.StatusInternalServerError
			}},
		{Name: "client-twice-accepted", Summary: "takes a client that authenticates in two ways", Breaks: forms("IDN-14"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.BothWaysTaken = true }},
		{Name: "wrong-secret-named-invalid-grant", Summary: "answers invalid_grant to a bad client", Breaks: clearxp("ANS-24").oauth2("ANS-24", "IDN-12", "INT-16").xena("ANS-24"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.WrongSecret.Status, r.ClientAuthentication.WrongSecret.Error = http.StatusBadRequest, "invalid_grant"
				r.ClientAuthentication.UnknownClient = r.ClientAuthentication.WrongSecret
			}},
		{Name: "wrong-secret-403", Summary: "answers 403 to a bad client", Breaks: clearxp("ANS-12").oauth2("ANS-12", "IDN-12", "INT-16").xena("ANS-12"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.WrongSecret.Status, r.ClientAuthentication.UnknownClient.Status = http.StatusForbidden, http.StatusForbidden
			}},
	}
}
