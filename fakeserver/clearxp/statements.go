package clearxp

import (
	"encoding/json"
	"net/http"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// The learning record store holds one statement per learner of the fixtures. It
// takes others and forgets them: only who may send them matters here.

// serveStatements answers /xapi/statements.
func (v visit) serveStatements() {
	if v.preflighted() {
		return
	}
	p, b := v.Admit(true)
	if b != nil {
		v.turnAway(b)
		return
	}
	if v.launching.Sharing.Answers {
		v.share()
	}
	v.SetHeader("X-Experience-API-Version", "1.0.3")
	switch {
	case !v.Allows(http.MethodGet, http.MethodPost, http.MethodPut):
		v.RefuseMethod()
	case v.R.Method == http.MethodPost || v.R.Method == http.MethodPut:
		v.takeStatements(p)
	default:
		v.listStatements(p)
	}
}

func (v visit) listStatements(p fakeserver.Principal) {
	wanted := ""
	if text := v.launching.ReadQuery(v.R.URL.RawQuery).Get("agent"); text != "" {
		var agent map[string]any
		if json.Unmarshal([]byte(text), &agent) != nil {
			v.Refuse(&fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "agent has to be a JSON object"})
			return
		}
		wanted = canonical(agent)
	}
	if confined := v.confinedTo(p); confined != "" && (wanted != "" || v.launching.ConfinedUnnamed) {
		if wanted != "" && wanted != confined {
			v.Refuse(v.elsewhere())
			return
		}
		wanted = confined
	}
	statements := []any{}
	for _, learner := range v.Fixtures().Learners {
		if actor := actorOf(learner); learner.Tenant == p.Tenant && (wanted == "" || wanted == canonical(actor)) {
			statements = append(statements, statementOf(actor))
		}
	}
	v.SetHeader("Cache-Control", "no-store")
	v.Write(http.StatusOK, "application/json", v.Encode([]fakeserver.Member{{Name: "statements", Value: statements}, {Name: "more", Value: ""}}))
}

func (v visit) takeStatements(p fakeserver.Principal) {
	body, fits := v.ReadBody()
	var list []map[string]any
	if json.Unmarshal(body, &list) != nil {
		var one map[string]any
		if !fits || json.Unmarshal(body, &one) != nil {
			v.Refuse(&fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "the statement could not be read"})
			return
		}
		list = append(list, one)
	}
	ids := []string{}
	confined := v.confinedTo(p)
	for _, statement := range list {
		actor, _ := statement["actor"].(map[string]any)
		if confined != "" && v.launching.ConfinedWriting && canonical(actor) != confined {
			v.Refuse(v.elsewhere())
			return
		}
		ids = append(ids, rules.RandomUUID(v.Random()))
	}
	if v.R.Method == http.MethodPut {
		v.W.WriteHeader(http.StatusNoContent)
		return
	}
	v.Write(http.StatusOK, "application/json", rules.JSON(ids))
}

// confinedTo is the only actor whose data the fakeserver.Principal may touch; "" is all.
func (v visit) confinedTo(p fakeserver.Principal) string {
	if p.Own == nil || !v.launching.Confined {
		return ""
	}
	launch, _ := p.Own.(*launchCredentials)
	return launch.actor
}

func (v visit) elsewhere() *fakeserver.Refusal { return &v.launching.Elsewhere }

func statementOf(actor map[string]any) map[string]any {
	return map[string]any{
		"actor":  actor,
		"verb":   map[string]any{"id": "http://adlnet.gov/expapi/verbs/experienced"},
		"object": map[string]any{"id": "https://content.acme.example/course"},
	}
}

// actorOf is the learner as an xAPI agent.
func actorOf(l fakeserver.Learner) map[string]any {
	return map[string]any{"objectType": "Agent", "name": l.DisplayName, "mbox": "mailto:" + l.Email}
}
