package lxhive

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Showing decides what answers show of a token, and to whom.
type Showing struct {
	Issued         Answer
	Inspected      Answer
	EchoesPassword bool
	EchoesHash     bool                        // of the password
	EchoesSecret   bool                        // a refusal repeats the secret of the query
	KeyAlone       bool                        // an inspection needs no secret
	EmptySecret    bool                        // an empty secret will do
	OtherSecret    bool                        // the secret of any token will
	Pattern        func(query url.Values) bool // whether what stands for key and secret is taken for a pattern that fits every token; may be nil
	ListsAll       bool                        // an inspection without a key shows some token
	SecretMatches  func(stored, sent string) bool
	WithdrawnShown bool
	NamesLatest    bool // an inspection names the user of the token that was issued last

	NoPair      fakeserver.Refusal // key or secret is missing
	UnknownKey  fakeserver.Refusal
	WrongSecret fakeserver.Refusal
	LongKey     fakeserver.Refusal // longer than any key
}

// Answer is the shape of an answer that shows a token.
type Answer struct {
	Status       int
	ContentType  string
	CacheControl string
	Members      func(members []fakeserver.Member) []fakeserver.Member // a last look at the object; may be nil
}

func honestShowing() Showing {
	none := fakeserver.Refusal{Status: http.StatusNotFound, Error: rules.NotFoundError, Description: "there is no such token"}
	answer := Answer{Status: http.StatusOK, ContentType: "application/json", CacheControl: "no-store"}
	return Showing{
		Issued:        answer,
		Inspected:     answer,
		SecretMatches: rules.SameSecret,
		NoPair:        fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "key and secret are required"},
		UnknownKey:    none,
		WrongSecret:   none,
		LongKey:       none,
	}
}

// longestKey is longer than any key that is made.
const longestKey = 4096

// serveInspection answers GET.
func (v visit) serveInspection() {
	t, refusal := v.inspected()
	if refusal != nil {
		v.turnAway(refusal)
		return
	}
	if v.own.Ending.InspectionSlides {
		t.expires.Store(v.Now.Add(v.own.Ending.Default).Unix())
	}
	v.showTemporary(&v.own.Showing.Inspected, t, "")
}

func (v visit) inspected() (*temporaryToken, *fakeserver.Refusal) {
	own := &v.own.Showing
	query := v.R.URL.Query()
	key, secret := query.Get("key"), query.Get("secret")
	if key == "" && own.ListsAll || own.Pattern != nil && own.Pattern(query) {
		var some *temporaryToken
		v.kept.each(func(t *temporaryToken) { some = t })
		if some != nil {
			return some, nil
		}
	}
	t, known := v.kept.tokens.Get(key)
	switch {
	case key == "" || secret == "" && !(own.KeyAlone && !query.Has("secret") || own.EmptySecret && query.Has("secret")):
		return nil, &own.NoPair
	case len(key) > longestKey:
		return nil, &own.LongKey
	case !known || t.withdrawn.Load() && !own.WithdrawnShown:
		return nil, v.unknownToken()
	case secret != "" && !own.SecretMatches(t.secret, secret) && !(own.OtherSecret && v.someonesSecret(secret)):
		return nil, &own.WrongSecret
	}
	return t, nil
}

func (v visit) unknownToken() *fakeserver.Refusal { return &v.own.Showing.UnknownKey }

// showTemporary writes the members in the order of the wiki.
func (v visit) showTemporary(shape *Answer, t *temporaryToken, password string) {
	own := &v.own.Showing
	email := t.holder.email
	if own.NamesLatest && shape == &own.Inspected {
		email = v.latestUser(t)
	}
	user := []fakeserver.Member{{Name: "email", Value: email}, {Name: "permissions", Value: described(t.holder.may())}}
	if own.EchoesPassword && password != "" {
		user = append(user, fakeserver.Member{Name: "password", Value: password})
	}
	if own.EchoesHash && password != "" {
		sum := sha256.Sum256([]byte(password))
		user = append(user, fakeserver.Member{Name: "passwordHash", Value: hex.EncodeToString(sum[:])})
	}
	members := []fakeserver.Member{
		{Name: "key", Value: t.key}, {Name: "secret", Value: t.secret},
		{Name: "expiresAt", Value: t.announced}, {Name: "expiresIn", Value: t.announced - v.Now.Unix()},
		{Name: "createdAt", Value: t.created}, {Name: "expired", Value: v.Now.Unix() >= t.announced},
		{Name: "scopes", Value: described(t.scopes)}, {Name: "user", Value: fakeserver.Object(user)},
	}
	if t.endless {
		members[2].Value, members[3].Value, members[5].Value = nil, nil, false
	}
	if shape.Members != nil {
		members = shape.Members(members)
	}
	v.SetHeader("Cache-Control", shape.CacheControl)
	v.Write(shape.Status, shape.ContentType, v.Encode(members))
}

// latestUser is the user of the token that was issued last.
func (v visit) latestUser(t *temporaryToken) string {
	latest := t
	v.kept.each(func(other *temporaryToken) {
		if other.created >= latest.created && other != t {
			latest = other
		}
	})
	return latest.holder.email
}

// described is a list of rights as answers show it.
func described(names []string) []fakeserver.Object {
	list := []fakeserver.Object{}
	for _, name := range names {
		description := rightDescriptions[name]
		if description == "" {
			description = "Access to " + name
		}
		list = append(list, fakeserver.Object{{Name: "name", Value: name}, {Name: "description", Value: description}})
	}
	return list
}
