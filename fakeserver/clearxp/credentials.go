package clearxp

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/store"
	"github.com/authassay/authassay/fakeserver/rules"
)

// launchCredentials are a username and password for the learning record store,
// short-lived and confined to one learner.
type launchCredentials struct {
	username string
	learner  string
	tenant   string
	actor    string // canonical JSON; "" is confined to nobody
	from     int64
	expires  int64

	mu        sync.Mutex
	passwords []string // more than one only where credentials are reused
}

func (l *launchCredentials) DiesAt() int64 { return l.expires }

func (l *launchCredentials) opens(password string, matches func(stored, sent string) bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, stored := range l.passwords {
		if password != "" && matches(stored, password) {
			return true
		}
	}
	return false
}

// launches is what the contract remembers of its own.
type launches struct {
	made *store.Store[*launchCredentials]

	mu   sync.Mutex
	kept map[string]*launchCredentials // by the key under which a bent rule hands them out again
}

func newLaunches() *launches {
	return &launches{made: store.New[*launchCredentials](), kept: map[string]*launchCredentials{}}
}

// former returns the credentials kept under a key; "" keeps none.
func (l *launches) former(key string) *launchCredentials {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept[key]
}

func (l *launches) keep(key string, made *launchCredentials) {
	if key == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept[key] = made
}

// visit is a request to what ClearXP has beside OAuth.
type visit struct {
	*fakeserver.Visit
	launching *Launching
	launches  *launches
}

func visitOf(v *fakeserver.Visit) visit {
	return visit{v, Rules(v.Rules), v.State().(*launches)}
}

// launching makes an endpoint of what serves such a request.
func launching(serve func(visit)) fakeserver.Endpoint {
	return func(v *fakeserver.Visit) { serve(visitOf(v)) }
}

// judgePair judges launch credentials sent as Basic.
func judgePair(at *fakeserver.Visit, key, password string) (fakeserver.Principal, *fakeserver.Refusal, bool) {
	v := visitOf(at)
	l, known := v.launches.made.Get(key)
	switch {
	case !known:
		return fakeserver.Principal{}, nil, false
	case v.Now.UnixNano() < l.from || store.Dead(l, v.Now) || !v.opens(l, password):
		return fakeserver.Principal{}, &v.Rules.Basic.WrongSecret, true
	}
	return fakeserver.Principal{User: v.StandIn(l.tenant).User, Tenant: l.tenant, Own: l}, nil, true
}

// opens says whether a password is that of the launch.
func (v visit) opens(l *launchCredentials, password string) bool {
	another := v.launching.PasswordOfAny && v.launches.former(anyPassword+password) != nil
	return another || l.opens(password, v.launching.PasswordMatches)
}

// anyPassword stands before the passwords of all launches, where a bent rule
// looks them up.
const anyPassword = "password "

// launchRequest is the body of POST /api/auth/basic.
type launchRequest struct {
	Username string   `json:"username"`
	Password string   `json:"password"`
	TTLMins  *float64 `json:"ttlMins"`
	Data     struct {
		Actor map[string]any `json:"actor"`
	} `json:"data"`
}

// serveMakeLaunch answers POST /api/auth/basic.
func (v visit) serveMakeLaunch() {
	maker, b := v.Admit(true)
	if b != nil && v.launching.Admits != nil && v.launching.Admits(v.R.Header) {
		maker, b = v.StandIn(v.Fixtures().Tenants[0]), nil
	}
	switch {
	case b != nil:
		v.TurnAway(b)
		return
	case !v.Allows(http.MethodPost):
		v.RefuseMethod()
		return
	}
	asked, lifetime, refusal := v.readLaunch(maker)
	if refusal != nil {
		v.Refuse(refusal)
		return
	}
	made := v.makeLaunch(maker.Tenant, asked.Username, asked.Password, canonical(asked.Data.Actor), lifetime)
	members := []fakeserver.Member{{Name: "username", Value: made.username}}
	if v.launching.EchoesPassword {
		members = append(members, fakeserver.Member{Name: "password", Value: asked.Password})
	}
	v.SetHeader("Cache-Control", "no-store")
	v.Write(http.StatusOK, "application/json; charset=utf-8", v.Encode(members))
}

func (v visit) readLaunch(maker fakeserver.Principal) (launchRequest, time.Duration, *fakeserver.Refusal) {
	own := v.launching
	var asked launchRequest
	if !own.Offered {
		return asked, 0, &own.NotOffered
	}
	switch scheme, _, _ := strings.Cut(v.R.Header.Get("Authorization"), " "); {
	case maker.Own != nil && !own.MadeByLaunch:
		return asked, 0, &own.ByLaunch
	case strings.EqualFold(scheme, "Bearer") && !own.MadeByToken:
		return asked, 0, &own.ByToken
	}
	body, fits := v.ReadBody()
	var typed *json.UnmarshalTypeError
	err := json.Unmarshal(body, &asked)
	badTTL := errors.As(err, &typed) && typed.Field == "ttlMins"
	switch {
	case !fits || err != nil && !badTTL || fakeserver.Depth(body) > v.Rules.Hygiene.MaxDepth:
		return asked, 0, &own.BadBody
	case asked.Username == "" && own.UsernameRequired:
		return asked, 0, &own.MissingUsername
	case asked.Password == "":
		return asked, 0, &own.MissingPassword
	}
	lifetime, ok := lifetimeOf(asked.TTLMins, own.DefaultLifetime)
	if badTTL || !ok {
		if own.TTLChecked {
			return asked, 0, &own.BadTTL
		}
		lifetime = own.DefaultLifetime
	}
	return asked, lifetime, nil
}

// lifetimeOf reads ttlMins. A year is the most that is granted.
func lifetimeOf(minutes *float64, without time.Duration) (time.Duration, bool) {
	if minutes == nil {
		return without, true
	}
	const year = 365 * 24 * 60
	return time.Duration(math.Min(*minutes, year) * float64(time.Minute)), *minutes > 0
}

// makeLaunch makes credentials or, where a bent rule reuses them, adds a
// password to those that are there.
func (v visit) makeLaunch(tenant, learner, password, actor string, lifetime time.Duration) *launchCredentials {
	own := v.launching
	key := ""
	if own.ReuseKey != nil {
		key = own.ReuseKey(learner)
	}
	ends := v.Now.Add(own.Lifetime(lifetime)).UnixNano()
	// What is handed out again lives as long as what is new, give or take.
	if former := v.launches.former(key); former != nil && ends-former.expires < int64(time.Minute) {
		former.mu.Lock()
		defer former.mu.Unlock()
		former.passwords = append(former.passwords, password)
		return former
	}
	made := &launchCredentials{
		username: rules.RandomUUID(v.Random()), learner: learner, tenant: tenant, actor: actor,
		from:      v.Now.Add(own.AliveAfter).UnixNano(),
		expires:   ends,
		passwords: []string{password},
	}
	v.launches.made.Put(made.username, made, v.Now)
	v.launches.keep(key, made)
	if own.PasswordOfAny {
		v.launches.keep(anyPassword+password, made)
	}
	return made
}

// canonical writes JSON so that equal values are equal strings; "" is no value.
func canonical(value map[string]any) string {
	if len(value) == 0 {
		return ""
	}
	return string(rules.JSON(value))
}
