package credentials

import (
	"fmt"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/entropy"
)

// enough is how many values show what they leave to chance.
const enough = 100

// take notes what was minted, so that it can be told how much alike it is.
func (m *mixture) take(pool *Pool) {
	m.minted += len(pool.Grants)
	m.twice += pool.Minted.Twice
	for _, g := range pool.Grants {
		if g.Pair.Secret != "" {
			m.keys, m.secrets = append(m.keys, g.Pair.User), append(m.secrets, g.Pair.Secret)
		} else {
			m.tokens = append(m.tokens, g.AccessToken)
		}
	}
}

// facts are what the tokens show that were minted: how many of them the target
// had handed out before, and what they leave to chance.
func (m *mixture) facts() []reports.Fact {
	var out []reports.Fact
	add := func(kind string, twice int, values []string, beside ...[]string) {
		if len(values) == 0 {
			return
		}
		v := entropy.Of(values, beside...)
		text := fmt.Sprintf("%d, handed out before: %d", v.Values, v.Repeated+twice)
		if v.Values >= enough {
			text += fmt.Sprintf(", left to chance at most: %.0f bits", v.Bits)
		}
		out = append(out, reports.Fact{Profile: m.source.Profile, Name: kind + " minted for load", Value: text, Check: "load"})
	}
	add("access tokens", m.twice, m.tokens)
	add("keys", m.twice, m.keys)
	add("secrets", 0, m.secrets, m.keys)
	for _, what := range m.omitted {
		out = append(out, reports.Fact{Profile: m.source.Profile, Name: "left out of the load", Value: what, Check: "load"})
	}
	return out
}
