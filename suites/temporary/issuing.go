package temporary

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// issuing is who is given what.
func issuing() []check.Check {
	return []check.Check{
		on("TMP-01", "issue a token for an e-mail address alone", func(t *T) {
			t.Judge(t.Issue(t.somebody()), Issued())
		}, check.Looks),
		on("TMP-02", "use a token at once", func(t *T) {
			t.Judge(t.Call(t.issued(t.somebody()).Minted), check.Alive())
		}, check.Looks),
		on("TMP-03", "issue without credentials", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			t.Judge(t.issueAs(scenarios.Credentials{}, t.somebody()), check.Dead())
		}),
		on("TMP-04", "issue with a wrong secret of the administrator", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			t.Judge(t.issueAs(scenarios.Basic(t.administrator().User, t.Nonce()), t.somebody()), check.Dead())
		}, check.Attacks),
		on("TMP-05", "issue with a living key that may not administer", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			t.Judge(t.issueAs(t.KeyHolder(), t.somebody()), t.unprivileged())
		}),
		on("TMP-10", "issue three tokens for the same user and use all", issuesAgain, check.Looks),
		on("TMP-11", "issue twenty tokens and look for structure", func(t *T) {
			var keys, secrets []string
			for range 20 {
				pair := t.issued(t.somebody()).Minted
				keys, secrets = append(keys, pair.User), append(secrets, pair.Secret)
			}
			t.RequireUnguessable("key", keys...)
			t.RequireUnguessable("secret", secrets...)
		}, check.Looks),
		on("TMP-12", "compare key and secret", func(t *T) {
			pair := t.issued(t.somebody()).Minted
			t.Require(pair.User != pair.Secret, "two strings", "the same string: %t", pair.User == pair.Secret)
		}, check.Looks),
	}
}

// ordinals name the requests of a check.
var ordinals = []string{"first", "second", "third"}

// issuesAgain asks for several tokens of one user.
func issuesAgain(t *T) {
	t.Temporary()
	asked, keys, secrets := t.someone(), map[string]string{}, map[string]string{}
	var pairs []scenarios.Credentials
	for _, n := range ordinals {
		r := t.Issue(asked)
		if n == ordinals[0] && r.Minted.User == "" {
			t.Lacking("a temporary token", r)
		}
		t.Judge(r, Issued())
		pair := r.Minted
		const fresh = "keys and secrets that were not given before"
		t.Require(keys[pair.User] == "", fresh, "the %s token has the key of the %s", n, keys[pair.User])
		t.Require(secrets[pair.Secret] == "", fresh, "the %s token has the secret of the %s", n, secrets[pair.Secret])
		keys[pair.User], secrets[pair.Secret] = n, n
		pairs = append(pairs, pair)
	}
	for i, pair := range pairs {
		r := t.Call(pair)
		t.Sound(r)
		t.Require(r.Class == scenarios.Alive, "that all three open the API", "the %s token after the third was issued: %s", ordinals[i], check.Describe(r))
	}
}

// notJSON are bodies that are no JSON object.
var notJSON = []string{"", "{", "[]", "null", "true", `"text"`, "{}}", "not json"}

// requests is what has to stand in a request.
func requests() []check.Check {
	return []check.Check{
		on("TMP-06", "issue without an e-mail address", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			t.each([]labelled[*scenarios.Reply]{
				{"no member", t.Issue(scenarios.Asked{})}, {"null", t.Issue(scenarios.Asked{Email: scenarios.Null})},
				{"a name and scopes alone", t.Issue(scenarios.Asked{Name: t.Nonce(), Scopes: rights(scenarios.Reading)})},
			}, badRequest())
		}),
		on("TMP-07", "send bodies that are no JSON object", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			var all []labelled[*scenarios.Reply]
			for _, body := range notJSON {
				all = append(all, labelled[*scenarios.Reply]{fmt.Sprintf("%q", body), t.Issue(t.somebody(), scenarios.RawBody(body, ""))})
			}
			t.each(all, badRequest())
		}),
		on("TMP-08", "ask for an e-mail address that is empty, a number or a list", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			var all []labelled[*scenarios.Reply]
			for _, email := range []any{"", 7, true, []string{"a@authassay.example"}, map[string]string{"a": "b"}} {
				all = append(all, labelled[*scenarios.Reply]{inJSON(email), t.Issue(scenarios.Asked{Email: email})})
			}
			t.each(all, badRequest())
		}),
		on("TMP-09", "ask for everything at once", func(t *T) {
			asked := t.someone()
			if asked.Permissions == nil {
				asked.Permissions, asked.Scopes = rights(scenarios.Everything), rights(scenarios.Everything)
			}
			asked.Password, asked.Name, asked.Description = t.Nonce(), "authassay", "made for a check"
			asked.Expires = t.unix(t.soon().Add(check.ShortLife))
			r := t.Issue(asked)
			t.Judge(r, Issued())
			t.Judge(t.Call(r.Minted), check.Alive())
		}, check.Looks),
	}
}

// inJSON writes a value as it goes into a body.
func inJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// hashShape is what salted hashes of passwords look like.
var hashShape = regexp.MustCompile(`\$(?:2[abxy]|argon2\w*|5|6|1|pbkdf2[\w-]*)\$`)

// allows accepts a token whose user has the rights.
func allows(want ...scenarios.Right) check.Answer {
	return Issued().That("gives the user the rights "+joined(want), func(r *scenarios.Reply) bool {
		return slices.Equal(r.Temporary.Permissions, want)
	})
}

// users is whom a token is for.
func users() []check.Check {
	return []check.Check{
		on("TMP-13", "issue for a new user and read the permissions", func(t *T) {
			t.Judge(t.tells(t.issued(t.somebody()), "user.permissions"), allows(scenarios.Everything))
		}, check.Looks),
		on("TMP-14", "issue for a new user with permissions", func(t *T) {
			asked := t.somebody()
			asked.Permissions, asked.Scopes = rights(scenarios.Reading), rights(scenarios.Reading)
			t.Judge(t.tells(t.issued(asked), "user.permissions"), allows(scenarios.Reading))
		}, check.Looks),
		on("TMP-15", "issue for a known user with other permissions", func(t *T) {
			asked := t.somebody()
			asked.Permissions, asked.Scopes = rights(scenarios.Reading), rights(scenarios.Reading)
			was := t.tells(t.issued(asked), "user.permissions")
			t.Control(was, Issued())
			asked.Permissions = rights(scenarios.Reading, scenarios.Writing)
			r := t.Issue(asked)
			if r.Minted.User == "" {
				t.Lacking("a second token of a known user", r)
			}
			t.Judge(t.tells(r, "user.permissions"), allows(was.Temporary.Permissions...))
		}),
		on("TMP-17", "look for the password of a new user in issue and inspection", func(t *T) {
			asked := t.somebody()
			asked.Password = t.Nonce()
			r := t.issued(asked)
			t.Judge(r, Issued().That("shows neither password nor hash", hides(asked.Password)))
			t.Judge(t.inspected(r.Minted), Issued().That("shows neither password nor hash", hides(asked.Password)))
		}, check.Looks),
		on("TMP-18", "read the user of the answer", func(t *T) {
			asked := t.somebody()
			t.Judge(t.tells(t.issued(asked), "user.email"), Issued().That("names the user", func(r *scenarios.Reply) bool {
				return r.Temporary.Email == asked.Email
			}))
		}, check.Looks),
	}
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

// guesses are passwords that a careless server gives to whom it creates, or makes
// of none.
var guesses = []string{
	"", "password", "test", "secret", "123456", "changeme", "admin", "default", "guest", "welcome", "Password1", "12345678",
	"null", "undefined", "None", "lxhive",
}

// loggingIn is who can log in without a temporary token.
func loggingIn() []check.Check {
	return []check.Check{
		on("TMP-16", "log in as a user who has no password", func(t *T) {
			if t.Kit.SignIn == nil {
				t.Untested("the target file does not say where users log in: add temporary.login, such as { url: /oauth/login }")
			}
			known, stranger := t.somebody(), t.somebody()
			known.Password = t.Nonce()
			t.issued(known)
			t.Control(t.logIn(known, known.Password), check.Alive())
			t.Control(t.logIn(known, t.Nonce()), check.Turned())
			pair := t.issued(stranger).Minted
			email, _ := stranger.Email.(string)
			name, _, _ := strings.Cut(email, "@")
			all := []labelled[*scenarios.Reply]{
				{"the token's key", t.logIn(stranger, pair.User)}, {"the token's secret", t.logIn(stranger, pair.Secret)},
			}
			for _, guess := range append([]string{email, name}, guesses...) {
				all = append(all, labelled[*scenarios.Reply]{"the password " + inJSON(guess), t.logIn(stranger, guess)})
			}
			t.each(all, check.Turned())
			t.Control(t.logIn(known, known.Password), check.Alive())
		}, check.Attacks),
	}
}

// logIn logs a user in.
func (t *T) logIn(who scenarios.Asked, password string) *scenarios.Reply {
	email, _ := who.Email.(string)
	return t.LogIn(email, password)
}
