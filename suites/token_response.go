package suites

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// tokenResponse is the chapter of the token endpoint's answers: the shape of a
// grant, RFC 6749 §5.1, and of a refusal, §5.2.
func tokenResponse() []check.Check {
	return slices.Concat(
		tokenResponseTokens(),
		tokenResponseMembers(),
		tokenResponseLifetime(),
		tokenResponseRefusals(),
		tokenResponseCodes(),
	)
}

// answer is given: a token response that grants, in the way of the check: to an exchange
// or to a refresh.
func (t *T) answer() *scenarios.Reply {
	r := t.Exchange(t.Code())
	t.Control(r, check.Granted())
	if t.Way() == "refresh" {
		r = t.Refresh(r.Grant.RefreshToken)
		t.Control(r, check.Granted())
	}
	return r
}

// tokenResponseMembers holds the members of a token response to their types.
func tokenResponseMembers() []check.Check {
	answered := func(id, when, shows string, ok func(*scenarios.Reply) bool) check.Check {
		return on(id, when, func(t *T) { t.Judge(t.answer(), check.Granted().That(shows, ok)) }, check.Looks)
	}
	return []check.Check{
		answered("ANS-01", "look at token_type", "says token_type bearer", ofBearer),
		answered("ANS-02", "look at the type of expires_in", "has a number as expires_in, or none", timedIfTold),
		answered("ANS-27", "look for expires_in", "has expires_in", told),
		answered("ANS-04", "look at status and content type", "has status 200 and is application/json", func(r *scenarios.Reply) bool {
			return r.Status == http.StatusOK && check.IsJSON(r.Header)
		}),
		answered("ANS-05", "look for no-store", "has Cache-Control: no-store", notStored),
		answered("ANS-06", "look for no-cache", "has Pragma: no-cache", func(r *scenarios.Reply) bool {
			return strings.EqualFold(r.Header.Get("Pragma"), "no-cache")
		}),
		answered("ANS-07", "look for a refresh token", "has a refresh token", func(r *scenarios.Reply) bool {
			return r.Grant.RefreshToken != ""
		}),
		answered("ANS-09", "count the members", "has each member once at the top level", func(r *scenarios.Reply) bool {
			names, err := check.MemberNames(r.Body)
			slices.Sort(names)
			return err == nil && r.Members["access_token"] != nil && len(slices.Compact(names)) == len(names)
		}),
		answered("ANS-15", "look for the token in the headers", "repeats no token in a header", func(r *scenarios.Reply) bool {
			for _, values := range r.Header {
				text := strings.Join(values, " ")
				if strings.Contains(text, r.Grant.AccessToken) || r.Grant.RefreshToken != "" && strings.Contains(text, r.Grant.RefreshToken) {
					return false
				}
			}
			return true
		}),
	}
}

// tokenResponseLifetime holds expires_in to the declared lifetime.
func tokenResponseLifetime() []check.Check {
	return []check.Check{
		on("ANS-03", "compare expires_in with the declared lifetime", func(t *T) {
			life := t.Lifetime("access tokens", t.Policy.AccessTokenLifetime)
			r := t.answer()
			if !told(r) {
				t.Inapplicable("the answer has no expires_in, which is for ANS-27 to say")
			}
			t.Measure("access token lifetime advertised", "%v", r.Grant.ExpiresIn)
			t.Sound(r)
			off := (r.Grant.ExpiresIn - life).Abs()
			t.Require(off <= t.Policy.Skew, "an expires_in of "+life.String(), "an expires_in of %s", r.Grant.ExpiresIn)
		}, check.Looks),
	}
}

// ofBearer, told, timedIfTold and notStored are what RFC 6749 §5.1 asks of an answer
// with tokens.
func ofBearer(r *scenarios.Reply) bool { return strings.EqualFold(r.Grant.TokenType, "bearer") }

func told(r *scenarios.Reply) bool { return r.Members["expires_in"] != nil || r.Grant.ExpiresIn > 0 }

func timedIfTold(r *scenarios.Reply) bool {
	seconds, number := r.Members["expires_in"].(float64)
	return !told(r) || number && seconds > 0
}

func notStored(r *scenarios.Reply) bool { return check.Unstored(r.Header) }

// tokenMembers are the members of a token response, RFC 6749 §5.1.
var tokenMembers = []string{"access_token", "refresh_token", "token_type", "expires_in", "scope", "state", "id_token"}

// tokenResponseTokens holds the tokens themselves to what keeps them from being
// guessed.
func tokenResponseTokens() []check.Check {
	return []check.Check{
		on("ANS-08", "compare the tokens of three grants", func(t *T) {
			one, two, three := t.answer().Grant, t.answer().Grant, t.answer().Grant
			t.RequireUnguessable("access token", one.AccessToken, two.AccessToken, three.AccessToken)
			if one.RefreshToken != "" {
				t.RequireUnguessable("refresh token", one.RefreshToken, two.RefreshToken, three.RefreshToken)
			}
		}, check.Looks),
		on("ANS-14", "look at the prefixes", func(t *T) {
			t.Judge(t.answer(), check.Granted().That("has the prefixes cxa_ and cxr_", func(r *scenarios.Reply) bool {
				none := t.Way() == "refresh" && r.Grant.RefreshToken == "" // RFC 6749 §6 leaves it to the server
				return strings.HasPrefix(r.Grant.AccessToken, "cxa_") && (none || strings.HasPrefix(r.Grant.RefreshToken, "cxr_"))
			}))
		}, check.Looks),
		on("ANS-21", "look for members that no document names", func(t *T) {
			t.Judge(t.answer(), check.Granted().That("has no other members", func(r *scenarios.Reply) bool {
				for name := range r.Members {
					if !slices.Contains(tokenMembers, name) {
						return false
					}
				}
				return true
			}))
		}, check.Looks),
		on("ANS-17", "compare the access token with the refresh token", func(t *T) {
			t.Judge(t.answer(), check.Granted().That("has two different tokens", func(r *scenarios.Reply) bool {
				return r.Grant.AccessToken != r.Grant.RefreshToken
			}))
		}, check.Looks),
	}
}

// tokenResponseRefusals holds refusals to their shape, wherever they were seen. What
// RFC 6749 §5.2 says of the token endpoint holds at the revocation endpoint too,
// RFC 7009 §2.2.1. Of the introspection endpoint only the status is said, RFC
// 7662 §2.3, and that a refusal is not to be stored is said of none.
func tokenResponseRefusals() []check.Check {
	refused := func(id, when, acceptable string, ok func(*scenarios.Reply) bool, spared ...scenarios.Verb) check.Check {
		return on(id, when, func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			seen := slices.DeleteFunc(t.Noticed(check.KindGrant, check.KindRequest, check.KindClient, check.KindScope, check.KindGrantType), func(n check.Noted) bool {
				verb := n.Reply().Step.Verb
				return verb == scenarios.Introspect || slices.Contains(spared, verb)
			})
			for _, r := range t.refusals() {
				if check.IsRefused(r) { // what should have been refused is for other checks to say
					seen = append(seen, t.Here(r))
				}
			}
			t.JudgeWordings(seen, "a refusal "+acceptable, func(n check.Noted) bool { return ok(n.Reply()) })
		}, check.Gathers)
	}
	return []check.Check{
		refused("ANS-10", "look at the body of refusals", "in application/json with an error member", func(r *scenarios.Reply) bool {
			name, text := r.Members["error"].(string)
			return check.IsJSON(r.Header) && text && name != ""
		}),
		refused("ANS-11", "look at the error codes", "with an error code of RFC 6749 §5.2", func(r *scenarios.Reply) bool {
			name, _ := r.Members["error"].(string)
			return name == "" || check.Registered(name)
		}),
		refused("ANS-12", "look at the status of refusals", "with status 400, or 401 for invalid_client", func(r *scenarios.Reply) bool {
			name, _ := r.Members["error"].(string)
			return r.Status == 400 || r.Status == 401 && (name == "invalid_client" || name == "")
		}),
		refused("ANS-13", "look at the descriptions", "described in the characters %x20-21 %x23-5B %x5D-7E", func(r *scenarios.Reply) bool {
			return check.Describable(r.Description)
		}),
		refused("ANS-20", "look at error_uri", "whose error_uri, if it has one, is a URI reference", func(r *scenarios.Reply) bool {
			text, given := r.Members["error_uri"]
			_, err := url.Parse(fmt.Sprint(text))
			return !given || err == nil && !strings.ContainsAny(fmt.Sprint(text), " <>\"\\^`{|}")
		}),
		refused("ANS-16", "look for no-store on refusals", "with Cache-Control: no-store", func(r *scenarios.Reply) bool {
			return check.Unstored(r.Header)
		}, scenarios.Revoke),
	}
}

// tokenResponseCodes holds the error codes of refusals to what RFC 6749 §5.2 says
// of their causes.
func tokenResponseCodes() []check.Check {
	return []check.Check{
		wordings("ANS-22", "look at the codes of refused grants", check.KindGrant, check.Refused("invalid_grant"), func(t *T) any {
			t.Control(t.Exchange(t.Code()), check.Granted())
			return t.Exchange(t.Nonce())
		}),
		wordings("ANS-23", "look at the codes of refused requests", check.KindRequest, check.Refused("invalid_request"), func(t *T) any {
			t.Control(t.Exchange(t.Code()), check.Granted())
			return t.Exchange(t.Nonce(), scenarios.Without("grant_type"))
		}),
		wordings("ANS-24", "look at the codes of refused clients", check.KindClient, check.Refused("invalid_client"), func(t *T) any {
			t.Control(t.Exchange(t.Code()), check.Granted())
			return t.exchangeAs(t.stranger(), t.Code())
		}),
		wordings("ANS-25", "look at the codes of refused scopes", check.KindScope, check.Refused("invalid_scope"), func(t *T) any {
			whole, part := t.fewer()
			t.Control(t.refreshFor(t.GrantFor(part).RefreshToken, part), check.Granted())
			return t.refreshFor(t.GrantFor(part).RefreshToken, whole)
		}),
		wordings("ANS-26", "look at the codes of refused grant types", check.KindGrantType, check.Refused("unsupported_grant_type"), func(t *T) any {
			t.Control(t.Exchange(t.Code()), check.Granted())
			return t.Exchange(t.Code(), scenarios.With("grant_type", "assay"))
		}),
	}
}

// refusals are answers of the token endpoint to requests that are wrong in
// different ways.
func (t *T) refusals() []*scenarios.Reply {
	return []*scenarios.Reply{
		t.Exchange(t.Nonce()),
		t.Exchange(t.Nonce(), scenarios.Without("code")),
		t.Exchange(t.Nonce(), scenarios.With("grant_type", "assay")),
		t.Exchange(t.Nonce(), scenarios.RawBody("{", "")),
		t.exchangeAs(t.stranger(), t.Nonce()),
	}
}

// stranger is a client that nobody has registered.
func (t *T) stranger() scenarios.Registration {
	client := t.Kit.Client
	client.ID = t.Nonce()
	return client
}
