package fakeserver

import (
	"net/http"
	"strings"
)

// contract is what one set of documents says of where things are. Decisions
// are not its business: those are rules.
type contract struct {
	product string // as the login page names it
	base    string // the path below which the contract is kept; "" is everywhere else
	issuer  string // path of the issuer identifier (RFC 8414 §2)
	pages   string // path of the login and consent pages
	routes  map[string]func(*visit)
	asks    func(g *grant) string // what the consent page says
	wording wording
}

// wording is the metadata document's own knowledge of the contract (RFC 8414 §2).
type wording struct {
	authorize, token, revoke, introspect, userinfo, keys string // paths; "" is not offered
	responseTypes, responseModes, grants                 []string
}

// annex has the server keep one more contract, with people and credentials of
// its own.
func (s *Server) annex(c contract, rules Rules, fixtures Fixtures) {
	a := &Server{
		Clock: s.Clock, fixtures: fixtures, random: s.random, pages: s.pages, mux: http.NewServeMux(), contract: c,
	}
	a.SetRules(rules)
	a.state.Store(newState())
	a.handle(c.routes)
	s.annexes = append(s.annexes, a)
}

// serving is the server whose contract a path belongs to. The well-known path
// of an issuer with a path begins with the well-known part (RFC 8414 §3.1).
func (s *Server) serving(path string) *Server {
	for _, a := range s.annexes {
		if strings.HasPrefix(path, a.contract.base+"/") || path == wellKnown+a.contract.issuer {
			return a
		}
	}
	return s
}

func clearxpContract() contract {
	return contract{
		product: "ClearXP",
		pages:   "/auth/oauth",
		asks: func(g *grant) string {
			return g.client.Name + " asks to act on your behalf in the tenant " + g.client.Tenant +
				": to read your profile and to import users."
		},
	}
}

// asksForScopes is the consent page's text where scopes say what is asked for.
func asksForScopes(g *grant) string {
	scope := g.scope
	if scope == "" {
		scope = "none"
	}
	return g.client.Name + " asks to act on your behalf. Scopes: " + scope + "."
}

// here is the absolute URL of a path of this server, as the request named it.
func (v *visit) here(path string) string { return "http://" + v.r.Host + path }

// issuer is the issuer identifier of the contract.
func (v *visit) issuer() string { return v.here(v.contract.issuer) }
