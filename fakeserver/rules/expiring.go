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
	RotatedLifetime    time.Duration // of a refresh token that came of a refresh
	RotatedKeepsEnd    bool          // it dies when the first one would have
	UnusedImmortal     bool          // an access token that nobody has used does not end
	UsedImmortal       bool          // one that was used while it lived does not end
	IdleLifetime       time.Duration // above zero: an access token ends that was not used for so long
	NeedsUse           bool          // a refresh needs an access token that was used, once that has expired
	Reach              Reach         // whose grants die once an expired access token is seen; that grant alone means nobody's
	Leeway             time.Duration // how long after its end an access token is still let in
	AccessSlides       bool          // each use of an access token starts its life again
	RefreshKeepsExpiry bool          // a refreshed token dies when the former one would have
	RefreshRevives     bool          // a refresh starts the life of an expired access token again
	TryingRevivesCode  bool          // a refused try of an expired code starts its life again
	ExpiredToken       Refusal       // at the API; carries the challenge to a bad token
}

// MindsUse says whether it matters when an access token was used.
func (e *Expiring) MindsUse() bool {
	return e.UnusedImmortal || e.UsedImmortal || e.IdleLifetime > 0 || e.NeedsUse
}

func honestExpiring() Expiring {
	return Expiring{
		CodeLifetime:      10 * time.Minute,
		AccessLifetime:    time.Hour,
		RefreshedLifetime: time.Hour,
		RefreshLifetime:   30 * 24 * time.Hour,
		RotatedLifetime:   30 * 24 * time.Hour,
		ExpiredToken:      Refusal{http.StatusUnauthorized, InvalidToken, "the credentials are not valid"},
	}
}
