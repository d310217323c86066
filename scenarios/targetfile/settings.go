package targetfile

// Policy is what the server declares about its credentials. A zero field is
// not declared: the profile's own value holds.
type Policy struct {
	CodeLifetime         Lifetime `json:"code_lifetime"`
	AccessTokenLifetime  Lifetime `json:"access_token_lifetime"`
	RefreshTokenLifetime Lifetime `json:"refresh_token_lifetime"`
	LaunchLifetime       Lifetime `json:"launch_lifetime"`
	// TemporaryLifetime is how long a temporary token lives that was asked for
	// without an expiry.
	TemporaryLifetime Lifetime `json:"temporary_lifetime"`
	// Unprivileged is the status that a caller gets who may not administer:
	// 401 or 403.
	Unprivileged Status `json:"unprivileged"`
	// RefreshRotation is what a refresh answers with: rotating (a new refresh
	// token, the used one dies), same, none, optional (any of these) or empty.
	RefreshRotation string `json:"refresh_rotation"`
	// RefreshGrace is how long a rotated refresh token still works; after it the
	// token is dead for good.
	RefreshGrace Duration `json:"refresh_grace"`
	// RefreshReuse is what using a rotated refresh token again costs, once its
	// grace is over: nothing, so that it is taken again; that token, which is
	// refused; or its whole family (RFC 9700 §4.14.2).
	RefreshReuse string `json:"refresh_reuse"`
	// ReplayRevokes says whether replaying a code revokes what was issued for
	// it (RFC 6749 §4.1.2): yes, no, may, or empty.
	ReplayRevokes Replay `json:"replay_revokes"`
	// RevocationDelay is how long after its answer a revocation may take to reach
	// all parts of the server (RFC 7009 §2).
	RevocationDelay Duration `json:"revocation_delay"`
	// ExpiresIn says what the checks of lifetimes go by: trusted is the expires_in
	// of each answer, ignored is AccessTokenLifetime whatever the answer says.
	// Empty is AccessTokenLifetime, too, and answers are compared with it.
	ExpiresIn string `json:"expires_in"`
	// PKCE says what the server does about proof keys (RFC 7636): off, so that it
	// ignores them; optional; required; or which challenges it takes, S256 alone
	// or plain, too. Empty declares nothing.
	PKCE string `json:"pkce"`
	// Skew is how far a lifetime may be off either way; 2 s where unset.
	Skew Duration `json:"skew"`
}

// Limits keep the tool from asking too much of a server, and a server from
// holding up the tool.
type Limits struct {
	// Timeout bounds one request; 10 s where unset.
	Timeout Duration `json:"timeout"`
	// Run bounds a whole run; 0 is no bound.
	Run Duration `json:"run"`
	// Concurrency is the most requests in flight in checks; 20 where unset.
	Concurrency int `json:"concurrency"`
	// RequestsPerSecond paces checks; 0 is no pacing.
	RequestsPerSecond float64 `json:"requests_per_second"`
	// MaxBody is the most bytes read of one answer; 1 MiB where unset.
	MaxBody int64 `json:"max_body"`
}

// Hooks are programs that bring the server up, back and down; an empty one is
// not run.
type Hooks struct {
	Start []string `json:"start"`
	// Ready is how the server shows that it is up. Where unset, any answer of
	// Target.Auth below 500 does.
	Ready Ready `json:"ready"`
	// Within is Ready.Within; after Load both say the same.
	Within  Duration `json:"within"`
	Restart []string `json:"restart"`
	Stop    []string `json:"stop"`
}

// TLS is whom to trust beyond the system's own authorities.
type TLS struct {
	// CAFile is a PEM file, resolved against the folder of the target file.
	CAFile string `json:"ca_file"`
	// Insecure skips the verification of certificates.
	Insecure bool `json:"insecure"`
}

// Software is a release, as who runs the server names it.
type Software struct {
	Name string `json:"name"`
	// Version is that of a release or a commit, never of a branch.
	Version string `json:"version"`
	// Digest is of the image or the commit: sha256:HEX, sha512:HEX or gitCommit:HEX.
	Digest string `json:"digest"`
	// Contact is who answers for it, URL where it is described.
	Contact string `json:"contact"`
	URL     string `json:"url"`
}

// LoadPlan is how the server is put under load.
type LoadPlan struct {
	// Rate is the offered rate; 500/s where unset.
	Rate Rate `json:"rate"`
	// Duration is how long it is offered; 30 s where unset.
	Duration Duration `json:"duration"`
	// Shape is the course of the rate, whose highest is Rate; constant where
	// unset. Its syntax is the load room's; a file that it names is resolved
	// against the folder of the target file.
	Shape string `json:"shape"`
	// Warmup precedes Duration and is not counted.
	Warmup Duration `json:"warmup"`
	// Pool is how many credentials are minted beforehand; 10,000 where unset.
	Pool int `json:"pool"`
	// Connections is the most connections held open; 64 where unset.
	Connections int `json:"connections"`
	// SLO are threshold expressions; their syntax is the load room's.
	SLO []string `json:"slo"`
	// Shares weighs classes of requests, such as valid or expired, against each
	// other; {valid: 1} where unset. The names are the load room's.
	Shares map[string]float64 `json:"shares"`
	// Ceiling is the highest rate that a search may offer; zero is no ceiling.
	Ceiling Rate `json:"ceiling"`
}
