package fakeserver

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/fakeserver/rules"
)

// Rules are every decision of a contract; see package rules.
type Rules = rules.Rules

// Refusal is the way in which a request is turned away.
type Refusal = rules.Refusal

// Member is one member of a JSON object whose order is kept.
type Member = rules.Member

// Object is a JSON object that keeps the order of its members.
type Object = rules.Object

// Client is a registered integration.
type Client = rules.Client

// User is a person with an account.
type User = rules.User

// Contract is what one set of documents asks of a server: where things are,
// how they decide, and who exists before the first request. It is a value: take
// one of the packages clearxp, lxhive, oauth2 or xena, change it, or write one
// down out of the endpoints of this package and handlers of your own.
type Contract struct {
	Name    string // such as xena
	Product string // as the login page names it
	Base    string // the path at and below which the contract is kept, such as /xena; "" takes whatever no other contract does
	Pages   string // the path below which the login and consent pages stand, /login and /consent

	// Rules returns fresh rules at each call, so that each server has its own; nil
	// keeps to the RFCs.
	Rules    func() Rules
	Fixtures Fixtures
	// Routes are the patterns of http.ServeMux and what answers them. Their paths are
	// whole: they begin with Base.
	Routes   map[string]Endpoint
	Metadata Metadata

	// Asks is what the consent page says; nil says it by the scope.
	Asks func(client Client, scope string) string
	// State makes what the contract remembers of its own; see [Visit.State]. It is
	// called once, and at each reset. nil remembers nothing.
	State func() any
	// Pair judges a pair of HTTP Basic that the contract has issued itself, before
	// the API keys of the fixtures are looked at. ok says that the key is known;
	// without a refusal it opens the resource. nil knows none.
	Pair func(v *Visit, key, secret string) (p Principal, refusal *Refusal, ok bool)
}

// Metadata is what the metadata document says of a contract (RFC 8414 §2). The
// endpoints are paths; "" is not offered.
type Metadata struct {
	Issuer                                               string // path of the issuer identifier
	Authorize, Token, Revoke, Introspect, UserInfo, Keys string
	EndSession                                           string
	ResponseTypes, ResponseModes, GrantTypes             []string
}

// Bent returns the contract with its rules bent; nil bends nothing. The contract
// itself stays as it was. bend is called once for each server.
func (c Contract) Bent(bend func(*Rules)) Contract {
	if bend == nil {
		return c
	}
	straight := c
	c.Rules = func() Rules {
		r := straight.ruled()
		bend(&r)
		return r
	}
	return c
}

// ruled are fresh rules of the contract.
func (c *Contract) ruled() Rules {
	if c.Rules == nil {
		return rules.Honest()
	}
	return c.Rules()
}

// mustServe panics where a contract is written down so that a part of it would
// silently be missing.
func (c *Contract) mustServe() {
	if c.Base != "" && (c.Base[0] != '/' || strings.HasSuffix(c.Base, "/")) {
		panic(fmt.Sprintf("fakeserver: contract %q: the base %q has to begin with a slash and to end without one", c.Name, c.Base))
	}
	for pattern, serve := range c.Routes {
		if serve == nil {
			panic(fmt.Sprintf("fakeserver: contract %q: the route %q has no endpoint", c.Name, pattern))
		}
		if at := strings.IndexByte(pattern, '/'); at >= 0 && !c.keeps(pattern[at:]) {
			panic(fmt.Sprintf("fakeserver: contract %q: the route %q is not below the base %q", c.Name, pattern, c.Base))
		}
	}
}

// keeps says whether a path belongs to the contract. The well-known path of an
// issuer with a path begins with the well-known part (RFC 8414 §3.1).
func (c *Contract) keeps(path string) bool {
	return c.Base == "" || path == c.Base || strings.HasPrefix(path, c.Base+"/") || c.Metadata.Issuer != "" && path == WellKnown+c.Metadata.Issuer
}

// asksForScopes is the consent page's text where scopes say what is asked for.
func asksForScopes(client Client, scope string) string {
	if scope == "" {
		scope = "none"
	}
	return client.Name + " asks to act on your behalf. Scopes: " + scope + "."
}

// Endpoint answers the requests of a route. Those of this package are functions
// such as Authorize and Token; a contract may bring more.
type Endpoint func(*Visit)

// mux serves each pattern by its own endpoint.
func (s *site) mux(routes map[string]Endpoint) *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, serve := range routes {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { serve(s.visit(w, r)) })
	}
	return mux
}

// Fixtures is everything that exists before the first request.
type Fixtures struct {
	Tenants  []string
	Scopes   []string // none where the contract has no scopes
	Clients  []Client
	Users    []User
	Learners []Learner
	APIKeys  []APIKey
}

// Learner is a person who launches content, where the contract has launches.
type Learner struct {
	Username    string
	Password    string
	DisplayName string
	Email       string
	Tenant      string
}

// APIKey is a pair for HTTP Basic.
type APIKey struct {
	Key         string
	Secret      string
	Tenant      string
	Permissions []string // what it may do, where the contract asks
}
