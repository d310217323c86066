package fakeserver

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"sync"
	"time"
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

func (l *launchCredentials) diesAt() int64 { return l.expires }

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

// judgeLaunch judges launch credentials sent as Basic.
func (v *visit) judgeLaunch(l *launchCredentials, password string) (principal, *Refusal) {
	early := v.now.UnixNano() < l.from
	if early || dead(l, v.now) || !l.opens(password, v.rules.Launching.PasswordMatches) {
		return principal{}, v.wrongSecret()
	}
	return principal{user: v.firstAdministrator(l.tenant), tenant: l.tenant, launch: l}, nil
}

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
func (v *visit) serveMakeLaunch() {
	maker, b := v.admit(true)
	if b != nil && v.rules.Launching.MadeByAnyone && len(v.r.Header["Authorization"]) == 0 {
		maker, b = v.standIn(OwnTenant), nil
	}
	switch {
	case b != nil:
		v.rebuffed(b)
		return
	case !v.allows(http.MethodPost):
		v.methodRefused()
		return
	}
	asked, lifetime, refusal := v.readLaunch(maker)
	if refusal != nil {
		v.rebuffed(&rebuff{refusal: refusal})
		return
	}
	made := v.makeLaunch(maker.tenant, asked.Username, asked.Password, canonical(asked.Data.Actor), lifetime)
	members := []Member{{"username", made.username}}
	if v.rules.Launching.EchoesPassword {
		members = append(members, Member{"password", asked.Password})
	}
	v.setHeader("Cache-Control", "no-store")
	v.write(http.StatusOK, "application/json; charset=utf-8", v.encode(members))
}

func (v *visit) readLaunch(maker principal) (launchRequest, time.Duration, *Refusal) {
	rules := &v.rules.Launching
	var asked launchRequest
	if !rules.Offered {
		return asked, 0, &rules.NotOffered
	}
	if maker.launch != nil && !rules.MadeByLaunch {
		return asked, 0, &rules.ByLaunch
	}
	body, fits := v.readBody()
	var typed *json.UnmarshalTypeError
	err := json.Unmarshal(body, &asked)
	badTTL := errors.As(err, &typed) && typed.Field == "ttlMins"
	switch {
	case !fits || err != nil && !badTTL || depth(body) > v.rules.Hygiene.MaxDepth:
		return asked, 0, &rules.BadBody
	case asked.Username == "" && rules.UsernameRequired:
		return asked, 0, &rules.MissingUsername
	case asked.Password == "":
		return asked, 0, &rules.MissingPassword
	}
	lifetime, ok := lifetimeOf(asked.TTLMins, v.launchLifetime())
	if badTTL || !ok {
		if rules.TTLChecked {
			return asked, 0, &rules.BadTTL
		}
		lifetime = v.launchLifetime()
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

func (v *visit) launchLifetime() time.Duration { return v.rules.Launching.DefaultLifetime }

// makeLaunch makes credentials or, where a bent rule reuses them, adds a
// password to those that are there.
func (v *visit) makeLaunch(tenant, learner, password, actor string, lifetime time.Duration) *launchCredentials {
	rules := &v.rules.Launching
	key := ""
	if rules.ReuseKey != nil {
		key = rules.ReuseKey(learner)
	}
	ends := v.now.Add(rules.Lifetime(lifetime)).UnixNano()
	// What is handed out again lives as long as what is new, give or take.
	if former := v.state.habits.launch(key); former != nil && ends-former.expires < int64(time.Minute) {
		former.mu.Lock()
		defer former.mu.Unlock()
		former.passwords = append(former.passwords, password)
		return former
	}
	made := &launchCredentials{
		username: randomUUID(v.random), learner: learner, tenant: tenant, actor: actor,
		from:      v.now.Add(rules.AliveAfter).UnixNano(),
		expires:   ends,
		passwords: []string{password},
	}
	v.state.launches.put(made.username, made, v.now)
	v.state.habits.keepLaunch(key, made)
	return made
}

// canonical writes JSON so that equal values are equal strings; "" is no value.
func canonical(value map[string]any) string {
	if len(value) == 0 {
		return ""
	}
	return string(encodeValue(value))
}
