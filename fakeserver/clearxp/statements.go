package fakeserver

import (
	"encoding/json"
	"net/http"
)

// The learning record store holds one statement per learner of the fixtures. It
// takes others and forgets them: only who may send them matters here.

func (v *visit) serveAbout() {
	v.setHeader("X-Experience-API-Version", "1.0.3")
	v.write(http.StatusOK, "application/json", v.encode([]Member{{"version", []string{"1.0.3"}}}))
}

// serveStatements answers /xapi/statements.
func (v *visit) serveStatements() {
	p, b := v.admit(true)
	if b != nil {
		v.rebuffed(b)
		return
	}
	v.setHeader("X-Experience-API-Version", "1.0.3")
	switch {
	case !v.allows(http.MethodGet, http.MethodPost, http.MethodPut):
		v.methodRefused()
	case v.r.Method == http.MethodPost || v.r.Method == http.MethodPut:
		v.takeStatements(p)
	default:
		v.listStatements(p)
	}
}

func (v *visit) listStatements(p principal) {
	wanted := ""
	if text := v.r.URL.Query().Get("agent"); text != "" {
		var agent map[string]any
		if json.Unmarshal([]byte(text), &agent) != nil {
			v.rebuffed(&rebuff{refusal: &Refusal{http.StatusBadRequest, validationError, "agent has to be a JSON object"}})
			return
		}
		wanted = canonical(agent)
	}
	if confined := v.confinedTo(p); confined != "" {
		if wanted != "" && wanted != confined {
			v.rebuffed(&rebuff{refusal: v.elsewhere()})
			return
		}
		wanted = confined
	}
	statements := []any{}
	for _, learner := range v.fixtures.Learners {
		if actor := learner.actor(); learner.Tenant == p.tenant && (wanted == "" || wanted == canonical(actor)) {
			statements = append(statements, statementOf(actor))
		}
	}
	v.setHeader("Cache-Control", "no-store")
	v.write(http.StatusOK, "application/json", v.encode([]Member{{"statements", statements}, {"more", ""}}))
}

func (v *visit) takeStatements(p principal) {
	body, fits := v.readBody()
	var list []map[string]any
	if json.Unmarshal(body, &list) != nil {
		var one map[string]any
		if !fits || json.Unmarshal(body, &one) != nil {
			v.rebuffed(&rebuff{refusal: &Refusal{http.StatusBadRequest, validationError, "the statement could not be read"}})
			return
		}
		list = append(list, one)
	}
	ids := []string{}
	confined := v.confinedTo(p)
	for _, statement := range list {
		actor, _ := statement["actor"].(map[string]any)
		if confined != "" && canonical(actor) != confined {
			v.rebuffed(&rebuff{refusal: v.elsewhere()})
			return
		}
		ids = append(ids, randomUUID(v.random))
	}
	if v.r.Method == http.MethodPut {
		v.w.WriteHeader(http.StatusNoContent)
		return
	}
	v.write(http.StatusOK, "application/json", encodeValue(ids))
}

// confinedTo is the only actor whose data the principal may touch; "" is all.
func (v *visit) confinedTo(p principal) string {
	if p.launch == nil || !v.rules.Launching.Confined {
		return ""
	}
	return p.launch.actor
}

func (v *visit) elsewhere() *Refusal { return &v.rules.Launching.Elsewhere }

func statementOf(actor map[string]any) map[string]any {
	return map[string]any{
		"actor":  actor,
		"verb":   map[string]any{"id": "http://adlnet.gov/expapi/verbs/experienced"},
		"object": map[string]any{"id": "https://content.acme.example/course"},
	}
}

// actor is the learner as an xAPI agent.
func (l Learner) actor() map[string]any {
	return map[string]any{"objectType": "Agent", "name": l.DisplayName, "mbox": "mailto:" + l.Email}
}
