package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// answers holds the good answer to its shape.
func answers() []check.Check {
	return []check.Check{
		on("AUT-01", "open the authorization endpoint and wait", func(t *T) {
			l := t.Authorize(scenarios.Waits)
			t.Judge(l, check.OnPage())
			t.Judge(l.Last(), check.Reply("200 with a page", func(r *scenarios.Reply) bool {
				return r.Status == 200 && strings.Contains(r.Header.Get("Content-Type"), "html")
			}))
		}, check.Looks),
		on("AUT-02", "log in and consent", func(t *T) {
			t.Judge(t.Authorize(scenarios.Consents), check.WithCode())
		}, check.Looks),
		on("AUT-03", "send states of every kind", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			states := map[string]string{}
			for _, m := range statesOf() {
				states[m.As] = m.Value
			}
			for _, s := range t.Swept(statesOf(), func(m nearmiss.Miss) any {
				return t.Authorize(scenarios.LogsIn, scenarios.With("state", m.Value))
			}) {
				l, state := s.Actual.(*scenarios.Landing), states[s.Label]
				if !vschar(state) && l.URL == nil && !check.IsBroken(l) {
					continue // RFC 6749 Appendix A.5 has no such characters
				}
				t.JudgeEach(s.Label+": "+check.Brief(state)+" came back as "+check.Brief(l.Answer.Get("state")), l, withState(check.Landed(), state))
			}
		}),
		on("AUT-05", "count the members of the authorization response", func(t *T) {
			l := t.Authorize(scenarios.Consents)
			t.Control(l, check.WithCode())
			t.Judge(l, check.Landing("code and state once each, and no error", func(l *scenarios.Landing) bool {
				return len(l.Answer["code"]) == 1 && len(l.Answer["state"]) == 1 && !l.Answer.Has("error")
			}))
		}, check.Looks),
		on("AUT-57", "look where the code and the state stand", func(t *T) {
			l := t.Authorize(scenarios.Consents)
			t.Control(l, check.WithCode())
			t.Judge(l, check.WithCode().ThatLands("has code and state in the query, and nothing in the fragment", func(l *scenarios.Landing) bool {
				return t.stands(l, "code") == inQuery && t.stands(l, "state") == inQuery
			}))
		}, check.Looks),
		on("AUT-27", "compare three codes", func(t *T) {
			t.RequireUnguessable("code", t.Code(), t.Code(), t.Code())
		}, check.Looks),
	}
}

// withState accepts what an answer accepts, when the state came back as it was
// sent.
func withState(a check.Answer, state string) check.Answer {
	return a.ThatLands("has the state unchanged", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["state"], []string{state})
	})
}

// statesOf are states that a server might return otherwise than it got them.
func statesOf() []nearmiss.Miss {
	return []nearmiss.Miss{
		{As: "every printable character", Value: check.Printable()},
		{As: "two thousand characters", Value: strings.Repeat("0123456789", 200)},
		{As: "escapes of addresses", Value: "%20+%2B%25%41 &#38;"},
		{As: "escapes of pages", Value: "&amp;&lt;b&gt;&#65;<b>"},
		{As: "escapes of scripts", Value: "\\u0041\\n\\\\x"},
		{As: "a JSON object", Value: `{"a":[1,"b"],"c":null}`},
		{As: "an address with query and fragment", Value: "https://client.example/a?b=c&d=e#f"},
		{As: "blanks at both ends", Value: "  state  "},
		{As: "zeros in front of a number", Value: "00012"},
		{As: "a number that floats", Value: "1e3"},
		{As: "capitals and small letters", Value: "aAbBcC"},
		{As: "words for nothing", Value: "null"},
		{As: "base64", Value: "YWJj/+==.eyJ9"},
		{As: "letters of other alphabets", Value: "état-Ω-漢字-\U0001F511"},
		{As: "a newline and a tab", Value: "a\nb\tc"},
	}
}

// vschar says whether a state is one by its characters, RFC 6749 Appendix A.5.
func vschar(state string) bool { return strings.Trim(state, check.Printable()) == "" }
