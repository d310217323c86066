package preflight

import (
	"context"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// question is one thing that must be so before checks make sense.
type question struct {
	name string
	ask  func(*Examination, context.Context) (said, error)
	hint advice // where the cause of a failure suggests nothing better
	// of says whether the question is one of this target at all; nil for every
	// target.
	of func(scenarios.Kit) bool
	// client and steps are the keys of the file that the question is about; those
	// of the first client and its login where empty.
	client, steps string
	// rests is what of the file is in question; "" for all of it.
	rests check.Fixture
	// chapters are those whose checks need it; none for all.
	chapters []string
	// checkOnly leaves the question to who tries the file for its own sake: the
	// checks judge it by themselves, or it is about what they do not need.
	checkOnly bool
	person    bool // somebody has to log in
}

// The chapters of checks that need a client, a key, or an administrator.
var (
	byClient = []string{
		"authorizing", "proving", "exchanging", "answering", "identifying", "refreshing", "presenting",
		"expiring", "tenancy", "revoking", "introspecting", "asserting", "sessions", "hygiene",
	}
	byKey   = []string{"basic", "launching", "temporary", "hygiene", "tenancy", "presenting"}
	byAdmin = []string{"temporary", "hygiene", "basic", "presenting", "expiring"}
)

// questions are asked in this order.
var questions = []question{
	{name: "auth", ask: (*Examination).auth, hint: asking("is the server up, and is auth: its address?")},
	{name: "api", ask: (*Examination).api, hint: asking("is the server up, and is api: its address?")},
	{name: "tls", ask: (*Examination).tls, hint: advising("see tls: in the target file"), checkOnly: true},
	{name: "hooks", ask: (*Examination).hooks, checkOnly: true},
	{name: "metadata", ask: (*Examination).astray, of: ofClient},
	{name: "discovery", ask: (*Examination).discovery, hint: advising("take over what the server publishes, or leave the key out"), of: ofClient,
		rests: check.Discovery, chapters: []string{"discovery"}},
	{name: "login", ask: (*Examination).login, of: ofClient, chapters: byClient, person: true},
	{name: "client", ask: (*Examination).exchange, of: ofClient, chapters: byClient, person: true},
	{name: "scope", ask: (*Examination).scope, of: ofClient, checkOnly: true},
	{name: "redirect query", ask: (*Examination).secondRedirect, of: ofSecondRedirect, rests: check.SecondRedirect,
		chapters: []string{"authorizing", "exchanging"}, person: true},
	{name: "other client", ask: (*Examination).otherClient, of: ofClient, client: "other_client", rests: check.OtherClient,
		chapters: byClient, person: true},
	{name: "denial", ask: (*Examination).denial, of: ofClient, steps: "login.deny_steps", rests: check.Denial,
		chapters: []string{"authorizing"}, person: true},
	{name: "member", ask: (*Examination).member, of: ofClient, steps: "member.steps", rests: check.Member,
		chapters: []string{"authorizing"}, person: true},
	{name: "resident", ask: (*Examination).resident, of: ofResident, client: "tenant.resident.client", steps: "tenant.resident.steps",
		rests: check.Resident, chapters: []string{"tenancy", "basic"}, person: true},
	{name: "other user", ask: (*Examination).otherUser, of: ofClient, steps: "other_user.steps", checkOnly: true},
	{name: "administrator", ask: (*Examination).administrator, hint: asking("are administrator.key and administrator.secret a living pair that may issue tokens?"),
		of: ofAdministrator, chapters: byAdmin},
	{name: "probe", ask: (*Examination).alive, hint: asking("does probe name a resource that such a token opens, and tenant.name its tenant?")},
	{name: "probe names", ask: (*Examination).identity, rests: check.ProbeUser, of: ofClient, chapters: []string{"presenting"}},
	{name: "probe refuses", ask: (*Examination).dead, hint: asking("does probe name a resource that needs a token?"), checkOnly: true},
	{name: "other tenant", ask: (*Examination).otherTenant, hint: advising("see tenant: in the target file"), of: ofClient,
		rests: check.Resident, chapters: []string{"tenancy", "basic"}},
	{name: "revocation", ask: (*Examination).revocation, of: ofClient, rests: check.Revocation, hint: advising(endpointHint), chapters: byClient},
	{name: "introspection", ask: (*Examination).introspection, of: ofClient, rests: check.Introspection, hint: advising(endpointHint), chapters: byClient},
	{name: "userinfo", ask: (*Examination).userInfo, of: ofClient, rests: check.UserInfo, hint: advising("see endpoints.userinfo in the target file"), chapters: byClient},
	{name: "basic", ask: (*Examination).basic, hint: asking("are basic.key and basic.secret a living pair, and does basic_probe name what it opens?"), chapters: byKey},
	{name: "basic colon", ask: (*Examination).basicColon, hint: asking("are basic_colon.key and basic_colon.secret a living pair?"), of: ofColon,
		rests: check.BasicColon, chapters: []string{"basic"}},
	{name: "other basic", ask: (*Examination).otherBasic, hint: asking("are other_basic.key and other_basic.secret a living pair?"), of: ofOtherBasic,
		rests: check.OtherBasic, chapters: []string{"basic"}},
	{name: "launch", ask: (*Examination).launch, of: ofLaunch, steps: "launch.steps", rests: check.Launch,
		chapters: []string{"launching"}, person: true},
	{name: "user login", ask: (*Examination).userLogin, of: ofUserLogin, checkOnly: true},
	{name: "withdrawal", ask: (*Examination).withdrawal, hint: asking("may administrator.key withdraw tokens, too?"), of: ofAdministrator, checkOnly: true},
	{name: "clock", ask: (*Examination).clock, hint: advising("see clock: in the target file"), checkOnly: true},
}

const endpointHint = "does the client prove itself there as at the token endpoint? See client.authentication_at"

// ofClient says that tokens come from a client.
func ofClient(h scenarios.Kit) bool { return !ofAdministrator(h) }

// ofAdministrator says that tokens are issued by an administrator.
func ofAdministrator(h scenarios.Kit) bool { return h.Client.ID == "" && h.Administrator != nil }

func ofSecondRedirect(h scenarios.Kit) bool { return h.Client.QueryRedirectURI != "" }
func ofResident(h scenarios.Kit) bool       { return h.Resident != nil }
func ofColon(h scenarios.Kit) bool          { return h.BasicColon != nil }
func ofOtherBasic(h scenarios.Kit) bool     { return h.OtherBasic != nil }
func ofUserLogin(h scenarios.Kit) bool      { return h.SignIn != nil && ofAdministrator(h) }
func ofLaunch(h scenarios.Kit) bool         { return h.Launch != nil }
