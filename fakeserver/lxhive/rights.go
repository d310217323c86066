package lxhive

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// super is the permission to administer, which the wiki adds to those of the
// xAPI. It is not part of all.
const super = "super"

// Rights decides what a temporary token may do.
type Rights struct {
	Known             func(name string) bool // whether a scope or permission exists
	UnknownScope      *fakeserver.Refusal    // nil takes it
	UnknownPermission *fakeserver.Refusal    // nil takes it
	SuperScope        *fakeserver.Refusal    // nil takes it
	SuperPermission   *fakeserver.Refusal    // nil takes it
	WideScope         *fakeserver.Refusal    // of a scope that the user does not have; nil takes it

	Includes           func(permissions []string, scope string) bool // whether a user may be given a token with a scope
	DefaultPermissions []string                                      // of a new user
	DefaultScopes      []string
	ScopesOfUser       bool // a token has all of its user's permissions for scopes where none is asked for
	PermissionsTaken   bool // a new user gets the permissions that were asked for
	Overwrites         bool // a known user gets them too

	// Limits says whether a token may do what a request needs.
	Limits func(need string, scopes, permissions []string) bool
	// Administers says whether a token may do what only super may.
	Administers func(scopes, permissions []string) bool
}

func honestRights() Rights {
	bad := func(description string) *fakeserver.Refusal {
		return &fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: description}
	}
	return Rights{
		Known:              func(name string) bool { return slices.Contains(rightNames, name) },
		UnknownScope:       bad("a scope is not known"),
		UnknownPermission:  bad("a permission is not known"),
		SuperScope:         bad("the scope super cannot be given"),
		SuperPermission:    bad("the permission super cannot be given"),
		WideScope:          bad("the user does not have the permission for a scope"),
		Includes:           Covers,
		DefaultPermissions: []string{"all"},
		DefaultScopes:      []string{"all"},
		PermissionsTaken:   true,
		Limits: func(need string, scopes, permissions []string) bool {
			return Covers(scopes, need) && Covers(permissions, need)
		},
		Administers: func(scopes, permissions []string) bool {
			return slices.Contains(scopes, super) && slices.Contains(permissions, super)
		},
	}
}

// rightNames are the scopes of xAPI 1.0.3 Communication §4.2, and attachments
// and super, which the wiki adds.
var rightNames = []string{
	"statements/write", "statements/read/mine", "statements/read", "state", "define", "profile",
	"all/read", "all", "attachments", super,
}

// rightDescriptions are what answers say of them, where there is more to say
// than the name.
var rightDescriptions = map[string]string{
	"all": "Full access", "all/read": "Full read access", super: "Administration",
	"statements/read": "Read any statement", "statements/write": "Write any statement",
}

// Covers says whether one of the rights is the one that is needed, or more.
func Covers(held []string, need string) bool {
	return slices.ContainsFunc(held, func(h string) bool {
		switch h {
		case need:
			return true
		case "all":
			return need != super
		case "all/read":
			return need == "statements/read" || need == "statements/read/mine"
		case "statements/read":
			return need == "statements/read/mine"
		}
		return false
	})
}

// judgeNames refuses scopes and permissions that nobody may ask for.
func (v visit) judgeNames(asked askedToken) *fakeserver.Refusal {
	own := &v.own.Rights
	unknown := func(name string) bool { return !own.Known(name) }
	switch {
	case own.UnknownScope != nil && slices.ContainsFunc(asked.scopes, unknown):
		return own.UnknownScope
	case own.UnknownPermission != nil && slices.ContainsFunc(asked.permissions, unknown):
		return own.UnknownPermission
	case own.SuperScope != nil && slices.Contains(asked.scopes, super):
		return own.SuperScope
	case own.SuperPermission != nil && slices.Contains(asked.permissions, super):
		return own.SuperPermission
	}
	return nil
}

// settlePermissions gives a user the permissions that were asked for.
func (v visit) settlePermissions(user *holder, isNew bool, asked askedToken) {
	own := &v.own.Rights
	if isNew {
		user.allow(own.DefaultPermissions)
	}
	if asked.permissions != nil && (isNew && own.PermissionsTaken || !isNew && own.Overwrites) {
		user.allow(asked.permissions)
	}
}

// scopesFor is what a token is limited to.
func (v visit) scopesFor(asked askedToken, user *holder) ([]string, *fakeserver.Refusal) {
	own := &v.own.Rights
	if asked.scopes == nil {
		if own.ScopesOfUser {
			return user.may(), nil
		}
		return own.DefaultScopes, nil
	}
	permissions := user.may()
	for _, scope := range asked.scopes {
		if own.WideScope != nil && scope != super && !own.Includes(permissions, scope) {
			return nil, own.WideScope
		}
	}
	return asked.scopes, nil
}
