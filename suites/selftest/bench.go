package selftest

import (
	"fmt"
	"net/url"
	"os"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/lxhive"
	"github.com/authassay/authassay/fakeserver/oauth2"
	"github.com/authassay/authassay/fakeserver/xena"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// Bench is what reference servers of one profile are raised from. Reading the
// catalogue and the template takes longer than raising a server, so it is done
// once. Safe for concurrent use.
type Bench struct {
	catalogue *catalogue.Catalogue
	target    targetfile.Target // the profile's template with the fixtures' secrets
	network   *memory           // where client and server meet; nil for TCP on loopback
	direct    bool              // plain requests are handed over without any network
	mark      assembly.Mark     // how requests say which run they belong to
}

// Marked returns a bench whose requests say which run they belong to.
func (b *Bench) Marked(m assembly.Mark) *Bench {
	out := *b
	out.mark = m
	return &out
}

// NewBench reads the built-in template of the profile as a user would who has
// taken over the export lines of the reference server.
func NewBench(c *catalogue.Catalogue, profile string) (*Bench, error) {
	text, err := profiles.Template(profile)
	if err != nil {
		return nil, fmt.Errorf("raise reference: %w", err)
	}
	secrets := Secrets()
	getenv := func(name string) (string, bool) {
		value, ok := secrets[name]
		return value, ok
	}
	text = targetfile.Decided(text, scenarios.Attacking) // the reference server is made for it
	t, err := targetfile.Load(profile+" template", text, getenv, os.ReadFile)
	if err != nil {
		return nil, fmt.Errorf("raise reference: %w", err)
	}
	return &Bench{catalogue: c, target: *t}, nil
}

// ControlSecret guards the control listener of a reference server that is
// raised here. It opens nothing else.
const ControlSecret = "Xn4Lc8WqT2vRz6KbYp9MdG3sHj7FeU5aQo1NiBkC"

// Secrets are the values of the variables in the templates that fit the
// reference server, by the variable's name.
func Secrets() map[string]string {
	f := clearxp.Fixtures()
	secrets := map[string]string{"CXP_CONTROL_SECRET": ControlSecret}
	clients := map[string]string{"acme-integration": "CXP_CLIENT_SECRET", "acme-second": "CXP_OTHER_CLIENT_SECRET", "globex-integration": "CXP_RESIDENT_CLIENT_SECRET"}
	secretsOfAnnexes(secrets)
	secrets["XENA_RESIDENT_CLIENT_SECRET"] = xena.Fixtures().Clients[2].Secret
	for _, c := range f.Clients {
		put(secrets, clients[c.ID], c.Secret)
	}
	keys := map[string]string{"acme-key": "CXP_API_SECRET", "acme-key-colons": "CXP_API_SECRET_WITH_COLON", "acme-key-unicode": "CXP_OTHER_API_SECRET"}
	for _, k := range f.APIKeys {
		put(secrets, keys[k.Key], k.Secret)
	}
	pairs := map[string]string{"lxhive-administrator": "LXH_ADMIN_SECRET", "lxhive-ordinary": "LXH_API_SECRET"}
	for _, k := range lxhive.Fixtures().APIKeys {
		put(secrets, pairs[k.Key], k.Secret)
	}
	people := map[string]string{"ada": "CXP_ADMIN_PASSWORD", "grace": "CXP_OTHER_PASSWORD", "max": "CXP_MEMBER_PASSWORD", "gwen": "CXP_RESIDENT_PASSWORD", "lena": "CXP_LEARNER_PASSWORD"}
	for _, u := range f.Users {
		put(secrets, people[u.Username], u.Password)
	}
	for _, l := range f.Learners {
		put(secrets, people[l.Username], l.Password)
	}
	return secrets
}

// secretsOfAnnexes adds the secrets of the contracts whose fixtures are fixed.
func secretsOfAnnexes(secrets map[string]string) {
	for prefix, f := range map[string]fakeserver.Fixtures{
		"OAUTH2": oauth2.Fixtures(), "XENA": xena.Fixtures(),
	} {
		secrets[prefix+"_CLIENT_SECRET"], secrets[prefix+"_OTHER_CLIENT_SECRET"] = f.Clients[0].Secret, f.Clients[1].Secret
		secrets[prefix+"_PASSWORD"] = f.Users[0].Password
	}
}

func put(secrets map[string]string, name, value string) {
	if name != "" {
		secrets[name] = value
	}
}

// at is the target of the bench where a server listens.
func (b *Bench) at(l *fakeserver.Listening) (*targetfile.Target, error) {
	t := b.target
	moved := map[*string]string{&t.Auth: l.URL, &t.API: l.URL}
	if !t.Clock.Real() {
		moved[&t.Clock.Post] = l.ControlURL
		t.Clock.Lease = "" // nobody else knows of the server
	}
	for address, server := range moved {
		at, err := url.Parse(*address)
		if err != nil {
			return nil, fmt.Errorf("raise reference: %w", err)
		}
		*address = server + at.Path
	}
	return &t, nil
}
