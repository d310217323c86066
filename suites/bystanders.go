package suites

import (
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// What is done to one grant is to leave the others alone. Bystanders are grants
// that nothing is done to, and a check that ends or fails something says which of
// them were harmed by it.

// bystander is a grant that is to live on, and whose it is.
type bystander struct {
	who   string
	grant scenarios.Grant
	kept  scenarios.Registration // the client that it belongs to
	in    string                 // the tenant that its access token is good in
}

// bystanders are given: another grant of the same user and client, one of another
// user, and one of another client, as far as the target file names those and their
// tokens open the API at all.
func (t *T) bystanders() []bystander {
	own := t.Kit.Client
	out := []bystander{{"another grant of the same user and client", t.Grant(), own, t.Kit.Tenant}}
	if t.Kit.OtherUser != "" {
		out = append(out, bystander{"the grant of another user", t.GrantTo(own, t.Kit.Tenant, scenarios.AsOther), own, t.Kit.Tenant})
	}
	if other := t.Kit.OtherClient; other != nil {
		out = append(out, bystander{"the grant of another client", t.GrantTo(*other, t.Kit.Tenant, scenarios.Consents), *other, t.Kit.Tenant})
	}
	t.Control(t.Call(out[0].grant.Credentials()), check.Alive())
	t.toldApart(out)
	return slices.DeleteFunc(out, func(b bystander) bool { return t.CallIn(b.in, b.grant.Credentials()).Class != scenarios.Alive })
}

// toldApart ends the check where bystanders have one access token: what is the same for
// everybody is nobody's grant that could be seen to be spared.
func (t *T) toldApart(all []bystander) {
	holders := map[string]string{}
	for _, b := range all {
		if who, is := holders[b.grant.AccessToken]; is {
			t.Untested("%s and %s came with the same access token, so that it cannot be seen whether one is spared", who, b.who)
		}
		holders[b.grant.AccessToken] = b.who
	}
}

// harm is what of a bystander is dead, in words; "" for nothing. It uses the
// refresh token up. That one which is refused was harmed shows only where another is
// not refused.
func (t *T) harm(b bystander) string {
	var dead []string
	access := t.CallIn(b.in, b.grant.Credentials())
	t.Sound(access)
	if check.IsRefused(access) {
		dead = append(dead, "access token")
	}
	if b.grant.RefreshToken != "" {
		refreshed := t.refreshAs(b.kept, b.grant.RefreshToken)
		t.Sound(refreshed)
		if check.IsRefused(refreshed) && t.Refresh(t.Grant().RefreshToken).Grant.AccessToken != "" {
			dead = append(dead, "refresh token")
		}
	}
	return strings.Join(dead, " and ")
}

// spared decides the check by the bystanders of what was done: every one is alive,
// or the finding says who was harmed, and how.
func (t *T) spared(all []bystander, by string) {
	t.controlRefusal()
	var harmed []string
	for _, b := range all {
		if dead := t.harm(b); dead != "" {
			harmed = append(harmed, fmt.Sprintf("%s (its %s dead)", b.who, dead))
		}
	}
	named := make([]string, len(all))
	for i, b := range all {
		named[i] = b.who
	}
	seen := fmt.Sprintf("%s harmed none of %d", by, len(all))
	switch len(harmed) {
	case 0:
	case len(all):
		seen = by + " harmed everybody who was looked at: " + strings.Join(harmed, "; ")
	default:
		seen = fmt.Sprintf("%s harmed %d of %d: %s", by, len(harmed), len(all), strings.Join(harmed, "; "))
	}
	t.Require(len(harmed) == 0, "alive after it: "+strings.Join(named, "; "), "%s", seen)
}

// acting is what a target says of whom an access token acts for, and with what:
// user, client, tenant or scope, each by the place where it says so.
type acting map[string]string

// facts are those of the kind, sorted.
func (a acting) facts(kinds ...string) []string {
	var out []string
	for place, value := range a {
		if kind, _, _ := strings.Cut(place, " "); slices.Contains(kinds, kind) {
			out = append(out, place+" "+value)
		}
	}
	slices.Sort(out)
	return out
}

// changed are the places of a kind where two tokens are said to act for different
// ones. A place that is silent of one of them says nothing.
func (a acting) changed(b acting, kinds ...string) (out []string, compared int) {
	for place, was := range a {
		kind, where, _ := strings.Cut(place, " ")
		is, said := b[place]
		if !said || !slices.Contains(kinds, kind) {
			continue
		}
		compared++
		if same := is == was || kind == "scope" && check.SameScope(is, was); !same {
			out = append(out, fmt.Sprintf("%s by %s: %s, and then %s", kind, where, check.Brief(was), check.Brief(is)))
		}
	}
	slices.Sort(out)
	return out, compared
}

// toldOf is what the server tells of a grant whose access token is active.
func (t *T) toldOf(grant scenarios.Grant) *scenarios.Reply {
	r := t.Introspect(grant.AccessToken, "")
	t.Control(r, active())
	return r
}

// describes accepts an answer that agrees with the token response, where it says
// anything of what that says. A token that is said to be no bearer token, and works as
// one, is for ANS-01.
func (t *T) describes(grant scenarios.Grant) check.Answer {
	return active().That("names the client, the scope and the type of the grant, where it names any", func(r *scenarios.Reply) bool {
		client, named := r.Members["client_id"].(string)
		scope, scoped := r.Members["scope"].(string)
		kind, typed := r.Members["token_type"].(string)
		return (!named || client == t.Kit.Client.ID) && (!scoped || grant.Scope == "" || check.SameScope(scope, grant.Scope)) &&
			(!typed || !strings.EqualFold(grant.TokenType, "bearer") || strings.EqualFold(kind, grant.TokenType))
	})
}

// narrower is one scope of several, "" where the target file names no more.
func (t *T) narrower() string {
	names := strings.Fields(t.Kit.Client.Scope)
	if len(names) < 2 {
		return ""
	}
	return names[0]
}

// lasting are the members of an answer that stay as they are as long as the token
// lives, RFC 7662 §2.2.
func lasting(r *scenarios.Reply) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"iat", "client_id", "sub", "username", "scope", "token_type", "iss"} {
		if value, told := r.Members[name]; told {
			words := strings.Fields(fmt.Sprint(value))
			slices.Sort(words) // the order of scopes says nothing, RFC 6749 §3.3
			out[name] = strings.Join(words, " ")
		}
	}
	return out
}
