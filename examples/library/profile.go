package main

import (
	"embed"
	"io/fs"
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/onsi/gomega"
)

//go:embed profile
var folder embed.FS

// profile is the contract as authassay is handed it: one folder, and a dialect.
func profile() (scenarios.Profile, error) {
	files, err := fs.Sub(folder, "profile")
	return scenarios.Profile{Name: "library", Dialect: dialect{}, Files: files}, err
}

// lend is what readers do and no RFC has a word for.
const lend scenarios.Verb = "lend"

// dialect is plain OAuth 2.0, and books.
type dialect struct{ scenarios.Standard }

// Encode implements scenarios.Dialect.
func (d dialect) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	if s.Verb != lend {
		return d.Standard.Encode(b, s)
	}
	r := scenarios.Request{Method: http.MethodGet, URL: scenarios.Below(b.API, "/books"), Header: b.HeaderWith("Accept", "application/json")}
	scenarios.Sign(r.Header, s.As)
	return r, nil
}

// checks are the library's own. They stand beside those of authassay.
func checks() []check.Check {
	return []check.Check{
		check.New("LIB-01", "lend three books with one card", func(t *check.T) {
			card := t.Grant().Credentials()
			t.Control(t.Do(scenarios.Step{Verb: lend, As: card}), check.Alive())
			t.Control(t.Do(scenarios.Step{Verb: lend, As: card}), check.Alive())
			third := t.Do(scenarios.Step{Verb: lend, As: card})
			t.Judge(third, check.RefusedWith(http.StatusForbidden))
			t.Expect(third.Problem, "two_books", gomega.Equal("two_books"))
		}),
	}
}
