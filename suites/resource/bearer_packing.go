package resource

import (
	"cmp"
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// bearerPacked presents a good token as none is presented.
func bearerPacked() []check.Check {
	packed := func(id, when string, of func(good, bad string) []nearmiss.Packing, a check.Answer, traits ...check.Trait) check.Check {
		return on(id, when, func(t *T) {
			t.at(func() {
				grant := t.Admitted()
				t.Control(t.Anonymous(), check.Turned())
				t.refusesPacked(of(grant.AccessToken, t.Nonce()), a)
				t.Control(t.Call(grant.Credentials()), check.Alive())
			})
		}, traits...).At(check.Caller(1))
	}
	alone := func(of func(string) []nearmiss.Packing) func(good, bad string) []nearmiss.Packing {
		return func(good, _ string) []nearmiss.Packing { return of(good) }
	}
	return []check.Check{
		packed("PRE-12", "send two Authorization headers, and two credentials in one", nearmiss.Several, check.Illegible()),
		packed("PRE-32", "send the access token behind other schemes, behind none, and dressed up", alone(nearmiss.Schemes), check.Turned(), check.Attacks),
		packed("PRE-33", "send the access token in cookies, in other header fields and in parameters of other names", alone(nearmiss.Elsewhere), check.Turned(), check.Attacks),
		packed("PRE-34", "send a bad token in the header and the good one elsewhere", nearmiss.Beside, check.Turned(), check.Attacks),
		on("PRE-35", "write several blanks between the scheme and the token", func(t *T) {
			grant := t.Admitted()
			for _, blanks := range []string{"  ", "    "} {
				t.JudgeEach(check.Brief("Bearer"+blanks), t.Anonymous(scenarios.Authorized("Bearer"+blanks+grant.AccessToken)), check.Alive())
			}
		}),
	}
}

// refusesPacked sends each of the packings, and wants each refused. How that is
// worded depends on what the server takes the request for.
func (t *T) refusesPacked(all []nearmiss.Packing, a check.Answer) {
	byName := map[string]nearmiss.Packing{}
	for _, p := range all {
		byName[p.As] = p
	}
	t.Sweep(misses(all), func(m nearmiss.Miss) any { return t.Anonymous(bends(byName[m.As])...) }, a)
}

// misses are packings as what is swept.
func misses(all []nearmiss.Packing) []nearmiss.Miss {
	out := make([]nearmiss.Miss, len(all))
	for i, p := range all {
		out[i] = nearmiss.Miss{As: p.As, Why: p.Why}
	}
	return out
}

// bends make a request without credentials one with a packing.
func bends(p nearmiss.Packing) []scenarios.Bend {
	var out []scenarios.Bend
	for _, f := range p.Header {
		out = append(out, scenarios.AgainHeader(f.Name, f.Value))
	}
	for _, f := range p.Query {
		out = append(out, scenarios.WithQuery(f.Name, f.Value))
	}
	if p.Path != nil {
		out = append(out, elsewhere(p.Path))
	}
	if p.Method != "" {
		out = append(out, scenarios.ByMethod(p.Method))
	}
	if p.Body != "" {
		out = append(out, scenarios.ByMethod(http.MethodPost), scenarios.RawBody(p.Body, p.Type))
	}
	return out
}

// bearerStrangers presents what is secret, and no token, as a bearer token.
func bearerStrangers() []check.Check {
	return []check.Check{
		on("PRE-36", "call the API with other secrets as bearer tokens", func(t *T) {
			t.at(func() {
				t.Admitted()
				t.Sweep(t.secrets(), func(m nearmiss.Miss) any { return t.Call(scenarios.Bearer(m.Value)) }, check.DeadToken())
			})
		}, check.Attacks),
	}
}

// secrets are what the tester holds that is no token.
func (t *T) secrets() []nearmiss.Miss {
	var out []nearmiss.Miss
	seen := map[string]bool{"": true}
	add := func(as, value string) {
		if !seen[value] && legible(value) {
			seen[value] = true
			out = append(out, nearmiss.Crossed(as, value))
		}
	}
	add("the client's secret", t.Kit.Client.Secret)
	add("the client's id", t.Kit.Client.ID)
	add("the client's id and secret", t.Kit.Client.ID+":"+t.Kit.Client.Secret)
	add("the client's id and secret in base64", check.Encoded(scenarios.Credentials{User: t.Kit.Client.ID, Secret: t.Kit.Client.Secret}))
	if other := t.Kit.OtherClient; other != nil {
		add("another client's secret", other.Secret)
		add("another client's id", other.ID)
	}
	if pair := t.Kit.Basic; pair != nil {
		add("an API key", pair.User)
		add("an API secret", pair.Secret)
		add("an API key and secret in base64", check.Encoded(*pair))
	}
	for _, typed := range t.Kit.Typed {
		add("what the resource owner types in", typed)
	}
	add("the name of the resource owner", cmp.Or(t.Kit.ProbeUser.Is, t.Kit.OtherUser))
	add("the tenant", t.Kit.Tenant)
	return out
}

// legible says whether a text can stand in a header field behind a blank.
func legible(value string) bool {
	for i := range len(value) {
		if value[i] <= ' ' || value[i] > '~' {
			return false
		}
	}
	return true
}
