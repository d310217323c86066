package temporary

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// answers is what the answer to an issue says.
func answers() []check.Check {
	return slices.Concat(
		shape(),
		times(),
		[]check.Check{
			on("TMP-24", "look at status and content type", func(t *T) {
				t.Judge(t.issued(t.somebody()), check.RefusedWith(http.StatusOK, http.StatusCreated).That("is application/json",
					func(r *scenarios.Reply) bool { return check.IsJSON(r.Header) }))
			}, check.Looks),
			on("TMP-25", "look for no-store in the answer to an issue", func(t *T) {
				t.Judge(t.issued(t.somebody()), uncached())
			}, check.Looks),
			on("TMP-27", "issue without scopes and read them", func(t *T) {
				t.Judge(t.tells(t.issued(t.somebody()), "scopes"), scoped(scenarios.Everything))
			}, check.Looks),
			on("TMP-28", "issue with scopes and read them", func(t *T) {
				for _, want := range [][]scenarios.Right{rights(scenarios.Reading), rights(scenarios.Reading, scenarios.Writing)} {
					asked := t.somebody()
					asked.Permissions, asked.Scopes = rights(scenarios.Reading, scenarios.Writing), want
					t.Judge(t.tells(t.issued(asked), "scopes"), scoped(want...))
				}
			}, check.Looks),
		},
	)
}

// uncached accepts a token in an answer that caches do not keep.
func uncached() check.Answer {
	return Issued().That("carries no-store", func(r *scenarios.Reply) bool { return check.Unstored(r.Header) })
}

// scoped accepts a token with exactly the scopes.
func scoped(want ...scenarios.Right) check.Answer {
	return Issued().That("has the scope "+joined(want), func(r *scenarios.Reply) bool {
		return slices.Equal(r.Temporary.Scopes, want)
	})
}

// shape is the object as such.
func shape() []check.Check {
	return []check.Check{
		on("TMP-19", "look for the documented members", func(t *T) {
			r := t.issued(t.somebody())
			t.Judge(r, Issued())
			t.Require(len(r.Temporary.Missing) == 0, "every documented member", "without %s", listed(r.Temporary.Missing))
		}, check.Looks),
		on("TMP-20", "look at the types of the members, with an expiry and without", func(t *T) {
			for _, asked := range []scenarios.Asked{t.until(t.unix(t.soon())), t.somebody()} {
				r := t.issued(asked)
				t.Judge(r, Issued())
				odd := r.Temporary.Odd
				if asked.Expires == nil {
					odd = slices.DeleteFunc(slices.Clone(odd), endless(r)) // whether there is an end is for TMP-29
				}
				t.Require(len(odd) == 0, "members of the documented types", "of another type: %s", listed(odd))
			}
		}, check.Looks),
		on("TMP-26", "look for names and descriptions of rights", func(t *T) {
			r := t.tells(t.issued(t.somebody()), "scopes", "user.permissions")
			t.Judge(r, Issued())
			bare := r.Temporary.Bare
			t.Require(len(bare) == 0 && len(r.Temporary.Scopes) > 0 && len(r.Temporary.Permissions) > 0,
				"scopes and permissions, each with name and description", "%d scopes, %d permissions, bare: %s",
				len(r.Temporary.Scopes), len(r.Temporary.Permissions), listed(bare))
		}, check.Looks),
	}
}

// endless says which members of an answer are null because the token has no
// end.
func endless(r *scenarios.Reply) func(member string) bool {
	return func(member string) bool {
		value, there := r.Members[member]
		return there && value == nil && (member == "expiresAt" || member == "expiresIn")
	}
}

// listed writes names in one line.
func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// times is what the answer says of times.
func times() []check.Check {
	return []check.Check{
		on("TMP-21", "compare remaining life and expiry", func(t *T) {
			r := t.tells(t.issued(t.until(t.unix(t.Clock.Now().Add(3*check.ShortLife)))), "expiresIn", "expiresAt")
			t.Judge(r, Issued().That("counts the remaining life from now to the expiry", func(r *scenarios.Reply) bool {
				return t.near(t.there(t.Clock.Now()).Add(r.Temporary.Left), r.Temporary.Expires)
			}))
		}, check.Looks),
		on("TMP-22", "compare the time of creation with the clock", func(t *T) {
			before := t.there(t.Clock.Now())
			r := t.tells(t.issued(t.somebody()), "createdAt")
			t.Judge(r, Issued().That(fmt.Sprintf("says it was created at %d", before.Unix()), func(r *scenarios.Reply) bool {
				return t.near(r.Temporary.Created, before) || t.near(r.Temporary.Created, t.there(t.Clock.Now()))
			}))
		}, check.Looks),
		on("TMP-23", "look whether fresh tokens are called expired, with an expiry and without", func(t *T) {
			for _, asked := range []scenarios.Asked{t.somebody(), t.until(t.unix(t.soon().Add(check.ShortLife)))} {
				t.Judge(t.tells(t.issued(asked), "expired"), Issued().That("is not called expired",
					func(r *scenarios.Reply) bool { return !r.Temporary.Expired }))
			}
		}, check.Looks),
	}
}
