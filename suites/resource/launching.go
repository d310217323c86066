package resource

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// Launching is the chapter of content launches: a learner who launches content
// gets a short-lived token that opens that learner's data and nothing else.
func Launching() []check.Check {
	return slices.Concat(
		launchingMakes(),
		launchingRequests(),
		launchingLives(),
		launchingConfines(),
		launchingContent(),
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

// callFor requests the learner data of an actor.
func (t *T) callFor(actor any, as scenarios.Credentials) *scenarios.Reply {
	text, _ := json.Marshal(actor)
	return t.Do(scenarios.Step{Verb: scenarios.Call, As: as, Fields: scenarios.Params{{Name: "agent", Value: string(text)}}})
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
			t.Control(t.callFor(t.learners().Learner, pair), check.Alive())
			t.Judge(t.callFor(t.learners().Learner, scenarios.Basic(pair.User, t.Nonce())), check.Dead())
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
	}
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
	}
}

// launched is given: a content launch by a learner.
func (t *T) launched(how scenarios.Conduct) *scenarios.Landing {
	l := t.Browse(scenarios.Step{Verb: scenarios.Launch}, t.learners().Content, how)
	if l.URL == nil && l.Entered {
		t.PassedLogin("the learner", l)
	}
	return l
}

// handsOver accepts a launch that ended at the content and has more to show.
func handsOver(shows string, ok func(*scenarios.Landing) bool) check.Answer {
	return check.Landing("sent to the content", func(l *scenarios.Landing) bool { return l.URL != nil }).ThatLands(shows, ok)
}

// launchingContent launches content in a browser.
func launchingContent() []check.Check {
	return []check.Check{
		on("LAU-09", "launch content and look at what it is handed", func(t *T) {
			t.Judge(t.launched(scenarios.AsLearner), handsOver("is handed endpoint, auth, actor and activity_id", func(l *scenarios.Landing) bool {
				a := l.Answer
				return a.Get("endpoint") != "" && a.Get("auth") != "" && a.Get("actor") != "" && a.Get("activity_id") != ""
			}))
		}, check.Looks),
		on("LAU-10", "use the auth parameter of a launch as the Authorization value", func(t *T) {
			l := t.launched(scenarios.AsLearner)
			t.Control(l, handsOver("is handed auth", func(l *scenarios.Landing) bool { return l.Answer.Get("auth") != "" }))
			t.Judge(t.callFor(t.learners().Learner, scenarios.Verbatim(l.Answer.Get("auth"))), check.Alive())
		}, check.Looks),
		on("LAU-11", "compare the actor of a launch with the learner who launched", func(t *T) {
			want := t.learners().Learner
			t.Judge(t.launched(scenarios.AsLearner), handsOver("is handed the learner who launched", func(l *scenarios.Landing) bool {
				var actor any
				return json.Unmarshal([]byte(l.Answer.Get("actor")), &actor) == nil && sameActor(actor, want)
			}))
		}, check.Looks),
		on("LAU-15", "launch content twice", func(t *T) {
			one, two := t.launched(scenarios.AsLearner), t.launched(scenarios.AsLearner)
			for _, l := range []*scenarios.Landing{one, two} {
				t.Control(l, handsOver("is handed auth", func(l *scenarios.Landing) bool { return l.Answer.Get("auth") != "" }))
			}
			t.Require(one.Answer.Get("auth") != two.Answer.Get("auth"), "two different auth parameters", "the same auth parameter twice")
		}),
	}
}

// sameActor compares two actors as JSON, whatever the order of their members.
func sameActor(one, other any) bool {
	a, errA := json.Marshal(one)
	b, errB := json.Marshal(other)
	var x, y any
	return errA == nil && errB == nil && json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
