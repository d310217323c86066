package rules

import (
	"net/http"
	"time"
)

// Reach is whose grants die with one.
type Reach int

// The reaches that servers have.
const (
	ReachesGrant  Reach = iota // that grant alone
	ReachesSame                // all of its resource owner at its client
	ReachesClient              // all of its client
	ReachesUser                // all of its resource owner
	ReachesAll                 // everybody's
)

// Revoking decides about the revocation endpoint (RFC 7009).
type Revoking struct {
	Methods            []string
	RefreshRevocable   bool                           // a refresh token dies when told
	AccessRevocable    bool                           // an access token dies when told
	RefreshKillsAccess bool                           // with a refresh token die the access tokens of its grant
	AccessKillsRefresh bool                           // with an access token dies the refresh token of its grant
	BoundToClient      bool                           // a client revokes its own tokens only
	HintTrusted        bool                           // only the kind of token that the hint names is looked for
	Reach              Reach                          // whose grants die with a refresh token
	AccessReach        Reach                          // whose access tokens and refresh tokens die with an access token
	RefreshedRevocable bool                           // a refresh token that came of a refresh dies when told
	LatestAccessOnly   bool                           // of the access tokens of a grant only the latest dies with its refresh token
	NeedsLivingAccess  bool                           // nothing is ended whose access token has expired
	TokenOptional      bool                           // a request without a token is answered as one about an unknown token
	Delay              time.Duration                  // a revocation takes effect so long after its answer (RFC 7009 §2)
	Status             int                            // of a good answer, and of that to an unknown token
	TokenMatches       func(issued, sent string) bool // nil compares exactly
	UnknownStatus      int
	ExpiredStatus      int // of the answer to a token that has expired
	RotatedStatus      int // to a refresh token that was replaced
	RevokedStatus      int // to a refresh token that was revoked before
	DeadAccessStatus   int // to an access token that was revoked before, by itself or with its grant

	Errors       *ErrorAnswer // nil for that of the token endpoint (RFC 7009 §2.2.1)
	MissingToken Refusal
	OtherClient  Refusal
	UnknownHint  *Refusal // nil ignores a hint that nobody knows (RFC 7009 §2.1)
}

func honestRevoking() Revoking {
	return Revoking{
		Methods:            []string{http.MethodPost},
		RefreshRevocable:   true,
		AccessRevocable:    true,
		RefreshKillsAccess: true,
		RefreshedRevocable: true,
		BoundToClient:      true,
		Status:             http.StatusOK,
		UnknownStatus:      http.StatusOK,
		ExpiredStatus:      http.StatusOK,
		RotatedStatus:      http.StatusOK,
		RevokedStatus:      http.StatusOK,
		DeadAccessStatus:   http.StatusOK,
		MissingToken:       Refusal{http.StatusBadRequest, InvalidRequest, "token is missing"},
		OtherClient:        Refusal{http.StatusBadRequest, InvalidGrant, "the token is another client's"},
	}
}

// Introspecting decides about the introspection endpoint (RFC 7662).
type Introspecting struct {
	Methods       []string
	ContentType   string
	TokenMatches  func(issued, sent string) bool  // nil compares exactly
	BearerTaken   bool                            // whoever sends a living token as his own may ask
	TokenOptional bool                            // a request without a token is answered as one about an unknown token
	HintTrusted   bool                            // only the kind of token that the hint names is looked for
	Active        func(active bool) any           // how the member active is written
	RevokedActive bool                            // a revoked token is still active
	RotatedActive bool                            // so is a refresh token that was replaced
	GrantIgnored  bool                            // so is a token whose grant was ended by another one
	FormerDead    bool                            // an access token is inactive once there is a newer one
	ExpiredActive bool                            // an expired token is still active
	NamesAsker    bool                            // client_id is whoever asks
	IssuedNow     bool                            // iat is when somebody asks
	UsesUp        bool                            // a refresh token that somebody asks about is used up
	SecretTold    bool                            // the answer holds the secret of the token's client
	CodeActive    bool                            // a code is an active token
	UnknownActive func(token string) bool         // asked of a token that was never issued; may be nil
	Inactive      func(members []Member) []Member // a last look at the answer about a dead token; may be nil
	Living        func(members []Member) []Member // the same about a living one; may be nil
	ExpiresAfter  time.Duration                   // added to exp
	RefreshAfter  time.Duration                   // added to that of refresh tokens
	UnknownStatus int

	Errors       *ErrorAnswer // nil for that of the token endpoint
	MissingToken Refusal
}

func honestIntrospecting() Introspecting {
	return Introspecting{
		Methods:       []string{http.MethodPost},
		ContentType:   "application/json",
		Active:        func(active bool) any { return active },
		UnknownStatus: http.StatusOK,
		MissingToken:  Refusal{http.StatusBadRequest, InvalidRequest, "token is missing"},
	}
}
