package suites

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// temporaryIssuing is who is given what.
func temporaryIssuing(w World) {
	w.Check("TMP-01", "issue a token for an e-mail address alone", func(t *Trial) {
		t.Judge(t.Issue(t.somebody()), Issued())
	})
	w.Check("TMP-02", "use a token at once", func(t *Trial) {
		t.Judge(t.Call(t.issued(t.somebody()).Minted), Alive())
	})
	w.Check("TMP-03", "issue without credentials", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		t.Judge(t.issueAs(scenarios.Credentials{}, t.somebody()), Dead())
	})
	w.Check("TMP-04", "issue with a wrong secret of the administrator", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		t.Judge(t.issueAs(scenarios.Basic(t.administrator().User, t.Nonce()), t.somebody()), Dead())
	})
	w.Check("TMP-05", "issue with a living key that may not administer", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		t.Judge(t.issueAs(t.keyHolder(), t.somebody()), t.unprivileged())
	})
	w.Check("TMP-10", "issue three tokens for the same user and use all", func(t *Trial) {
		t.Temporary()
		asked, seen := t.somebody(), map[string]bool{}
		var pairs []scenarios.Credentials
		for range 3 {
			pair := t.issued(asked).Minted
			t.Require(!seen[pair.User] && !seen[pair.Secret], "keys and secrets that were not given before", "one of them given again")
			seen[pair.User], seen[pair.Secret] = true, true
			pairs = append(pairs, pair)
		}
		for _, pair := range pairs {
			t.Judge(t.Call(pair), Alive())
		}
	})
	w.Check("TMP-11", "issue twenty tokens and look for structure", func(t *Trial) {
		var keys, secrets []string
		for range 20 {
			pair := t.issued(t.somebody()).Minted
			keys, secrets = append(keys, pair.User), append(secrets, pair.Secret)
		}
		t.requireUnguessable("key", keys...)
		t.requireUnguessable("secret", secrets...)
	})
	w.Check("TMP-12", "compare key and secret", func(t *Trial) {
		pair := t.issued(t.somebody()).Minted
		t.Require(pair.User != pair.Secret, "two strings", "the same string: %t", pair.User == pair.Secret)
	})
}

// notJSON are bodies that are no JSON object.
var notJSON = []string{"", "{", "[]", "null", "true", `"text"`, "{}}", "not json"}

// temporaryRequests is what has to stand in a request.
func temporaryRequests(w World) {
	w.Check("TMP-06", "issue without an e-mail address", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		t.Judge(t.Issue(scenarios.Asked{}), Barred(http.StatusBadRequest))
		t.Judge(t.Issue(scenarios.Asked{Email: scenarios.Null}), Barred(http.StatusBadRequest))
		t.Judge(t.Issue(scenarios.Asked{Name: t.Nonce(), Scopes: rights(scenarios.Reading)}), Barred(http.StatusBadRequest))
	})
	w.Check("TMP-07", "send bodies that are no JSON object", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		for _, body := range notJSON {
			t.Judge(t.Issue(t.somebody(), scenarios.RawBody(body, "")), badRequest())
		}
	})
	w.Check("TMP-08", "ask for an e-mail address that is empty, a number or a list", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		for _, email := range []any{"", 7, true, []string{"a@authassay.example"}, map[string]string{"a": "b"}} {
			t.Judge(t.Issue(scenarios.Asked{Email: email}), Barred(http.StatusBadRequest))
		}
	})
	w.Check("TMP-09", "ask for everything at once", func(t *Trial) {
		t.Temporary()
		asked := t.somebody()
		asked.Password, asked.Permissions = t.Nonce(), rights(scenarios.Everything)
		asked.Name, asked.Description = "authassay", "made for a check"
		asked.Scopes, asked.Expires = rights(scenarios.Everything), t.unix(t.soon().Add(shortLife))
		r := t.Issue(asked)
		t.Judge(r, Issued())
		t.Judge(t.Call(r.Minted), Alive())
	})
}

// guesses are passwords that a careless server gives to whom it creates.
var guesses = []string{"", "password", "test", "secret", "123456", "changeme"}

// hashShape is what salted hashes of passwords look like.
var hashShape = regexp.MustCompile(`\$(?:2[abxy]|argon2\w*|5|6|1|pbkdf2[\w-]*)\$`)

// temporaryUsers is whom a token is for.
func temporaryUsers(w World) {
	allows := func(want ...scenarios.Right) Answer {
		return Issued().That("gives the user the rights "+joined(want), func(r *scenarios.Reply) bool {
			return slices.Equal(r.Temporary.Permissions, want)
		})
	}
	w.Check("TMP-13", "issue for a new user and read the permissions", func(t *Trial) {
		t.Judge(t.issued(t.somebody()), allows(scenarios.Everything))
	})
	w.Check("TMP-14", "issue for a new user with permissions", func(t *Trial) {
		asked := t.somebody()
		asked.Permissions = rights(scenarios.Reading)
		t.Judge(t.issued(asked), allows(scenarios.Reading))
	})
	w.Check("TMP-15", "issue for a known user with other permissions", func(t *Trial) {
		asked := t.somebody()
		asked.Permissions = rights(scenarios.Reading)
		was := t.issued(asked)
		t.Control(was, Issued())
		asked.Permissions = rights(scenarios.Reading, scenarios.Writing)
		t.Judge(t.Issue(asked), allows(was.Temporary.Permissions...))
	})
	w.Check("TMP-16", "log in as a user who has no password", func(t *Trial) {
		asked := t.somebody()
		t.Control(t.Call(t.issued(asked).Minted), Alive())
		email, _ := asked.Email.(string)
		for _, guess := range append([]string{email}, guesses...) {
			t.Judge(t.Call(scenarios.Basic(email, guess)), Dead())
		}
	})
	w.Check("TMP-17", "look for the password of a new user in issue and inspection", func(t *Trial) {
		asked := t.somebody()
		asked.Password = t.Nonce()
		r := t.issued(asked)
		t.Judge(r, Issued().That("shows neither password nor hash", hides(asked.Password)))
		t.Judge(t.Inspect(r.Minted), Issued().That("shows neither password nor hash", hides(asked.Password)))
	})
	w.Check("TMP-18", "read the user of the answer", func(t *Trial) {
		asked := t.somebody()
		t.Judge(t.issued(asked), Issued().That("names the user", func(r *scenarios.Reply) bool {
			return r.Temporary.Email == asked.Email
		}))
	})
}

// hides says whether an answer holds neither a password nor any usual hash of
// it.
func hides(password string) func(*scenarios.Reply) bool {
	p := []byte(password)
	a, b, c, d := md5.Sum(p), sha1.Sum(p), sha256.Sum256(p), sha512.Sum512(p)
	return func(r *scenarios.Reply) bool {
		body := string(r.Body)
		for _, sum := range [][]byte{a[:], b[:], c[:], d[:]} {
			for _, text := range []string{hex.EncodeToString(sum), base64.StdEncoding.EncodeToString(sum)} {
				if strings.Contains(strings.ToLower(body), strings.ToLower(text)) {
					return false
				}
			}
		}
		return !strings.Contains(body, password) && !hashShape.MatchString(body)
	}
}

// joined writes rights in words.
func joined(list []scenarios.Right) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = string(r)
	}
	return strings.Join(words, " and ")
}
