package resource

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Launching is the chapter of content launches: a learner who launches content
// gets a short-lived token that opens that learner's data and nothing else.
func Launching() []check.Check {
	return slices.Concat(
		launchingMakes(),
		launchingRequests(),
		launchingMakers(),
		launchingLives(),
		launchingConfines(),
		launchingContent(),
		launchingAddress(),
		launchingShared(),
	)
}

// learners is given: the learners that content is launched for.
func (t *T) learners() scenarios.LaunchPlan {
	if t.Kit.Launch == nil {
		t.Untested("the target file describes no launch")
	}
	return *t.Kit.Launch
}

// classmate is given: another learner.
func (t *T) classmate() any {
	plan := t.learners()
	if plan.Classmate == nil {
		t.Untested("the target file names no other learner (launch.other_learner)")
	}
	if sameActor(plan.Classmate, plan.Learner) {
		t.Untested("launch.other_learner of the target file is the learner himself")
	}
	return plan.Classmate
}

// delegating is the making of launch credentials for an actor.
func (t *T) delegating(actor any) scenarios.Step {
	return scenarios.Step{Verb: scenarios.LaunchCredentials, As: t.Basic(), Fields: scenarios.Params{
		{Name: "username", Value: "learner-" + t.Nonce()}, {Name: "password", Value: t.Nonce()},
		{Name: "minutes", Value: t.ttl().Minutes()}, {Name: "actor", Value: actor},
	}}
}

// ttl is the lifetime that launch credentials are asked for with: the declared
// one.
func (t *T) ttl() time.Duration { return t.Lifetime("launch credentials", t.Policy.LaunchLifetime) }

// minted accepts launch credentials.
func minted() check.Answer {
	return check.Alive().That("holds a username", func(r *scenarios.Reply) bool { return r.Minted.User != "" })
}

// launch is given: launch credentials for the learner.
func (t *T) launch() scenarios.Credentials { return t.launchFor(t.learners().Learner) }

// launchFor is given: launch credentials for an actor.
func (t *T) launchFor(actor any) scenarios.Credentials {
	r := t.Do(t.delegating(actor))
	if r.Minted.User == "" {
		t.Lacking("a set of launch credentials", r)
	}
	return r.Minted
}

// callFor requests the learner data of an actor. Its blanks are written as %20,
// which nobody takes for anything else.
func (t *T) callFor(actor any, as scenarios.Credentials) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Call, As: as}, scenarios.WithRawQuery(strings.ReplaceAll(ofActor(actor), "+", "%20")))
}

// ofActor is the query for an actor's data, in form encoding.
func ofActor(actor any) string {
	text, _ := json.Marshal(actor)
	return scenarios.Params{{Name: "agent", Value: string(text)}}.Encode()
}

// launchingMakes holds the making of launch credentials to its answer.
func launchingMakes() []check.Check {
	return []check.Check{
		on("LAU-01", "make launch credentials for a learner", func(t *T) {
			t.KeyHolder()
			t.Judge(t.Do(t.delegating(t.learners().Learner)), minted())
		}),
		on("LAU-02", "call the API with fresh launch credentials", func(t *T) {
			t.Judge(t.callFor(t.learners().Learner, t.launch()), check.Alive())
		}),
		on("LAU-06", "make launch credentials for two learners", func(t *T) {
			one, two := t.launchFor(t.learners().Learner), t.launchFor(t.classmate())
			t.Require(one.User != two.User, "two different usernames", "equal usernames: %v", one.User == two.User)
		}),
		on("LAU-14", "look for the password in the answer", func(t *T) {
			step := t.delegating(t.learners().Learner)
			password := step.Fields.Get("password")
			r := t.Do(step)
			t.Control(r, minted())
			t.Judge(r, minted().That("does not repeat the password", func(r *scenarios.Reply) bool {
				return !strings.Contains(string(r.Body), password)
			}))
		}),
		on("LAU-16", "call the API with a wrong launch password", func(t *T) {
			pair := t.launch()
			another := t.launch()
			t.Control(t.callFor(t.learners().Learner, pair), check.Alive())
			misses := nearmiss.Of(nearmiss.ClientSecret, pair.Secret,
				nearmiss.Crossed("the password of another launch", another.Secret), nearmiss.Miss{As: "a password that nobody has", Value: t.Nonce()})
			t.Sweep(misses, func(m nearmiss.Miss) any {
				return t.callFor(t.learners().Learner, scenarios.Basic(pair.User, m.Value))
			}, check.Dead())
			t.Control(t.callFor(t.learners().Learner, pair), check.Alive())
		}),
	}
}

// launchingRequests bends the making of launch credentials.
func launchingRequests() []check.Check {
	return []check.Check{
		on("LAU-07", "make launch credentials without credentials", func(t *T) {
			step := t.delegating(t.learners().Learner)
			t.Control(t.Do(step), minted())
			t.Judge(t.Do(t.delegating(t.learners().Learner), scenarios.WithoutHeader("Authorization")), check.Dead())
		}),
		on("LAU-12", "ask for lifetimes that are no positive number", func(t *T) {
			t.Control(t.Do(t.delegating(t.learners().Learner)), minted())
			for _, life := range []any{-5, 0, "sixty", []int{60}, true} {
				t.JudgeEach(fmt.Sprintf("minutes %v", life), t.Do(t.delegating(t.learners().Learner), scenarios.With("minutes", life)), check.Malformed())
			}
		}),
		on("LAU-13", "leave out the username", func(t *T) {
			t.Control(t.Do(t.delegating(t.learners().Learner)), minted())
			t.Judge(t.Do(t.delegating(t.learners().Learner), scenarios.Without("username")), check.Malformed())
		}),
	}
}

// launchingMakers asks for launch credentials in all the ways of asking.
func launchingMakers() []check.Check {
	return []check.Check{
		on("LAU-19", "make launch credentials with credentials that are no good", func(t *T) {
			step := t.delegating(t.learners().Learner)
			t.Control(t.Do(step), minted())
			for _, bad := range []labelled[scenarios.Credentials]{
				{"a wrong secret", scenarios.Basic(t.Basic().User, t.Nonce())},
				{"a key that nobody has", scenarios.Basic(t.Nonce(), t.Basic().Secret)},
				{"an access token that was never issued", scenarios.Bearer(t.Nonce())},
				{"the key as an access token", scenarios.Bearer(t.Basic().User)},
			} {
				step := t.delegating(t.learners().Learner)
				step.As = bad.thing
				if bad.thing.Scheme == scenarios.SchemeBearer {
					step.Tenant = t.Kit.Tenant
				}
				t.JudgeEach(bad.as, t.Do(step), check.Dead())
			}
		}, check.Attacks),
		on("LAU-20", "make launch credentials with another tenant's header", func(t *T) {
			other := t.otherTenant()
			t.Control(t.Do(t.delegating(t.learners().Learner)), minted())
			step := t.delegating(t.learners().Learner)
			step.Tenant = other
			t.Judge(t.Do(step), check.TenantRefused())
		}),
		on("LAU-21", "make launch credentials with an access token", func(t *T) {
			t.Control(t.Do(t.delegating(t.learners().Learner)), minted())
			step := t.delegating(t.learners().Learner)
			step.As, step.Tenant = t.Admitted().Credentials(), t.Kit.Tenant
			t.Judge(t.Do(step), minted())
		}),
	}
}

// launchingLives brackets the life of launch credentials.
func launchingLives() []check.Check {
	return []check.Check{
		on("LAU-03", "use launch credentials just before the end of their life", func(t *T) {
			t.Judge(t.JustBefore(func() check.Mortal {
				asked, pair := t.Clock.Now(), t.launch()
				return check.Mortal{End: asked.Add(t.ttl()), Use: func() *scenarios.Reply { return t.callFor(t.learners().Learner, pair) }}
			}), check.Alive())
		}, check.Waits, check.OfLaunches),
		on("LAU-04", "use launch credentials just after the end of their life", func(t *T) {
			pair := t.launch()
			end := t.JustAfter(t.ttl())
			t.Control(t.callFor(t.learners().Learner, pair), check.Alive())
			t.Until(end)
			t.Judge(t.callFor(t.learners().Learner, pair), check.Dead())
		}, check.Waits, check.OfLaunches),
		on("LAU-17", "ask for a life of a minute, and use the credentials just after it", func(t *T) {
			t.outlives(time.Minute, scenarios.With("minutes", 1))
		}, check.Waits, check.OfLaunches),
		on("LAU-18", "name no lifetime, and use the credentials just after the declared one", func(t *T) {
			t.outlives(t.ttl(), scenarios.Without("minutes"))
		}, check.Waits, check.OfLaunches),
	}
}

// outlives judges launch credentials just after the end of a life, which a bend
// of the request for them has chosen.
func (t *T) outlives(life time.Duration, bend scenarios.Bend) {
	r := t.Do(t.delegating(t.learners().Learner), bend)
	end := t.JustAfter(life)
	t.Control(r, minted())
	t.Control(t.callFor(t.learners().Learner, r.Minted), check.Alive())
	t.Until(end)
	t.Judge(t.callFor(t.learners().Learner, r.Minted), check.Dead())
}

// launchingConfines holds launch credentials to their learner.
func launchingConfines() []check.Check {
	return []check.Check{
		on("LAU-05", "ask for another learner's data", func(t *T) {
			other := t.classmate()
			pair := t.launch()
			t.Control(t.callFor(t.learners().Learner, pair), check.Alive())
			t.Control(t.callFor(other, t.launchFor(other)), check.Alive()) // there is something to be shut out of
			t.Judge(t.callFor(other, pair), check.Reply("a refusal", check.IsRefused))
		}),
		on("LAU-08", "make launch credentials with launch credentials", func(t *T) {
			step := t.delegating(t.learners().Learner)
			t.Control(t.Do(step), minted())
			step = t.delegating(t.learners().Learner)
			step.As = t.launch()
			t.Judge(t.Do(step), check.Reply("a refusal", check.IsRefused))
		}),
		on("LAU-22", "ask for data without naming a learner", func(t *T) {
			other := identifierOf(t.classmate())
			if other == "" {
				t.Untested("launch.other_learner of the target file has no identifier, such as mbox, that an answer could be searched for")
			}
			t.Control(t.callFor(t.classmate(), t.launchFor(t.classmate())), check.Alive().That("names the other learner", func(r *scenarios.Reply) bool {
				return strings.Contains(string(r.Body), other)
			}))
			t.Judge(t.Do(scenarios.Step{Verb: scenarios.Call, As: t.launch()}), check.Reply("an answer without the other learner", func(r *scenarios.Reply) bool {
				return !strings.Contains(string(r.Body), other)
			}))
		}),
		on("LAU-23", "store a statement about another learner", func(t *T) {
			pair, other := t.launch(), t.classmate()
			t.Control(t.storing(t.learners().Learner, pair), check.Alive())
			t.Control(t.storing(other, t.launchFor(other)), check.Alive())
			t.Judge(t.storing(other, pair), check.Reply("a refusal", check.IsRefused))
		}, check.Attacks),
	}
}

// identifierOf is what an actor is known by, xAPI 1.0.3 Data §2.4.2.3.
func identifierOf(actor any) string {
	members, _ := actor.(map[string]any)
	for _, name := range []string{"mbox", "mbox_sha1sum", "openid"} {
		if text, ok := members[name].(string); ok {
			return text
		}
	}
	return ""
}

// storing has content store a statement about an actor.
func (t *T) storing(actor any, as scenarios.Credentials) *scenarios.Reply {
	text, _ := json.Marshal(map[string]any{
		"actor": actor, "verb": map[string]any{"id": "http://adlnet.gov/expapi/verbs/experienced"},
		"object": map[string]any{"id": "https://authassay.example/activity"},
	})
	step := scenarios.Step{Verb: scenarios.Call, As: as}
	return t.Do(step, scenarios.ByMethod(http.MethodPost), scenarios.RawBody(string(text), "application/json"))
}

// sameActor compares two actors as JSON, whatever the order of their members.
func sameActor(one, other any) bool {
	a, errA := json.Marshal(one)
	b, errB := json.Marshal(other)
	var x, y any
	return errA == nil && errB == nil && json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
