package lxhive

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Request decides how the body of a POST or PUT is read.
type Request struct {
	MalformedTaken bool                             // a body that is no JSON object is taken for an empty one
	EmailMatters   bool                             // else a request without an address is for a user of the server's own
	EmailFits      func(value any) bool             // whether the address is one
	Describable    bool                             // name and description are taken; else Undescribed
	ListFits       func(value any) ([]string, bool) // reads permissions or scopes

	Malformed   fakeserver.Refusal
	NoEmail     fakeserver.Refusal
	BadEmail    fakeserver.Refusal
	Undescribed fakeserver.Refusal
	BadList     fakeserver.Refusal
	WrongType   fakeserver.Refusal // of any other member
}

func honestRequest() Request {
	bad := func(description string) fakeserver.Refusal {
		return fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: description}
	}
	return Request{
		EmailMatters: true,
		EmailFits: func(value any) bool {
			text, is := value.(string)
			return is && strings.Contains(text, "@") && !strings.ContainsAny(text, "\x00 ")
		},
		Describable: true,
		ListFits:    namesOf,
		Malformed:   bad("the body has to be a JSON object"),
		NoEmail:     bad("user.email is required"),
		BadEmail:    bad("user.email has to be an e-mail address"),
		Undescribed: bad("name and description are not taken"),
		BadList:     bad("permissions and scopes have to be lists of names"),
		WrongType:   bad("a member has the wrong type"),
	}
}

// namesOf reads a list of names.
func namesOf(value any) ([]string, bool) {
	list, is := value.([]any)
	names := []string{}
	for _, entry := range list {
		name, text := entry.(string)
		is = is && text
		names = append(names, name)
	}
	return names, is
}

// askedToken is what a token is asked for.
type askedToken struct {
	email       string
	password    string
	permissions []string // nil where nothing is asked for
	scopes      []string // likewise
	ends        end
}

// readAsked reads the body of a POST or PUT.
func (v visit) readAsked() (askedToken, *fakeserver.Refusal) {
	members, refusal := v.readAskedObject()
	if refusal != nil {
		v.CountMalformed()
		return askedToken{}, refusal
	}
	v.ForgetMalformed()
	asked := askedToken{}
	for _, name := range []string{"name", "description"} {
		if value, there := members[name]; there {
			if refusal := v.describing(value); refusal != nil {
				return asked, refusal
			}
		}
	}
	if refusal := v.readUser(&asked, members["user"]); refusal != nil {
		return asked, refusal
	}
	if asked.scopes, refusal = v.readNames(members["scopes"]); refusal != nil {
		return asked, refusal
	}
	asked.ends, refusal = v.readEnd(members)
	return asked, refusal
}

func (v visit) describing(value any) *fakeserver.Refusal {
	own := &v.own.Asked
	_, text := value.(string)
	switch {
	case !text && value != nil:
		return &own.WrongType
	case !own.Describable:
		return &own.Undescribed
	}
	return nil
}

func (v visit) readAskedObject() (map[string]any, *fakeserver.Refusal) {
	own := &v.own.Asked
	body, fits := v.ReadBody()
	switch {
	case !fits:
		return nil, &v.Rules.Hygiene.OversizedBody
	case fakeserver.Depth(body) > v.Rules.Hygiene.MaxDepth:
		return nil, &v.Rules.Hygiene.TooDeep
	case bytes.Contains(body, []byte("\x00")) || bytes.Contains(body, []byte(`\u0000`)):
		return nil, &v.Rules.Hygiene.NUL
	}
	var members map[string]any
	if err := json.Unmarshal(body, &members); err != nil || members == nil || !utf8.Valid(body) {
		if own.MalformedTaken {
			return map[string]any{"user": map[string]any{"email": "somebody@lxhive.example"}}, nil
		}
		return nil, &own.Malformed
	}
	return members, nil
}

func (v visit) readUser(asked *askedToken, value any) *fakeserver.Refusal {
	own := &v.own.Asked
	user, object := value.(map[string]any)
	if !object && value != nil {
		return &own.WrongType
	}
	email, there := user["email"]
	switch {
	case (!there || email == nil) && own.EmailMatters:
		return &own.NoEmail
	case !there || email == nil:
		email = "somebody@lxhive.example"
	case !own.EmailFits(email):
		return &own.BadEmail
	}
	asked.email, _ = email.(string)
	password, text := user["password"].(string)
	if !text && user["password"] != nil {
		return &own.WrongType
	}
	asked.password = password
	var refusal *fakeserver.Refusal
	asked.permissions, refusal = v.readNames(user["permissions"])
	return refusal
}

func (v visit) readNames(value any) ([]string, *fakeserver.Refusal) {
	if value == nil {
		return nil, nil
	}
	names, ok := v.own.Asked.ListFits(value)
	if !ok {
		return nil, &v.own.Asked.BadList
	}
	return names, nil
}

// issueTemporary makes a token.
func (v visit) issueTemporary(asked askedToken) (*temporaryToken, *fakeserver.Refusal) {
	own := v.own
	if !own.Offered {
		return nil, &own.NotOffered
	}
	if refusal := v.judgeNames(asked); refusal != nil {
		return nil, refusal
	}
	user, isNew := v.kept.holderOf(own.UserOf(asked.email), asked.email, asked.password, v.Now)
	if !isNew && own.KnownRefused != nil {
		return nil, own.KnownRefused
	}
	v.settlePermissions(user, isNew, asked)
	scopes, refusal := v.scopesFor(asked, user)
	if refusal != nil {
		return nil, refusal
	}
	former := user.all()
	for _, t := range former {
		switch {
		case !own.FormerLives && !t.withdrawn.Load():
			t.withdrawn.Store(true)
		case own.WithdrawnRevived:
			t.withdrawn.Store(false)
		}
		if own.ExpiredRevived && t.dead(v.Now) {
			t.expires.Store(v.Now.Add(own.Ending.Default).Unix())
		}
	}
	if own.TakesOthers {
		v.withdrawOthers(user)
	}
	if own.FormerGiven && len(former) > 0 {
		return former[len(former)-1], nil
	}
	key := own.NewKey(v.Random())
	made := &temporaryToken{
		key: key, secret: own.NewSecret(v.Random(), key), holder: user, scopes: scopes, endless: asked.ends.kind == endlessly,
		from: v.Now.Add(own.AliveAfter).Unix(), created: v.Now.Unix(), announced: asked.ends.at.Unix(),
	}
	made.expires.Store(own.Ending.Ends(asked.ends.kind, asked.ends.at).Unix())
	v.kept.tokens.Put(key, made, v.Now)
	user.give(made)
	return made, nil
}

// end is when a token is to expire, and in which way that was said.
type end struct {
	kind string // default, iso, unix or endless
	at   time.Time
}
