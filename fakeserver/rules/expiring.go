package rules

import (
	"net/http"
	"time"
)

// Expiring decides how long credentials live. The announced expires_in is
// the business of [TokenResponse]. Expiry is judged when a credential is used.
type Expiring struct {
	CodeLifetime       time.Duration
	AccessLifetime     time.Duration // of a token from a code
	RefreshedLifetime  time.Duration // of a token from a refresh
	RefreshLifetime    time.Duration // of a refresh token
	Leeway             time.Duration // how long after its end an access token is still let in
	AccessSlides       bool          // each use of an access token starts its life again
	RefreshKeepsExpiry bool          // a refreshed token dies when the former one would have
	RefreshRevives     bool          // a refresh starts the life of an expired access token again
	TryingRevivesCode  bool          // a refused try of an expired code starts its life again
	ExpiredToken       Refusal       // at the API; carries the challenge to a bad token
}

func honestExpiring() Expiring {
	return Expiring{
		CodeLifetime:      10 * time.Minute,
		AccessLifetime:    time.Hour,
		RefreshedLifetime: time.Hour,
		RefreshLifetime:   30 * 24 * time.Hour,
		ExpiredToken:      Refusal{http.StatusUnauthorized, InvalidToken, "the credentials are not valid"},
	}
}
