package fakeserver

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// TemporaryRequestRules decide how the body of a POST or PUT is read.
type TemporaryRequestRules struct {
	MalformedTaken bool                             // a body that is no JSON object is taken for an empty one
	EmailMatters   bool                             // else a request without an address is for a user of the server's own
	EmailFits      func(value any) bool             // whether the address is one
	Describable    bool                             // name and description are taken; else Undescribed
	ListFits       func(value any) ([]string, bool) // reads permissions or scopes

	Malformed   Refusal
	NoEmail     Refusal
	BadEmail    Refusal
	Undescribed Refusal
	BadList     Refusal
	WrongType   Refusal // of any other member
}

func honestTemporaryRequest() TemporaryRequestRules {
	bad := func(description string) Refusal { return Refusal{http.StatusBadRequest, validationError, description} }
	return TemporaryRequestRules{
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
func (v *visit) readAsked() (askedToken, *Refusal) {
	members, refusal := v.readAskedObject()
	if refusal != nil {
		v.tire()
		return askedToken{}, refusal
	}
	v.rest()
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

func (v *visit) describing(value any) *Refusal {
	rules := &v.rules.Temporary.Asked
	_, text := value.(string)
	switch {
	case !text && value != nil:
		return &rules.WrongType
	case !rules.Describable:
		return &rules.Undescribed
	}
	return nil
}

func (v *visit) readAskedObject() (map[string]any, *Refusal) {
	rules := &v.rules.Temporary.Asked
	body, fits := v.readBody()
	switch {
	case !fits:
		return nil, &v.rules.Hygiene.OversizedBody
	case depth(body) > v.rules.Hygiene.MaxDepth:
		return nil, &v.rules.Hygiene.TooDeep
	case bytes.Contains(body, []byte("\x00")) || bytes.Contains(body, []byte(`\u0000`)):
		return nil, &v.rules.Hygiene.NUL
	}
	var members map[string]any
	if err := json.Unmarshal(body, &members); err != nil || members == nil || !utf8.Valid(body) {
		if rules.MalformedTaken {
			return map[string]any{"user": map[string]any{"email": "somebody@lxhive.example"}}, nil
		}
		return nil, &rules.Malformed
	}
	return members, nil
}

func (v *visit) readUser(asked *askedToken, value any) *Refusal {
	rules := &v.rules.Temporary.Asked
	user, object := value.(map[string]any)
	if !object && value != nil {
		return &rules.WrongType
	}
	email, there := user["email"]
	switch {
	case (!there || email == nil) && rules.EmailMatters:
		return &rules.NoEmail
	case !there || email == nil:
		email = "somebody@lxhive.example"
	case !rules.EmailFits(email):
		return &rules.BadEmail
	}
	asked.email, _ = email.(string)
	password, text := user["password"].(string)
	if !text && user["password"] != nil {
		return &rules.WrongType
	}
	asked.password = password
	var refusal *Refusal
	asked.permissions, refusal = v.readNames(user["permissions"])
	return refusal
}

func (v *visit) readNames(value any) ([]string, *Refusal) {
	if value == nil {
		return nil, nil
	}
	names, ok := v.rules.Temporary.Asked.ListFits(value)
	if !ok {
		return nil, &v.rules.Temporary.Asked.BadList
	}
	return names, nil
}

// issueTemporary makes a token.
func (v *visit) issueTemporary(asked askedToken, put bool) (*temporaryToken, *Refusal) {
	rules := &v.rules.Temporary
	if !rules.Offered {
		return nil, &rules.NotOffered
	}
	if refusal := v.judgeNames(asked); refusal != nil {
		return nil, refusal
	}
	user, isNew := v.state.temporary.holderOf(asked.email, asked.password, v.now)
	if !isNew && rules.KnownRefused != nil {
		return nil, rules.KnownRefused
	}
	v.settlePermissions(user, isNew, asked)
	scopes, refusal := v.scopesFor(asked, user)
	if refusal != nil {
		return nil, refusal
	}
	former := user.all()
	for _, t := range former {
		if (put && !rules.PutFormerLives || !put && !rules.FormerLives) && !t.withdrawn.Load() {
			t.withdrawn.Store(true)
		} else if rules.WithdrawnRevived {
			t.withdrawn.Store(false)
		}
	}
	if rules.FormerGiven && len(former) > 0 {
		return former[len(former)-1], nil
	}
	key := rules.NewKey(v.random)
	made := &temporaryToken{
		key: key, secret: rules.NewSecret(v.random, key), holder: user, scopes: scopes, endless: asked.ends.kind == endlessly,
		from: v.now.Add(rules.AliveAfter).Unix(), created: v.now.Unix(), announced: asked.ends.at.Unix(),
	}
	made.expires.Store(rules.Ending.Ends(asked.ends.kind, asked.ends.at).Unix())
	v.state.temporary.tokens.put(key, made, v.now)
	user.give(made)
	return made, nil
}

// end is when a token is to expire, and in which way that was said.
type end struct {
	kind string // default, iso, unix or endless
	at   time.Time
}
