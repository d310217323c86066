package rules

import (
	"net/http"
	"time"
)

// Rotation says which refresh token a refresh answers with.
type Rotation int

// The three ways that RFC 6749 §6 leaves open.
const (
	RotatesToken Rotation = iota // a new one, and the used one dies
	KeepsToken                   // the same one again
	OmitsToken                   // none: the client keeps its own
)

// Refreshing decides what a refresh token is worth (RFC 6749 §6).
type Refreshing struct {
	Offered             bool                           // tokens are refreshed at all; else UnknownToken
	TokenMatches        func(issued, sent string) bool // nil compares exactly and at no cost
	BoundToClient       bool                           // a refresh token belongs to the client that it was issued to
	AccessTokenAccepted bool                           // an access token is taken for a refresh token
	CodeAccepted        bool                           // a code is taken for a refresh token
	MissingTaken        bool                           // a request without a refresh token means the latest one
	UnknownTaken        bool                           // a refresh token that was never issued is as good as the latest one
	Rotation            Rotation
	Grace               time.Duration           // a rotated token is still good for so long after its first use
	ForgetsUse          time.Duration           // a rotated token works again so long after its first use; 0 is never
	ReuseRevokes        bool                    // replaying a rotated token kills all tokens of its grant
	MarkDelay           time.Duration           // above zero: a token is looked up and marked in two steps, so far apart
	Collides            time.Duration           // above zero: a refresh takes so long, and who comes with the same token meanwhile collides
	CollisionSpoils     bool                    // whoever came first gets nothing either
	CollisionFells      bool                    // the token endpoint gives no answer to the request after a collision
	ReuseReach          Reach                   // whose grants die where a replay kills
	BurntByStranger     bool                    // who tries a token as a client that nobody knows kills it
	BurntByOther        bool                    // so does another client that is known
	BurntByScope        bool                    // so does who asks for a scope that was not granted
	FailureReach        Reach                   // whose grants die with a token that is killed so
	WritesBack          time.Duration           // above zero: a refresh takes so long and then undoes what was revoked meanwhile
	Renewed             func(r Renewal) Renewal // a last look at whom the new access token acts for; may be nil
	MaxChain            int                     // how often a grant can be refreshed; 0 is without end
	AccessWorks         bool                    // the new access token opens the API
	KillsFormerAccess   bool                    // the access token before the refresh dies

	MissingToken Refusal
	UnknownToken Refusal
	RevokedToken Refusal
	UsedToken    Refusal
	ExpiredToken Refusal
	OtherClient  Refusal
	ChainEnded   Refusal
	Collision    Refusal // to whoever comes with a token while it is used
}

// Renewal is whom an access token of a refresh acts for, and with what.
type Renewal struct {
	Count      int64  // of the refreshes of the grant, this one included
	User       User   // who granted it
	Client     Client // to whom
	Scope      string
	Tenant     string
	LastUser   User   // who got a code last
	LastClient Client // for which client
}

func honestRefreshing() Refreshing {
	dead := Refusal{http.StatusBadRequest, InvalidGrant, "the refresh token is not valid for this request"}
	return Refreshing{
		Offered:       true,
		BoundToClient: true,
		Rotation:      RotatesToken,
		ReuseRevokes:  true,
		AccessWorks:   true,
		MissingToken:  Refusal{http.StatusBadRequest, InvalidRequest, "refresh_token is missing"},
		UnknownToken:  dead,
		RevokedToken:  dead,
		UsedToken:     dead,
		ExpiredToken:  dead,
		OtherClient:   dead,
		ChainEnded:    dead,
		Collision:     dead,
	}
}
