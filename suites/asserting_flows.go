package suites

import (
	"slices"
	"strings"
	"time"
)

// wrong are those of the claims that do not say what they should in an ID token
// that was asked for at a moment.
func (t *T) wrong(id identity, asked time.Time, claims []string) []string {
	exp, ends := id.Time("exp")
	right := map[string]bool{
		"iss": id.Text("iss") == t.issuer(), "aud": id.For(t.Held.Client.ID),
		"nonce": id.Text("nonce") == id.nonce, "exp": ends && exp.After(asked),
	}
	return slices.DeleteFunc(slices.Clone(claims), func(name string) bool { return right[name] })
}

// wrongAlone is what is wrong with the ID token of a flow of its own, in words;
// "" for nothing. What every flow has wrong is one habit, which the requirements
// of the token response's ID token are about.
func (t *T) wrongAlone(id identity, asked time.Time, claims ...string) string {
	wrong := t.wrong(id, asked, claims)
	if len(wrong) == 0 {
		return ""
	}
	now := t.Clock.Now()
	alone := wrong
	t.UntilCut(func() { // there may be no ID token of another flow
		everywhere := t.wrong(t.identified(), now, claims)
		alone = slices.DeleteFunc(slices.Clone(wrong), func(name string) bool { return slices.Contains(everywhere, name) })
	})
	if len(alone) == 0 {
		t.Inapplicable("the ID tokens of token responses have the same: %s", strings.Join(wrong, ", "))
	}
	return "wrong " + strings.Join(alone, ", ")
}
