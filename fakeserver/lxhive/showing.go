package fakeserver

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
)

// TemporaryShowingRules decide what answers show of a token, and to whom.
type TemporaryShowingRules struct {
	Issued         TemporaryAnswer
	Inspected      TemporaryAnswer
	EchoesPassword bool
	EchoesHash     bool // of the password
	EchoesSecret   bool // a refusal repeats the secret of the query
	KeyAlone       bool // an inspection needs no secret
	ListsAll       bool // an inspection without a key shows some token
	SecretMatches  func(stored, sent string) bool
	WithdrawnShown bool
	NamesLatest    bool // an inspection names the user of the token that was issued last

	NoPair      Refusal // key or secret is missing
	UnknownKey  Refusal
	WrongSecret Refusal
	LongKey     Refusal // longer than any key
}

// TemporaryAnswer is the shape of an answer that shows a token.
type TemporaryAnswer struct {
	Status       int
	ContentType  string
	CacheControl string
	Members      func(members []Member) []Member // a last look at the object; may be nil
}

func honestTemporaryShowing() TemporaryShowingRules {
	none := Refusal{http.StatusNotFound, notFoundError, "there is no such token"}
	answer := TemporaryAnswer{Status: http.StatusOK, ContentType: "application/json", CacheControl: "no-store"}
	return TemporaryShowingRules{
		Issued:        answer,
		Inspected:     answer,
		SecretMatches: sameSecret,
		NoPair:        Refusal{http.StatusBadRequest, validationError, "key and secret are required"},
		UnknownKey:    none,
		WrongSecret:   none,
		LongKey:       none,
	}
}

// longestKey is longer than any key that is made.
const longestKey = 4096

// serveInspection answers GET.
func (v *visit) serveInspection() {
	t, refusal := v.inspected()
	if refusal != nil {
		v.turnAway(refusal)
		return
	}
	if v.rules.Temporary.Ending.InspectionSlides {
		t.expires.Store(v.now.Add(v.rules.Temporary.Ending.Default).Unix())
	}
	v.showTemporary(&v.rules.Temporary.Showing.Inspected, t, "")
}

func (v *visit) inspected() (*temporaryToken, *Refusal) {
	rules := &v.rules.Temporary.Showing
	query := v.r.URL.Query()
	key, secret := query.Get("key"), query.Get("secret")
	if key == "" && rules.ListsAll {
		var some *temporaryToken
		v.state.temporary.each(func(t *temporaryToken) { some = t })
		if some != nil {
			return some, nil
		}
	}
	t, known := v.state.temporary.tokens.get(key)
	switch {
	case key == "" || secret == "" && !rules.KeyAlone:
		return nil, &rules.NoPair
	case len(key) > longestKey:
		return nil, &rules.LongKey
	case !known || t.withdrawn.Load() && !rules.WithdrawnShown:
		return nil, v.unknownToken()
	case secret != "" && !rules.SecretMatches(t.secret, secret):
		return nil, &rules.WrongSecret
	}
	return t, nil
}

func (v *visit) unknownToken() *Refusal { return &v.rules.Temporary.Showing.UnknownKey }

// showTemporary writes the members in the order of the wiki.
func (v *visit) showTemporary(shape *TemporaryAnswer, t *temporaryToken, password string) {
	rules := &v.rules.Temporary.Showing
	email := t.holder.email
	if rules.NamesLatest && shape == &rules.Inspected {
		email = v.latestUser(t)
	}
	user := []Member{{"email", email}, {"permissions", described(t.holder.may())}}
	if rules.EchoesPassword && password != "" {
		user = append(user, Member{"password", password})
	}
	if rules.EchoesHash && password != "" {
		sum := sha256.Sum256([]byte(password))
		user = append(user, Member{"passwordHash", hex.EncodeToString(sum[:])})
	}
	members := []Member{
		{"key", t.key}, {"secret", t.secret},
		{"expiresAt", t.announced}, {"expiresIn", t.announced - v.now.Unix()},
		{"createdAt", t.created}, {"expired", v.now.Unix() >= t.announced},
		{"scopes", described(t.scopes)}, {"user", Object(user)},
	}
	if t.endless {
		members[2].Value, members[3].Value, members[5].Value = nil, nil, false
	}
	if shape.Members != nil {
		members = shape.Members(members)
	}
	v.setHeader("Cache-Control", shape.CacheControl)
	v.write(shape.Status, shape.ContentType, v.encode(members))
}

// latestUser is the user of the token that was issued last.
func (v *visit) latestUser(t *temporaryToken) string {
	latest := t
	v.state.temporary.each(func(other *temporaryToken) {
		if other.created >= latest.created && other != t {
			latest = other
		}
	})
	return latest.holder.email
}

// Object is a JSON object that keeps the order of its members.
type Object []Member

// MarshalJSON writes the object.
func (o Object) MarshalJSON() ([]byte, error) { return encodeMembers(o, false), nil }

// described is a list of rights as answers show it.
func described(names []string) []Object {
	list := []Object{}
	for _, name := range names {
		description := rightDescriptions[name]
		if description == "" {
			description = "Access to " + name
		}
		list = append(list, Object{{"name", name}, {"description", description}})
	}
	return list
}
