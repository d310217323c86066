package suites

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// exchanging is the chapter of the code exchange: a code is redeemed once, by
// its client, for its redirect URI. RFC 6749 §4.1.3 and §4.1.4.
func exchanging() []check.Check {
	return slices.Concat(
		[]check.Check{
			on("EXC-01", "redeem a fresh code", func(t *T) {
				t.Judge(t.Exchange(t.Code()), check.Granted())
			}, check.Looks),
		},
		exchangingOnce(),
		exchangingRaces(),
		exchangingKeeps(),
		exchangingBindings(),
		exchangingMembers(),
		exchangingRequests(),
		exchangingForms(),
		[]check.Check{
			on("EXC-22", "redeem a code without naming a tenant", func(t *T) {
				step := t.Redeeming(t.Code())
				step.Tenant = ""
				t.Judge(t.Do(step), check.Granted())
			}, check.Looks),
			on("EXC-24", "redeem a code after somebody else has tried", func(t *T) {
				t.Control(t.Exchange(t.Code()), check.Granted())
				code := t.Code()
				if other := t.exchangeAs(t.stranger(), code); other.Grant.AccessToken != "" {
					t.Inapplicable("the exchange by a client that nobody knows does not fail here")
				}
				r := t.Exchange(code)
				t.Sound(r)
				t.Measure("a failed exchange burns the code", "%v", check.IsRefused(r))
				t.Judge(r, check.Granted())
			}),
		},
	)
}

// exchangeAs redeems a code as another client would, with the redirect URI of
// the tester's own.
func (t *T) exchangeAs(client scenarios.Registration, code string, bends ...scenarios.Bend) *scenarios.Reply {
	step := t.Redeeming(code)
	step.Client = client
	return t.Do(step, bends...)
}

// exchangingOnce holds a code to its single use.
func exchangingOnce() []check.Check {
	return []check.Check{
		on("EXC-02", "redeem a code twice", func(t *T) {
			code := t.Code()
			t.Control(t.Exchange(code), check.Granted())
			t.Judge(t.Exchange(code), check.Refused("invalid_grant"))
		}),
		on("EXC-45", "redeem a code, and redeem it again later", func(t *T) {
			code, _ := t.redeemed()
			t.Judge(t.Exchange(code), check.Refused("invalid_grant"))
		}),
		on("EXC-32", "redeem a code, refresh, and redeem the code again", func(t *T) {
			code := t.Code()
			grant := t.Granted(t.Exchange(code))
			t.Control(t.Refresh(grant.RefreshToken), check.Granted())
			t.Judge(t.Exchange(code), check.Refused("invalid_grant"))
		}),
		on("EXC-04", "redeem a code twice and use the first access token", func(t *T) {
			code, came := t.redeemed()
			newest := came[len(came)-1]
			t.Control(t.Call(newest.Credentials()), check.Alive())
			if t.Call(came[0].Credentials()).Class != scenarios.Alive {
				came = came[1:] // by a refresh, which REF-13 looks at
			}
			t.Exchange(code)
			for _, grant := range came {
				r := t.Call(grant.Credentials())
				t.Sound(r)
				t.Measure("replaying a code revokes its access token", "%v", check.IsRefused(r))
				t.declaredRevocation(r)
				t.Judge(r, check.Dead())
			}
		}),
		on("EXC-05", "redeem a code twice and use the first refresh token", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			code, came := t.redeemed()
			t.Exchange(code)
			r := t.Refresh(came[len(came)-1].RefreshToken)
			t.Sound(r)
			t.Measure("replaying a code revokes its refresh token", "%v", check.IsRefused(r))
			t.declaredRevocation(r)
			t.Judge(r, check.Refused("invalid_grant"))
		}),
	}
}

// declaredRevocation holds a replay to what the target declares of it.
func (t *T) declaredRevocation(r *scenarios.Reply) {
	declared := t.Policy.ReplayRevokes
	switch revoked := check.IsRefused(r); {
	case declared == nil:
	case *declared || revoked:
		t.Declared(revoked == *declared, fmt.Sprintf("replaying a code revokes its tokens: %v", *declared),
			"after the replay the token is answered with %s", check.Describe(r))
	default:
		t.Inapplicable("the target declares that replaying a code revokes nothing")
	}
}

// exchangingBindings holds a code to the request that it was given for.
func exchangingBindings() []check.Check {
	return []check.Check{
		on("EXC-06", "redeem a code as another client, and the code of another client", func(t *T) {
			other := t.OtherClient()
			p := t.requests("exchange", t.Kit.Client)
			theirs := t.codeFor(other)
			t.spoils(p, []spoilt{
				{"another client, with the redirect URI of the code", t.redeems(other, p.client.RedirectURI)},
				{"another client, with its own redirect URI", t.redeems(other, other.RedirectURI)},
				{"a code of another client, with its redirect URI", func(p proving, _ string) *scenarios.Reply {
					return t.redeems(p.client, other.RedirectURI)(p, theirs)
				}},
				{"a code of another client, with one's own redirect URI", func(p proving, _ string) *scenarios.Reply {
					return t.redeems(p.client, p.client.RedirectURI)(p, theirs)
				}},
			}, check.Refused("invalid_grant"))
		}),
		on("EXC-07", "redeem a code for another redirect URI", (*T).misdirects),
		on("EXC-08", "redeem a code without the redirect URI", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			r := t.Exchange(t.Code(), scenarios.Without("redirect_uri"))
			t.Judge(r, check.Refused("invalid_request", "invalid_grant"))
		}),
		on("EXC-09", "redeem a code that was never issued", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Judge(t.Exchange(t.Nonce()), check.Refused("invalid_grant"))
		}),
		on("EXC-10", "redeem what only resembles a code", func(t *T) {
			p := t.requests("exchange", t.Kit.Client)
			code := p.obtain()
			t.resembles(filled(nearmiss.Of(nearmiss.Credential, code)), code, p, check.Refused("invalid_grant", "invalid_request"))
		}),
		on("EXC-19", "redeem an access token and a refresh token as codes", func(t *T) {
			r := t.Exchange(t.Code())
			t.Control(r, check.Granted())
			if r.Grant.RefreshToken == "" {
				t.Untested("no refresh token was handed out")
			}
			idToken, _ := r.Members["id_token"].(string)
			for _, token := range []string{r.Grant.AccessToken, r.Grant.RefreshToken, idToken} {
				if token != "" {
					t.Judge(t.Exchange(token), check.Refused("invalid_grant"))
				}
			}
		}),
	}
}

// exchangingMembers bends the members of the request one by one.
func exchangingMembers() []check.Check {
	refused := func(id string, when string, codes []string, bends ...scenarios.Bend) check.Check {
		return on(id, when, func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Judge(t.Exchange(t.Code(), bends...), check.Refused(codes...))
		})
	}
	return []check.Check{
		refused("EXC-11", "leave out the code", []string{"invalid_request"}, scenarios.Without("code")),
		on("EXC-12", "leave out grant_type", func(t *T) {
			t.spoils(t.request(), []spoilt{bent("no grant_type", scenarios.Without("grant_type"))}, check.Refused("invalid_request"))
		}),
		on("EXC-13", "ask for grants that do not exist", func(t *T) {
			p := t.request()
			kind := map[string]string{"refresh": "refresh_token"}[t.Way()]
			kind = cmp.Or(kind, "authorization_code")
			all := []spoilt{bent("assay", scenarios.With("grant_type", "assay"))}
			for _, m := range filled(nearmiss.Few(nearmiss.Name, kind)) {
				if strings.ContainsRune(m.Value, 0) {
					continue // a request that may be called malformed
				}
				all = append(all, bent(m.As, scenarios.With("grant_type", m.Value)))
			}
			t.spoils(p, all, check.Refused("unsupported_grant_type").UnwordedWhere(func(r *scenarios.Reply) bool {
				return !grantName.MatchString(r.Request.Body.Get("grant_type"))
			}))
		}),
		on("EXC-17", "send an empty code", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			missing := t.Exchange(t.Code(), scenarios.Without("code"))
			r := t.Exchange(t.Code(), scenarios.With("code", ""))
			t.Judge(r, check.Refused("invalid_request", missing.Problem))
		}),
		on("EXC-16", "add a member that nobody knows", func(t *T) {
			p := t.request()
			t.Control(p.send(p.client, p.obtain()), p.good)
			t.Judge(p.send(p.client, p.obtain(), scenarios.Again("assay_unknown", "1")), p.good)
		}),
		on("EXC-31", "send each member twice, with one value and with two", func(t *T) {
			t.repeats(check.Refused("invalid_request").UnwordedWhere(func(r *scenarios.Reply) bool { return contradicts(r.Request.Body) }))
		}),
		on("EXC-36", "write the names of members otherwise", func(t *T) { t.misnames() }),
		on("EXC-38", "send members without a value", func(t *T) { t.empties() }),
		on("EXC-21", "send members as arrays, objects, numbers and words", func(t *T) {
			p := t.request()
			t.spoils(p, t.ofOtherTypes(p), check.Refused("invalid_request", "invalid_grant", "invalid_client", "unsupported_grant_type"))
		}),
	}
}

// grantName is how a grant type is written, RFC 6749 appendix A.10. A request with
// anything else for one is malformed, and may be refused as such.
var grantName = regexp.MustCompile(`^[-._0-9A-Za-z]+$`)

// exchangingRequests bends the request as a whole.
func exchangingRequests() []check.Check {
	return []check.Check{
		on("EXC-14", "send a body that is cut short", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Judge(t.Exchange(t.Code(), scenarios.CutShort()), check.Refused("invalid_request"))
		}),
		on("EXC-15", "send a token request by other methods", func(t *T) {
			t.spoils(t.request(), byMethods(), check.Turned())
		}),
		on("EXC-33", "redeem a code by GET", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Judge(t.Exchange(t.Code(), scenarios.InQuery(), scenarios.ByMethod(http.MethodGet)), check.Turned())
		}),
		on("EXC-18", "send parameters in the URI", func(t *T) {
			p := t.request()
			t.spoils(p, t.inTheURI(p), check.Turned())
		}),
		on("EXC-39", "call the body something else", func(t *T) {
			all := []spoilt{bent("no content type", scenarios.WithoutHeader("Content-Type"))}
			for _, kind := range []string{"text/plain", "application/octet-stream", "application/xml", "application/x-assay", "json"} {
				all = append(all, bent(kind, scenarios.WithHeader("Content-Type", kind)))
			}
			t.spoils(t.request(), all, check.Turned())
		}),
		on("EXC-20", "redeem a code in form encoding", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			r := t.Exchange(t.Code(), scenarios.InForm())
			t.Sound(r)
			t.Measure("the token endpoint accepts form encoding", "%v", r.Grant.AccessToken != "")
			t.Judge(r, check.Granted())
		}, check.Looks),
		on("EXC-23", "name a charset beside the content type", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			r := t.Exchange(t.Code(), scenarios.WithHeader("Content-Type", "application/json; charset=utf-8"))
			t.Judge(r, check.Granted())
		}, check.Looks),
	}
}

// exchangingForms holds the token endpoint to form encoding. RFC 6749 §4.1.3.
func exchangingForms() []check.Check {
	return []check.Check{
		on("EXC-25", "redeem a fresh code", func(t *T) {
			t.Judge(t.Exchange(t.Code()), check.Granted())
		}, check.Looks),
		on("EXC-26", "name a charset beside the content type", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			r := t.Exchange(t.Code(), scenarios.WithHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))
			t.Judge(r, check.Granted())
		}, check.Looks),
		on("EXC-27", "send a token request in JSON and in multipart encoding", func(t *T) {
			t.spoils(t.request(), []spoilt{bent("JSON", scenarios.InJSON()), bent("multipart", scenarios.InMultipart())}, check.Turned())
		}),
		on("EXC-30", "ask for one scope and look at what is granted", func(t *T) {
			asked := t.Scope()[0]
			if s := t.Kit.ProbeScope; s != "" {
				asked = s
			}
			r := t.Exchange(t.CodeOf(t.AskingFor(asked)))
			t.Control(r, check.Granted())
			t.Judge(r, check.Granted().That("names no scope beside "+asked, func(r *scenarios.Reply) bool {
				_, there := r.Members["scope"]
				return !there || r.Grant.Scope != "" && check.Within(r.Grant.Scope, asked)
			}))
			whole := strings.Join(t.Scope(), " ")
			r = t.Exchange(t.Code())
			t.Judge(r, check.Granted().That("names no scope beside "+whole, func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || check.Within(r.Grant.Scope, whole)
			}))
		}, check.Looks),
	}
}
