package targetfile

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Load reads a target file: YAML without duplicate or unknown keys, with
// ${NAME}, ${NAME:-default} and ${file:PATH} put into its strings, checked and
// filled with defaults. The name stands in problems, and paths in the file are
// relative to its folder. What is wrong with the file comes back as Problems,
// as many at once as can be told.
func Load(name string, text []byte, getenv func(string) (string, bool), readFile func(string) ([]byte, error)) (*Target, error) {
	s, problems, ok := parse(name, text)
	if !ok {
		return nil, problems.sorted()
	}
	e := &expander{source: s, getenv: getenv, readFile: readFile}
	e.walk(s.root)
	shape, err := s.validate(schemaText)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", name, err)
	}
	if problems = slices.Concat(problems, e.problems, shape); len(problems) > 0 {
		return nil, problems.sorted()
	}
	t, err := decode(s)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", name, err)
	}
	t.fill()
	if problems = t.judge(); len(problems) > 0 {
		return nil, problems.sorted()
	}
	return t, nil
}

// decode needs no positions: the schema has judged every value before.
func decode(s *source) (*Target, error) {
	text, err := json.Marshal(s.root.plain())
	if err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	t := &Target{source: s}
	if err := d.Decode(t); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	return t, nil
}

// fill puts in the defaults.
func (t *Target) fill() {
	t.Auth = strings.TrimRight(t.Auth, "/")
	or(&t.API, t.Auth)
	t.API = strings.TrimRight(t.API, "/")
	if u, err := url.Parse(t.Auth); err == nil {
		or(&t.Name, u.Host)
	}
	t.fillPermit()
	or(&t.PasswordField, "password")
	for _, c := range t.clients() {
		if t.Policy.PKCE == "required" {
			or(&c.PKCE, "S256")
		}
		c.fill()
	}
	for _, c := range t.clients() {
		if t.Client != nil {
			or(&c.RedirectURI, t.Client.RedirectURI)
		}
	}
	t.fillPeople()
	if !t.written("policy", "skew") {
		t.Policy.Skew = Duration(2 * time.Second) // 0s may be meant
	}
	or(&t.Limits.Timeout, Duration(10*time.Second))
	or(&t.Limits.Concurrency, 20)
	or(&t.Limits.MaxBody, 1<<20)
	or(&t.Hooks.Ready.Within, t.Hooks.Within)
	or(&t.Hooks.Ready.Within, defaultWithin)
	t.Hooks.Within = t.Hooks.Ready.Within
	for _, file := range []*string{&t.TLS.CAFile, &t.Known} {
		if *file != "" {
			*file = t.source.beside(*file)
		}
	}
	if file, isFile := strings.CutPrefix(t.Load.Shape, "@"); isFile {
		t.Load.Shape = "@" + t.source.beside(file)
	}
	or(&t.Load.Rate, Rate{Count: 500, Per: time.Second})
	or(&t.Load.Duration, Duration(30*time.Second))
	or(&t.Load.Pool, 10000)
	or(&t.Load.Connections, 64)
	if len(t.Load.Shares) == 0 {
		t.Load.Shares = map[string]float64{"valid": 1}
	}
}

// fillPermit joins the two words for what may be done. That they contradict each
// other is judged by what is written.
func (t *Target) fillPermit() {
	if !t.written("permit") {
		t.Permit = scenarios.Testing
		if t.Sacrificial {
			t.Permit = scenarios.Attacking
		}
	}
	t.Sacrificial = t.Permit == scenarios.Attacking
}

// written says whether something stands in the file at a path.
func (t *Target) written(path ...string) bool {
	if t.source == nil {
		return false
	}
	_, written := t.source.find(path)
	return written
}

func (c *Client) fill() {
	if len(c.Authentication) == 0 {
		c.Authentication = Methods{"post"}
	}
	or(&c.PKCE, "off")
	or(&c.Callback, "query")
}

func (t *Target) fillPeople() {
	if t.Login != nil {
		or(&t.Login.Method, "form")
		or(&t.Login.Settle, Duration(1500*time.Millisecond))
		or(&t.Login.Patience, Duration(2*time.Minute))
	}
	for _, steps := range t.allSteps() {
		for i := range steps {
			if r := steps[i].Request; r != nil {
				or(&r.Method, "POST")
			}
		}
	}
	if t.Probe != nil {
		if named := t.Probe.Tenant; named != nil && t.Tenant != nil {
			or(&named.Is, t.Tenant.Name)
		}
		or(&t.Probe.Method, "GET")
	}
	if t.BasicProbe != nil {
		or(&t.BasicProbe.Method, "GET")
	}
}

// allSteps gives every list of steps by the path at which it stands.
func (t *Target) allSteps() map[string][]Step {
	steps := map[string][]Step{}
	if t.Login != nil {
		steps["/login/steps"], steps["/login/deny_steps"] = t.Login.Steps, t.Login.DenySteps
	}
	if t.Logout != nil {
		steps["/logout/steps"] = t.Logout.Steps
	}
	if t.Member != nil {
		steps["/member/steps"] = t.Member.Steps
	}
	if t.OtherUser != nil {
		steps["/other_user/steps"] = t.OtherUser.Steps
	}
	if t.Tenant != nil && t.Tenant.Resident != nil {
		steps["/tenant/resident/steps"] = t.Tenant.Resident.Steps
	}
	if t.Launch != nil {
		steps["/launch/steps"] = t.Launch.Steps
	}
	return steps
}

// AllSteps gives the steps of everybody's logins.
func (t *Target) AllSteps() []Step {
	all := t.allSteps()
	var out []Step
	for _, at := range slices.Sorted(maps.Keys(all)) {
		out = append(out, all[at]...)
	}
	return out
}

// clients are all clients of the file, by the path at which each stands.
func (t *Target) clients() map[string]*Client {
	all := map[string]*Client{"/client": t.Client, "/other_client": t.OtherClient}
	if t.Tenant != nil && t.Tenant.Resident != nil {
		all["/tenant/resident/client"] = t.Tenant.Resident.Client
	}
	maps.DeleteFunc(all, func(_ string, c *Client) bool { return c == nil })
	return all
}

func or[T comparable](field *T, fallback T) {
	var zero T
	if *field == zero {
		*field = fallback
	}
}

// Secrets gives every value of the file that no report, log or error may
// show: the clients' and the pairs' secrets, passwords, credentials in
// headers, the content of files, and variables whose names hold secret,
// passw or token. Each stands once, none is empty.
func (t *Target) Secrets() []string {
	found := map[string]bool{}
	if t.source != nil {
		for _, s := range t.source.secrets {
			found[s] = true
		}
	}
	for _, c := range t.clients() {
		found[c.Secret.Reveal()] = true
	}
	for _, b := range []*Basic{t.Basic, t.BasicColon, t.OtherBasic, t.Administrator} {
		if b != nil {
			found[b.Secret.Reveal()] = true
		}
	}
	found[t.ExpiredToken.Reveal()], found[t.ReaderToken.Reveal()] = true, true
	for _, steps := range t.allSteps() {
		for _, step := range steps {
			found[step.Fill[t.PasswordField].Reveal()] = true
		}
	}
	for _, headers := range t.allHeaders() {
		for name, value := range headers {
			if strings.EqualFold(name, "Authorization") || strings.EqualFold(name, "Cookie") {
				found[value.Reveal()] = true
			}
		}
	}
	delete(found, "")
	return slices.Sorted(maps.Keys(found))
}

func (t *Target) allHeaders() []map[string]Secret {
	all := []map[string]Secret{t.Headers, t.Clock.Headers}
	if t.Probe != nil {
		all = append(all, t.Probe.Headers)
	}
	if t.BasicProbe != nil {
		all = append(all, t.BasicProbe.Headers)
	}
	for _, steps := range t.allSteps() {
		for _, step := range steps {
			if step.Request != nil {
				all = append(all, step.Request.Headers)
			}
		}
	}
	return all
}
