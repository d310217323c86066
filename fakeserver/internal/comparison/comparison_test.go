package comparison

import "testing"

// Every careless comparison takes the value itself, and not whatever comes; each is
// careless about something.
func TestComparisonsAreCareless(t *testing.T) {
	const value = "sEcret.Value-0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b"
	for name, sent := range map[string]string{
		"trimmed": "\t" + value, "trimmed-at-the-end": value + "\r\n", "padded-with-blanks": value + " ", "cleaned": value + "\u200b",
		"cut-at-nul": value + "\x00x", "cut-at-newline": value + "\nx", "collated": "séCRET" + value[6:], "unaccented": "sEcrét" + value[6:],
		"folded-by-width": "ｓ" + value[1:], "first-8": value[:8], "first-32": value[:32] + "x", "first-72": value[:72] + "x",
		"by-beginning": value + "x", "contained": "x" + value, "by-length": value[:5] + "x" + value[6:], "by-like": "sEcret%",
		"by-pattern": "sEcret.*", "by-glob": "sEcret*", "by-query": "' OR '1'='1", "by-filter": "*)(a=*", "decoded-twice": "%73" + value[1:],
		"unescaped": `\u0073` + value[1:], "unquoted": `"` + value + `"`, "unpadded": value + "==", "case-folded": "SECRET.VALUE" + value[12:],
		"in-a-list": "x, " + value, "cut-at-semicolon": value + ";x",
	} {
		c := Named(name)
		if !c.Equal(value, value) || !c.Equal(value, sent) || c.Equal(value, "something else") {
			t.Errorf("%s: the value %v, its near miss %v, something else %v", name,
				c.Equal(value, value), c.Equal(value, sent), c.Equal(value, "something else"))
		}
	}
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.Name] {
			t.Errorf("%s: two have the name", c.Name)
		}
		seen[c.Name] = true
		if !c.Equal(value, value) || c.Equal(value, "something else") {
			t.Errorf("%s: the value %v, something else %v", c.Name, c.Equal(value, value), c.Equal(value, "something else"))
		}
	}
}

// Every careless comparison of addresses takes the registered one, some other one
// besides, and not whatever comes.
func TestComparisonsOfAddressesAreCareless(t *testing.T) {
	const stored = "https://app.example.org/oauth/callback"
	near := map[string]string{
		"by-path": "https://assay.invalid/oauth/callback", "by-host-alone": "https://app.example.org/x", "by-host-ending": "https://myapp.example.org/oauth/callback",
		"by-subdomain": "https://my.app.example.org/oauth/callback", "by-origin-beginning": "https://app.example.org.assay.invalid/", "by-ending": "https://assay.invalid/" + stored,
		"dots-as-any": "https://appxexample.org/oauth/callback", "host-case-folded": "HTTPS://APP.example.org/oauth/callback", "path-case-folded": "https://app.example.org/OAuth/callback",
		"query-ignored": stored + "?a=b", "query-extended": stored + "?a=b", "query-by-names": "", "user-ignored": "https://me@app.example.org/oauth/callback",
		"user-for-host": "https://app.example.org@assay.invalid/oauth/callback", "backslash-for-slash": `https://app.example.org\.assay.invalid/oauth/callback`,
		"scheme-ignored": "http://app.example.org/oauth/callback", "any-scheme-of-apps": "app:/callback", "slash-at-the-end-ignored": stored + "/", "path-below": stored + "/x",
		"folder": "https://app.example.org/oauth/x", "as-far-as-sent": "https://app.example.org/oauth", "slashes-merged": "https://app.example.org//oauth/callback",
		"path-decoded": "https://app.example.org/%6fauth/callback", "host-decoded": "https://%61pp.example.org/oauth/callback", "host-canonical": "https://app.example.org./oauth/callback",
		"default-port-dropped": "https://app.example.org:443/oauth/callback", "resolved": "/oauth/callback", "loopback-by-meaning": "", "listed": stored + " https://assay.invalid/",
		"empty-fragment-ignored": stored + "#", "empty-query-ignored": stored + "?",
	}
	for _, c := range addresses {
		sent, known := near[c.Name]
		if !known {
			t.Errorf("%s: no near miss is known", c.Name)
		}
		if !c.Equal(stored, stored) || sent != "" && !c.Equal(stored, sent) || c.Equal(stored, "https://attacker.example/callback") {
			t.Errorf("%s: the address %v, its near miss %v, another %v", c.Name, c.Equal(stored, stored), c.Equal(stored, sent), c.Equal(stored, "https://attacker.example/callback"))
		}
	}
	if c := Named("query-by-names"); !c.Equal(stored+"?a=b", stored+"?a=c") || c.Equal(stored+"?a=b", stored+"?b=b") {
		t.Error("query-by-names compares something else")
	}
	if c := Named("loopback-by-meaning"); !c.Equal("http://127.0.0.1:1/a", "http://localhost:1/a") || c.Equal("http://127.0.0.1:1/a", "http://10.0.0.1:1/a") {
		t.Error("loopback-by-meaning compares something else")
	}
}
