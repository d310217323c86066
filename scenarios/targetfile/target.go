// Package targetfile is the target file: its keys, its schema, how it is read and
// the commented files that a new user starts from. It says what a server under
// test offers and how one gets in; what is done with that is for others. It
// must not know any dialect, any test framework or any command line, and it
// reaches the environment and the disk only through functions that it is given. A file is read by
//
//	t, err := targetfile.Load("acme.yaml", text, os.LookupEnv, os.ReadFile)
//
// whose error holds all mistakes of the file at once.
package targetfile

import "github.com/authassay/authassay/scenarios"

// Target is one target file, read, filled with defaults and checked. Optional
// parts that the file does not hold are nil.
type Target struct {
	// Profile names the contract that the server is held to, such as clearxp.
	Profile string `json:"profile"`
	// Name is free text that stands in reports; the host of Auth where unset.
	Name string `json:"name"`
	// Permit is how much may be done to this server; Testing where the file does
	// not say.
	Permit scenarios.Permit `json:"permit"`
	// Sacrificial is the old word for Permit: Attacking. After Load both say the
	// same.
	Sacrificial bool `json:"sacrificial"`
	// Software is what runs there, as its owner says; nil where the file says
	// nothing. A run that is to be signed for needs it.
	Software *Software `json:"software"`

	// Auth and API are the base URLs of the authorization server and of the
	// protected resources, absolute, without a slash at the end. API is Auth
	// where unset.
	Auth string `json:"auth"`
	API  string `json:"api"`
	// Issuer is the issuer identifier (RFC 8414 §2); empty leaves it to discovery.
	Issuer string `json:"issuer"`
	// Endpoints overrides where a profile looks for single endpoints.
	Endpoints Endpoints `json:"endpoints"`
	// Headers are added to every request.
	Headers map[string]Secret `json:"headers"`

	Tenant      *Tenant `json:"tenant"`
	Client      *Client `json:"client"`
	OtherClient *Client `json:"other_client"`
	Basic       *Basic  `json:"basic"`
	// BasicColon is a pair whose secret holds a colon (RFC 7617 §2).
	BasicColon *Basic `json:"basic_colon"`
	// OtherBasic is a second pair, best one whose secret has characters beyond
	// ASCII (RFC 7617 §2.1).
	OtherBasic *Basic `json:"other_basic"`
	// Administrator is a pair that may issue temporary tokens.
	Administrator *Basic `json:"administrator"`
	// Temporary is what checks must know of temporary tokens; nil where the file
	// says nothing.
	Temporary *Temporary `json:"temporary"`

	Login  *Login  `json:"login"`
	Member *Member `json:"member"`
	// Logout is how the resource owner logs out; nil where the file says nothing.
	Logout *Logout `json:"logout"`
	// OtherUser is another resource owner, whose tokens load mixes in.
	OtherUser *OtherUser `json:"other_user"`
	// PasswordField names the form field that is spoiled to play a stranger.
	PasswordField string  `json:"password_field"`
	Launch        *Launch `json:"launch"`

	// ExpiredToken is an access token of the resource owner that has expired, and
	// ReaderToken a living one that may not open the probe; empty where the file
	// has none.
	ExpiredToken Secret `json:"expired_token"`
	ReaderToken  Secret `json:"reader_token"`

	// Probe shows whether a bearer token lives, BasicProbe whether a pair does.
	Probe *Probe `json:"probe"`
	// Probes are further resources for bearer tokens, each held to whom it lets in.
	Probes     []Guarded `json:"probes"`
	BasicProbe *Resource `json:"basic_probe"`

	Clock  Clock  `json:"clock"`
	Policy Policy `json:"policy"`
	// Absent lists the optional capabilities that the server does not have. The
	// words are the catalogue's; this package does not judge them.
	Absent []string `json:"absent"`

	Limits Limits `json:"limits"`
	Hooks  Hooks  `json:"hooks"`
	// Known is the list of known deviations, resolved against the folder of the
	// target file; empty where there is none.
	Known string `json:"known"`
	// AllowHosts are further hosts (host or host:port) that a login may visit and
	// that the server's metadata may lead to; those of Auth, API and Endpoints need
	// no mention.
	AllowHosts []string `json:"allow_hosts"`
	TLS        TLS      `json:"tls"`
	Load       LoadPlan `json:"load"`

	// source sits behind a pointer, so that a printed Target shows no secrets.
	source *source
}

// Endpoints are optional overrides, each an absolute URL or a path below Auth
// (UserInfo too); an empty one is left to the profile or to discovery.
type Endpoints struct {
	Authorize  string `json:"authorize"`
	Token      string `json:"token"`
	Revoke     string `json:"revoke"`
	Introspect string `json:"introspect"`
	UserInfo   string `json:"userinfo"`
	Discovery  string `json:"discovery"`
	// Keys is the JWK set.
	Keys string `json:"keys"`
	// EndSession is where resource owners log out (OpenID Connect RP-Initiated
	// Logout 1.0).
	EndSession string `json:"end_session"`
	// Temporary is where temporary credentials are made.
	Temporary string `json:"temporary"`
}

// Tenant names the tenant that the credentials belong to and one that exists
// and that they must not open.
type Tenant struct {
	Name  string `json:"name"`
	Other string `json:"other"`
	// Resident is somebody who may open Other, which shows that it exists; nil
	// where nobody is known.
	Resident *Resident `json:"resident"`
}

// Resident is somebody of another tenant: a client, a person or both. What is
// left out is that of the target.
type Resident struct {
	Client *Client `json:"client"`
	Steps  []Step  `json:"steps"`
}

// Client is a registered client (RFC 6749 §2).
type Client struct {
	ID     string `json:"id"`
	Secret Secret `json:"secret"`
	// RedirectURI is absolute and has no fragment (RFC 6749 §3.1.2). For
	// OtherClient it is that of Client where unset.
	RedirectURI string `json:"redirect_uri"`
	// RedirectURIWithQuery is a second registered one that holds a query.
	RedirectURIWithQuery string `json:"redirect_uri_with_query"`
	// Authentication is how the client may prove itself at the token endpoint:
	// post, basic or none (RFC 6749 §2.3.1); post where unset. The first is the
	// one that is used.
	Authentication Methods `json:"authentication"`
	// AuthenticationAt is how it does elsewhere, where that differs.
	AuthenticationAt AuthenticationAt `json:"authentication_at"`
	// PKCE is the method of the proof key that goes with every login: off, S256
	// or plain (RFC 7636); off where unset.
	PKCE string `json:"pkce"`
	// Callback is how the answer comes: query, fragment or form_post; query
	// where unset.
	Callback string `json:"callback"`
	Scope    string `json:"scope"`
	// Authorize holds extra parameters of the authorization request. {nonce}
	// stands for text that is new in every request.
	Authorize map[string]string `json:"authorize"`
}

// AuthenticationAt says how a client proves itself at endpoints other than the
// token endpoint; an empty one is as there.
type AuthenticationAt struct {
	Revoke     string `json:"revoke"`     // RFC 7009 §2.1
	Introspect string `json:"introspect"` // RFC 7662 §2.1
}

// Basic is a pair for HTTP Basic (RFC 7617).
type Basic struct {
	Key    string `json:"key"`
	Secret Secret `json:"secret"`
	// Tenant is the pair's tenant where it is not that of Target.Tenant.
	Tenant string `json:"tenant"`
}

// Variables names the secrets of the file as command lines in reports do: each
// secret with the variable that stands for it, such as CLIENT_SECRET. What
// Secrets gives beside them has no name of its own.
func (t *Target) Variables() map[string]string {
	names := map[string]string{}
	name := func(variable, secret string) {
		if _, named := names[secret]; secret != "" && !named {
			names[secret] = variable
		}
	}
	for _, c := range []struct {
		variable string
		client   *Client
	}{{"CLIENT_SECRET", t.Client}, {"OTHER_CLIENT_SECRET", t.OtherClient}} {
		if c.client != nil {
			name(c.variable, c.client.Secret.Reveal())
		}
	}
	for _, b := range []struct {
		variable string
		pair     *Basic
	}{{"ADMINISTRATOR_SECRET", t.Administrator}, {"BASIC_SECRET", t.Basic}, {"BASIC_COLON_SECRET", t.BasicColon}, {"OTHER_BASIC_SECRET", t.OtherBasic}} {
		if b.pair != nil {
			name(b.variable, b.pair.Secret.Reveal())
		}
	}
	name("EXPIRED_TOKEN", t.ExpiredToken.Reveal())
	name("READER_TOKEN", t.ReaderToken.Reveal())
	people := map[string]string{
		"/login/steps": "PASSWORD", "/login/deny_steps": "PASSWORD", "/member/steps": "MEMBER_PASSWORD",
		"/other_user/steps": "OTHER_PASSWORD", "/launch/steps": "LEARNER_PASSWORD",
	}
	steps := t.allSteps()
	for _, at := range []string{"/login/steps", "/login/deny_steps", "/member/steps", "/other_user/steps", "/launch/steps"} {
		for _, step := range steps[at] {
			name(people[at], step.Fill[t.PasswordField].Reveal())
		}
	}
	return names
}
