package resource

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

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
			r := t.callFor(t.learners().Learner, scenarios.Verbatim(l.Answer.Get("auth")))
			if other, differs := readPlainly(l, "auth"); r.Class != scenarios.Alive && differs {
				r = t.callFor(t.learners().Learner, scenarios.Verbatim(other)) // LAU-24 is about that
			}
			t.Judge(r, check.Alive())
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

// readPlainly is a parameter of a launch's address as those read it who take a
// plus sign for itself, and whether that makes a difference.
func readPlainly(l *scenarios.Landing, name string) (value string, differs bool) {
	for _, query := range []string{l.URL.RawQuery, l.URL.EscapedFragment()} {
		read, err := url.ParseQuery(strings.ReplaceAll(query, "+", "%2B"))
		if err == nil && read.Has(name) {
			return read.Get(name), read.Get(name) != l.Answer.Get(name)
		}
	}
	return l.Answer.Get(name), false
}

// launchingAddress is about blanks and plus signs in addresses: a form writes a
// blank as a plus sign, a URI as %20, and content reads the one or the other.
func launchingAddress() []check.Check {
	return []check.Check{
		on("LAU-24", "read the parameters of a launch as a form and as a URI", func(t *T) {
			l := t.launched(scenarios.AsLearner)
			t.Control(l, handsOver("is handed auth", func(l *scenarios.Landing) bool { return l.Answer.Get("auth") != "" }))
			t.Judge(l, handsOver("reads the same either way", func(l *scenarios.Landing) bool {
				return !slices.ContainsFunc([]string{"endpoint", "auth", "actor", "activity_id"}, func(name string) bool {
					_, differs := readPlainly(l, name)
					return differs
				})
			}))
		}, check.Looks),
		on("LAU-25", "write the blanks of a query as %20 and as plus signs", func(t *T) {
			query := ofActor(t.learners().Learner)
			if !strings.Contains(query, "+") {
				t.Inapplicable("no value of launch.learner in the target file holds a blank")
			}
			pair := t.launch()
			t.Control(t.callFor(t.learners().Learner, pair), check.Alive())
			one := t.callFor(t.learners().Learner, pair)
			t.Judge(t.Do(scenarios.Step{Verb: scenarios.Call, As: pair}, scenarios.WithRawQuery(query)),
				check.Alive().That("answers as to %20", func(r *scenarios.Reply) bool { return string(r.Body) == string(one.Body) }))
		}, check.Looks),
	}
}

// stranger is a site that has nothing to do with any launch.
const stranger = "https://attacker.example"

// preflight asks, as browsers do, whether content of an origin may send a
// request: without credentials, Fetch §4.8.
func (t *T) preflight(origin string) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Call, As: t.Basic()}, scenarios.ByMethod(http.MethodOptions),
		scenarios.WithoutHeader("Authorization"), scenarios.WithoutHeader("X-Experience-API-Version"),
		scenarios.WithHeader("Origin", origin), scenarios.WithHeader("Access-Control-Request-Method", http.MethodPut),
		scenarios.WithHeader("Access-Control-Request-Headers", "authorization,content-type,x-experience-api-version"))
}

// origin is that of the content.
func (t *T) origin() string {
	u, err := url.Parse(t.learners().Content)
	if err != nil || u.Host == "" {
		t.Untested("the target file does not say where the content is (launch.content)")
	}
	return u.Scheme + "://" + u.Host
}

// shares says whether a browser hands an answer to content of an origin, Fetch
// §4.10.
func shares(r *scenarios.Reply, origin string) bool {
	allowed := r.Header.Values("Access-Control-Allow-Origin")
	return len(allowed) == 1 && (allowed[0] == "*" || allowed[0] == origin)
}

// lists says whether a header of a preflight's answer names all of some words. A
// star stands for every method and for every header but Authorization.
func lists(r *scenarios.Reply, header string, words ...string) bool {
	var named []string
	for _, line := range r.Header.Values(header) {
		for word := range strings.SplitSeq(line, ",") {
			named = append(named, strings.ToLower(strings.TrimSpace(word)))
		}
	}
	return !slices.ContainsFunc(words, func(word string) bool {
		return !slices.Contains(named, word) && (word == "authorization" || !slices.Contains(named, "*"))
	})
}

// launchingShared has content that a browser has loaded from elsewhere use what
// it was handed.
func launchingShared() []check.Check {
	return []check.Check{
		on("LAU-26", "ask for leave as the browser of the content does, without credentials", func(t *T) {
			origin := t.origin()
			t.KeyHolder()
			r := t.preflight(origin)
			t.JudgeEach("the answer", r, check.Alive())
			t.JudgeEach("the origin", r, check.Alive().That("allows the content's origin", func(r *scenarios.Reply) bool { return shares(r, origin) }))
			t.JudgeEach("the method", r, check.Alive().That("allows PUT", func(r *scenarios.Reply) bool {
				return lists(r, "Access-Control-Allow-Methods", "put")
			}))
			t.JudgeEach("the headers", r, check.Alive().That("allows Authorization, Content-Type and X-Experience-API-Version", func(r *scenarios.Reply) bool {
				return lists(r, "Access-Control-Allow-Headers", "authorization", "content-type", "x-experience-api-version")
			}))
		}, check.Looks),
		on("LAU-27", "call the API from the content's origin", func(t *T) {
			origin, pair := t.origin(), t.launch()
			from := scenarios.WithHeader("Origin", origin)
			r := t.Do(scenarios.Step{Verb: scenarios.Call, As: pair}, from)
			t.Control(r, check.Alive())
			t.Judge(r, check.Alive().That("is shared with the content's origin", func(r *scenarios.Reply) bool { return shares(r, origin) }))
		}),
		on("LAU-28", "call the API from the content's origin with credentials that are no good", func(t *T) {
			origin := t.origin()
			r := t.refusal(t.KeyHolder(), scenarios.WithHeader("Origin", origin))
			t.Control(r, check.Turned())
			t.Judge(r, check.Turned().That("is shared with the content's origin", func(r *scenarios.Reply) bool { return shares(r, origin) }))
		}),
		on("LAU-29", "come from a site that has nothing to do with the content", func(t *T) {
			pair := t.KeyHolder()
			for _, seen := range []labelled[*scenarios.Reply]{
				{"the preflight", t.preflight(stranger)},
				{"the answer", t.Call(pair, scenarios.WithHeader("Origin", stranger))},
			} {
				t.JudgeEach(seen.as, seen.thing, check.Reply("no leave to send cookies along", func(r *scenarios.Reply) bool {
					return r.Header.Get("Access-Control-Allow-Origin") != stranger || r.Header.Get("Access-Control-Allow-Credentials") != "true"
				}))
			}
		}, check.Looks),
	}
}
