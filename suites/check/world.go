package check

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/authassay/authassay/suites/catalogue"
)

// World is a target as the checks see it: what it must do, a client for it,
// and its clock.
type World struct {
	Profile  catalogue.Profile // with the policy that the target declares
	Client   *scenarios.Client
	Clock    clock.Clock
	Watch    clock.Watched // notices what the clock does unordered; nil for nobody
	Redactor *redact.Redactor
	Target   reports.Target // how reports name it

	// Nonce returns text that was never returned before and that nobody can
	// guess, of letters and digits.
	Nonce func() string

	// Absent are the optional capabilities that the target is declared not to
	// have. What needs one of them is not applicable.
	Absent []string
	// Untold are those of which nothing tells that the target has them, where its
	// profile leaves them to it. What needs one of them is not applicable, either.
	Untold []string
	// Permit is what may be done to the target. What takes more is untested.
	Permit scenarios.Permit

	// Rounds is how many times a race is run; 0 for as many as it takes to see
	// what one race would miss.
	Rounds int

	// Tend looks after the target once a check has found it broken or may have
	// damaged it, and brings it back where it can. Nil leaves it alone.
	Tend func(ctx context.Context) Health

	// Aim are the arguments that aim authassay run at this target, such as
	// " --target acme.yaml": findings say how they can be had again.
	Aim string

	// Preflight is what was found out about the target before its checks.
	Preflight Preflight

	shared *shared
}

// Health is how a target was found after a check.
type Health struct {
	Up   bool   // it answers, be it only now
	What string // what had become of it; "" where it was well
}

// Fixture is a part of the target file that some checks need and others do not.
type Fixture string

// The fixtures that checks can do without. The empty one stands for the whole
// file.
const (
	OtherClient    Fixture = "other_client"
	SecondRedirect Fixture = "client.redirect_uri_with_query"
	Member         Fixture = "member"
	Denial         Fixture = "login.deny_steps"
	Resident       Fixture = "tenant.resident"
	Launch         Fixture = "launch"
	BasicColon     Fixture = "basic_colon"
	OtherBasic     Fixture = "other_basic"
	Revocation     Fixture = "endpoints.revoke"
	Introspection  Fixture = "endpoints.introspect"
	UserInfo       Fixture = "endpoints.userinfo"
	Discovery      Fixture = "endpoints.discovery"
	ProbeUser      Fixture = "probe.user"
)

// Preflight is what was found out about a target before its checks. The zero
// value stands for nothing: the checks then find out by themselves.
type Preflight struct {
	// Unfit are the fixtures that do not work, with why: what rests on one is
	// untested, for a mistake in the target file is no finding.
	Unfit map[Fixture]string
	// Doubt is asked about an exchange of a fresh code that is refused before any
	// was granted, where nobody could see before the checks whether the client is
	// the right one, since a person has to log in. It says why the target file may
	// be to blame, or nothing where it is not; nil has every refusal judged.
	Doubt func(*scenarios.Reply) (why string)
	// Grant is lent to the checks that only look at one or present it, and How
	// are the exchanges that brought it.
	Grant scenarios.Grant
	How   []transcript.Entry
}

// shared begins what the checks of a world share with what the preflight
// lends.
func (p Preflight) shared() *shared {
	s := newShared()
	if p.Grant.AccessToken != "" && p.Grant.Pair.Scheme == scenarios.SchemeNone {
		s.things["grant"] = loan{p.Grant, p.How}
	}
	return s
}

// fit ends the check where a step rests on a fixture that was found unfit.
func (t *T) fit(s scenarios.Step, how scenarios.Conduct) {
	if why := t.shared.doubted(); why != "" && s.Client.ID != "" && s.Client.ID == t.World.Client.Kit.Client.ID {
		t.Untested("%s", why)
	}
	if len(t.Preflight.Unfit) == 0 {
		return
	}
	kit := t.World.Client.Kit
	for _, need := range []struct {
		of   Fixture
		here bool
	}{
		{OtherClient, kit.OtherClient != nil && s.Client.ID == kit.OtherClient.ID},
		{SecondRedirect, s.RedirectURI != "" && s.RedirectURI == kit.Client.QueryRedirectURI},
		{Member, how == scenarios.AsMember},
		{Denial, how == scenarios.Denies},
		{Resident, how == scenarios.AsResident},
		{Launch, s.Verb == scenarios.Launch || s.Verb == scenarios.LaunchCredentials},
		{BasicColon, kit.BasicColon != nil && s.As == *kit.BasicColon},
		{OtherBasic, kit.OtherBasic != nil && s.As == *kit.OtherBasic},
		{Revocation, s.Verb == scenarios.Revoke},
		{Introspection, s.Verb == scenarios.Introspect},
		{UserInfo, s.Verb == scenarios.UserInfo},
		{Discovery, s.Verb == scenarios.Discover && t.entry.ID.Chapter() == "discovery"},
	} {
		if need.here {
			t.Needs(need.of)
		}
	}
}

// vouched is what exchanges have shown of the tester's own client.
type vouched struct {
	mu    sync.Mutex
	works bool   // it was granted something
	why   string // it may not be the right one; "" where nobody thinks so
}

// doubted says why the client of the target file may be a wrong one.
func (s *shared) doubted() string {
	if s == nil {
		return ""
	}
	s.client.mu.Lock()
	defer s.client.mu.Unlock()
	return s.client.why
}

// vouch takes in what an exchange shows of the tester's own client. Where the
// first one that has to be granted is not, for a reason that is in the file, the
// check ends: a mistake in the file is no finding.
func (t *T) vouch(s scenarios.Step, r *scenarios.Reply, bent bool) {
	own := t.World.Client.Kit.Client
	t.mu.Lock()
	fresh := t.fresh
	t.mu.Unlock()
	if t.Preflight.Doubt == nil || t.shared == nil || bent || s.Verb != scenarios.Exchange || s.Code != fresh ||
		s.Client.ID != own.ID || s.Client.Secret != own.Secret {
		return
	}
	c := &t.shared.client
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.works = c.works || r.Grant.AccessToken != ""; c.works || c.why != "" {
		return
	}
	if c.why = t.Preflight.Doubt(r); c.why != "" {
		t.Untested("%s", c.why)
	}
}

// Needs ends the check where a fixture was found unfit.
func (t *T) Needs(f Fixture) {
	if why, unfit := t.Preflight.Unfit[f]; unfit {
		t.Untested("%s", why)
	}
}

// Untried is the result of a run that was not begun for a reason: every check
// that was chosen is untested. Requirements without a check are not added: who
// wants them uses [Complete]. An error is a mistake in the options.
func Untried(ctx context.Context, o Options, reason string, checks []Check, worlds ...World) (*reports.Run, error) {
	r, err := NewRunner(ctx, o, checks, worlds...)
	if err != nil {
		return nil, err
	}
	for _, t := range r.turns {
		if t.entry.world.lacks(t.entry.duty) {
			t.pass(reports.NotApplicable, t.entry.world.without(t.entry.duty.Needs))
			continue
		}
		t.pass(reports.Untested, reports.Cause{Thing: reason})
	}
	return r.Report(), nil
}

// Chapters are those of the checks that the options choose. An error is a
// mistake in the options.
func Chapters(o Options, checks []Check, worlds ...World) ([]string, error) {
	r, err := NewRunner(context.Background(), o, checks, worlds...)
	if err != nil {
		return nil, err
	}
	chapters := []string{}
	seen := map[string]bool{}
	for _, t := range r.turns {
		t.cancel()
		if name := t.entry.ID.Chapter(); !seen[name] && !t.entry.world.lacks(t.entry.duty) {
			seen[name] = true
			chapters = append(chapters, name)
		}
	}
	return chapters, nil
}

// shared holds what the checks of one world have obtained to look at or to
// present, and never to spend: a person's login is dear, on some servers seconds
// long. Who refreshes, revokes, redeems or outwaits something obtains his own.
type shared struct {
	desk   gate
	things map[string]loan
	tires  time.Time // when the grant on loan has lived half its life
	ledger ledger
	silent silence
	races  races
	client vouched

	asking   gate    // for one that asks whether the client is given the scope openid
	withheld *string // how it is not; nil where nobody has asked yet
}

// loan is a thing with the exchanges that brought it.
type loan struct {
	thing any
	how   []transcript.Entry
}

func newShared() *shared {
	return &shared{desk: newGate(), asking: newGate(), races: races{track: newGate()}, things: map[string]loan{}, silent: silence{since: map[scenarios.Verb]int{}, late: map[scenarios.Verb]int{}}}
}

// Borrow returns what an earlier check of the world obtained under the name and
// still is good, or obtains it. How it came is evidence of this check as well. What
// came while the target did not look at every request is lent to nobody.
func Borrow[V any](t *T, name string, good func(V) bool, obtain func() V) V {
	defer t.shared.desk.enter()()
	if l, ok := t.shared.things[name]; ok {
		t.transcript.Adopt(l.how)
		if thing, ok := l.thing.(V); ok && good(thing) {
			return thing
		}
	}
	earlier := t.throttled
	defer func() { t.throttled = t.throttled || earlier }()
	t.throttled = false
	before := len(t.transcript.Exchanges())
	thing := obtain()
	if !t.throttled {
		t.shared.things[name] = loan{thing, slices.Clone(t.transcript.Exchanges()[before:])}
	}
	return thing
}

// Admitted is the positive control of refusals at the API: a good access token
// opens it. The grant is on loan, and for no more than half its life: who sends much
// slowly needs the other half.
func (t *T) Admitted() scenarios.Grant {
	var seen *scenarios.Reply
	opens := func(g scenarios.Grant) bool {
		if end := t.shared.tires; !end.IsZero() && !t.Clock.Now().Before(end) {
			return false
		}
		seen = t.Call(g.Credentials())
		return seen.Class == scenarios.Alive
	}
	grant := Borrow(t, "grant", opens, func() scenarios.Grant {
		g := t.Grant()
		t.shared.tires = t.Latest().Add(max(cmp.Or(t.Policy.AccessTokenLifetime, g.ExpiresIn, time.Hour), time.Second) / 2)
		opens(g)
		return g
	})
	t.Control(seen, Alive())
	return grant
}
