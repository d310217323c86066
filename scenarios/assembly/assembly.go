package assembly

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/scenarios/wire"
	"github.com/authassay/authassay/suites/catalogue"
)

// Options are what a target file does not say.
type Options struct {
	// Profiles are those that a target file may name, such as profiles.BuiltIn().
	Profiles []scenarios.Profile
	// Catalogue holds their tables; nil has them read.
	Catalogue *catalogue.Catalogue
	// Patience is the longest wait for a clock that cannot be moved.
	Patience time.Duration
	// Random makes the key of the fingerprints.
	Random io.Reader
	// ReadFile reads the file of the target's own authorities.
	ReadFile func(name string) ([]byte, error)
	// Run runs the command that moves the target's clock. It may be nil where
	// no target has one.
	Run clock.Runner
	// Dial opens connections to a target that is not on a network of the system;
	// nil for the system's own.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Through carries requests to a target that needs no network; nil for the wire's
	// own transport.
	Through func(own http.RoundTripper) http.RoundTripper
	// LockFile is locked while the clock is moved by a hook of the file's, so that
	// two testers do not move it under each other's feet; "" for none.
	LockFile string
	// Mark is how requests say which run they belong to.
	Mark Mark
	// Person is how logins that need more than HTTP are made.
	Person Person
}

// Assembly is a target made ready.
type Assembly struct {
	Client *scenarios.Client
	Clock  clock.Clock
	// Watch notices what the clock does that nobody here has ordered.
	Watch    *clock.Watch
	Redactor *redact.Redactor
	// Profile is the target's profile with the target's policy laid over it.
	Profile catalogue.Profile
	// Requirements are all that are known, whether the profile has adopted them or
	// not.
	Requirements []catalogue.Requirement
	// Target is how reports name it.
	Target reports.Target
	// Descriptor says of the target all that may be told of its file.
	Descriptor  attestation.Descriptor
	Absent      []string         // optional capabilities that it does not have
	Untold      []string         // those that the profile leaves to the target, and nothing tells of: see Heed
	Permit      scenarios.Permit // what may be done to it
	Sacrificial bool             // it may be attacked: Permit is Attacking
	Load        targetfile.LoadPlan
	Limits      targetfile.Limits
	TLS         *tls.Config // nil for the system's own authorities

	// Hooks bring the target up, back and down; Ready is where it shows that it
	// is up.
	Hooks targetfile.Hooks
	Ready string
	// Known is the file of known deviations that the target names, or "".
	Known string

	visited []string // what a login may visit beside the bases and endpoints

	promised catalogue.Profile // with all that the target may have

	shut func() // of the way of logging in
	pace *pacemaker
}

// Adjust takes in how far the target's clock is ahead of the tester's, as one
// of its answers shows it. It comes before the clock is used.
func (a *Assembly) Adjust(skew time.Duration) error {
	clock, err := a.pace.clock(skew)
	if err == nil {
		a.Clock = clock
	}
	return err
}

// TakeClock takes the target's clock for this tester alone until it is released,
// and waits so long for another who has it: see lease.ErrTaken. A clock that
// cannot be moved is everybody's.
func (a *Assembly) TakeClock(ctx context.Context, wait time.Duration) (release func(), err error) {
	return a.pace.take(ctx, wait)
}

// Close closes the connections that are not in use, and ends the browser.
func (a *Assembly) Close() {
	a.Client.Close()
	a.shut()
}

// Assemble makes a target ready. What the file asks for and nobody can do
// comes back as targetfile.Problems; what it does not give is nil in the client's
// Kit. Every secret of the file is known to the redactor before anything is
// sent.
func Assemble(t *targetfile.Target, o Options) (*Assembly, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	if problems := judge(t, o.Profiles, o.Catalogue); len(problems) > 0 {
		return nil, problems
	}
	profile, promised, absent := profileOf(t, o.Catalogue)
	dialect := dialectOf(t.Profile, o.Profiles)
	redactor, err := redactorFor(t, dialect, o.Random)
	if err != nil {
		return nil, err
	}
	trust, err := trustOf(t, o.ReadFile)
	if err != nil {
		return nil, err
	}
	visitor, shut, err := visitorFor(t, o.Person)
	if err != nil {
		return nil, err
	}
	verifier, err := verifierFrom(o.Random)
	if err != nil {
		return nil, err
	}
	inventAll(redactor, append(append(namesOf(t), verifier), o.Mark.words()...)) // near misses send names as secrets
	sent := o.Mark.onto(header(t.Headers))
	watch := &clock.Watch{}
	wire := wire.New(wire.Options{
		Timeout: t.Limits.Timeout.D(), MaxBody: t.Limits.MaxBody, TLS: trust, Header: sent,
		Concurrency: t.Limits.Concurrency, PerSecond: t.Limits.RequestsPerSecond,
		Dial: o.Dial, Through: o.Through, Watch: watch,
	})
	client := &scenarios.Client{
		Dialect: dialect, Endpoints: basesOf(t, sent), Kit: heldBy(t, verifier), Visitor: visitor, Wire: wire,
		Allowed: t.AllowHosts,
		Nonce:   inventing(redactor, o.Random),
	}
	a := &Assembly{
		Client: client, Watch: watch, Redactor: redactor, Profile: profile, Requirements: o.Catalogue.Requirements,
		Target: named(t, profile.Policy), Descriptor: described(t, profile.Policy, absent), Absent: absent, Permit: t.Permit, Sacrificial: t.Permit.Allows(scenarios.Attacking), Load: t.Load, Limits: t.Limits, TLS: trust,
		visited: visitedBy(t), promised: promised,
	}
	a.pace = &pacemaker{t.Clock, o, wire, watch, nonce(o.Random)}
	a.Hooks, a.Ready, a.Known, a.shut = t.Hooks, cmp.Or(under(t.Auth, t.Hooks.Ready.URL), t.Auth+"/"), t.Known, shut
	return a, a.Adjust(0)
}

// profileOf is the profile of a target with what the target declares laid over
// it, the same with all that the target may have, and what it does not have.
func profileOf(t *targetfile.Target, c *catalogue.Catalogue) (own, promised catalogue.Profile, absent []string) {
	p, _ := c.Profile(t.Profile)
	p.Policy = declared(p.Policy, t.Policy)
	absent = withoutLifetimes(withoutProof(t.Absent, p.Policy.PKCE), t.Policy)
	return p.Without(absent), p, absent
}

// filled has the catalogue read where it was not given.
func (o Options) filled() (Options, error) {
	var folders []catalogue.Folder
	for _, p := range o.Profiles {
		if p.Dialect == nil {
			return o, fmt.Errorf("assemble: the profile %q is handed in without a dialect", p.Name)
		}
		folders = append(folders, catalogue.Folder{Name: p.Name, Files: p.Files})
	}
	if o.Catalogue != nil {
		return o, nil
	}
	var err error
	o.Catalogue, err = catalogue.Read(folders...)
	return o, err
}

// named is the target as reports put it.
func named(t *targetfile.Target, p catalogue.Policy) reports.Target {
	return reports.Target{Name: t.Name, Profile: t.Profile, Auth: t.Auth, API: t.API, Policy: inWords(p), Software: (*reports.Software)(t.Software)}
}

// verifierFrom makes the code verifier of a run, RFC 7636 §4.1.
func verifierFrom(random io.Reader) (string, error) {
	octets := make([]byte, 32)
	if _, err := io.ReadFull(random, octets); err != nil {
		return "", fmt.Errorf("assemble: draw a verifier: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(octets), nil
}

// redactorFor returns a redactor that knows every secret of the file, and the
// words of the dialect.
func redactorFor(t *targetfile.Target, dialect scenarios.Dialect, random io.Reader) (*redact.Redactor, error) {
	redactor, err := redact.New(random)
	if err != nil {
		return nil, fmt.Errorf("assemble: %w", err)
	}
	if spoken, ok := dialect.(scenarios.Worded); ok {
		redactor.Words(spoken.Words())
	}
	names := t.Variables()
	for _, secret := range t.Secrets() {
		name := names[secret]
		if name == "" {
			name = "SECRET"
		}
		redactor.Hold(name, secret)
	}
	return redactor, nil
}

// inventing makes up nonces, and tells that they are no secrets.
func inventing(r *redact.Redactor, random io.Reader) func() string {
	return func() string {
		text := nonce(random)
		r.Invent(text)
		return text
	}
}

// nonce draws text of letters and digits that holds 128 bits. It panics when
// the source fails: a text that can be guessed is worse than none.
func nonce(random io.Reader) string {
	text := make([]byte, 16)
	if _, err := io.ReadFull(random, text); err != nil {
		panic(fmt.Errorf("draw a nonce: %w", err))
	}
	return hex.EncodeToString(text)
}

// inventAll tells the redactor what is no secret.
func inventAll(r *redact.Redactor, texts []string) {
	for _, text := range texts {
		r.Invent(text)
	}
}
