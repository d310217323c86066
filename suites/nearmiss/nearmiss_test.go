package nearmiss

import (
	"strings"
	"testing"
)

// samples are values with everything in them that a row may want.
var samples = map[Kind]string{
	Redirect: site, Neighbour: site, Detour: site, Fragment: site, Site: site,
	Tenant: "acme", Scope: "reading", NeededScope: "statements/read", Word: "code",
	Base64: "YXNzYXk6+/++Pj9+eA==",
}

// site is a redirect URI with everything that one may have.
const site = "https://app.example.org/oauth/callback?via=tests"

func sample(k Kind) string {
	if s := samples[k]; s != "" {
		return s
	}
	return "sEcret-Value." + strings.Repeat("0aB", 30)
}

// Every row of every table makes something else of a value that has room for it,
// no two make the same, and none says what the value is.
func TestRowsMakeNearMisses(t *testing.T) {
	for _, k := range Kinds() {
		value := sample(k)
		made, as := map[string]string{value: "the value itself"}, map[string]bool{}
		for _, s := range tables[k] {
			miss := s.of(value)
			if other, twice := made[miss]; twice && !wontFit[s.as] {
				t.Errorf("%s, %s: it makes %s", k, s.as, other)
			}
			if as[s.as] {
				t.Errorf("%s: two rows are called %q", k, s.as)
			}
			if s.why == "" || strings.Contains(s.as, value) {
				t.Errorf("%s, %s: a row says why, and nothing of the value", k, s.as)
			}
			made[miss], as[s.as] = s.as, true
		}
	}
}

// wontFit are rows that make nothing of the samples, which are too short or have no
// port.
var wontFit = map[string]bool{
	"alike in its first 8 characters only": true, "alike in its first 32 characters only": true,
	"alike in its first 64 characters only": true, "alike in its first 72 characters only": true,
	"all but its first 8 characters": true, "another folder below": true, "its beginning with a % behind": true,
	"localhost for the address of this machine, or the other way": true, "one character turned into _": true, "one character turned into a dot": true,
}

// Whatever the value, nothing that is made of it is the value or comes twice.
func TestNoMissIsTheValue(t *testing.T) {
	for _, k := range Kinds() {
		for _, value := range []string{"", "a", "A", "1", "é", "ab", "%", "  ", "https://a/", "http://127.0.0.1:7/cb?x=y", "app:/cb", "//", "[::1]"} {
			seen := map[string]bool{value: true}
			for _, m := range Of(k, value) {
				if seen[m.Value] {
					t.Errorf("%s of %q, %s: %q comes twice or is the value", k, value, m.As, m.Value)
				}
				seen[m.Value] = true
			}
		}
	}
}

// Others come first, and those that tell most are rows of the tables.
func TestFewAreRowsAndOthers(t *testing.T) {
	other := Crossed("the secret of another client", "theirs")
	got := Few(ClientSecret, sample(ClientSecret), other)
	if len(got) != len(few)+1 || got[0] != other {
		t.Errorf("%d near misses that begin with %+v, want %d that begin with %+v", len(got), got[0], len(few)+1, other)
	}
}

// Any port of a loopback redirect URI will do, RFC 8252 §7.3, so that no row has
// another one.
func TestPortsOfLoopbackStay(t *testing.T) {
	for _, m := range Of(Redirect, "http://127.0.0.1:8400/cb") {
		if u, ok := parsed(m.Value); ok && u.Hostname() == "127.0.0.1" && u.User == nil && u.Scheme == "http" && u.Path == "/cb" && u.Port() != "8400" {
			t.Errorf("%s: %s", m.As, m.Value)
		}
	}
}
