package temporary

import (
	"fmt"
	"sync"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/entropy"
	"github.com/authassay/authassay/suites/check"
)

const (
	// manyPairs are enough to show places with few characters and a short round
	// of secrets. Collisions of good ones do not show in any number of pairs.
	manyPairs = 500
	// leastBits is a little less than the 128 bits of RFC 6749 §10.10: a UUID
	// fixes six of them, and an estimate is not exact.
	leastBits = 120
	// atATime is how many requests wait for an answer.
	atATime = 4
)

// chance looks at more pairs than show in one answer.
func chance() []check.Check {
	return []check.Check{
		on("TMP-100", fmt.Sprintf("issue %d tokens and look for what they share", manyPairs), func(t *T) {
			t.Temporary()
			var keys, secrets []string
			for _, pair := range t.pairs(manyPairs) {
				keys, secrets = append(keys, pair.User), append(secrets, pair.Secret)
			}
			t.requireVaried("key", entropy.Of(keys))
			t.requireVaried("secret", entropy.Of(secrets, keys))
		}, check.Attacks),
	}
}

// requireVaried holds values to RFC 6749 §10.10, as far as they show it.
func (t *T) requireVaried(kind string, v entropy.Variety) {
	t.Measure(fmt.Sprintf("chance in a %s, at most", kind), "%.0f bits, by %d of them", v.Bits, v.Values)
	t.Require(v.Repeated == 0 && v.Bits >= leastBits, fmt.Sprintf("no %s twice, each with at least %d bits of chance", kind, leastBits),
		"%d of %d %ss were there before, with %.0f bits of chance at most", v.Repeated, v.Values, kind, v.Bits)
}

// shortened is an expiry that leaves nothing behind for long, where the target
// takes it; nil where it does not, for that is not what is tried here.
func (t *T) shortened() any {
	soon := t.unix(t.soon().Add(check.ShortLife))
	if t.Issue(t.until(soon)).Minted.User == "" {
		return nil
	}
	return soon
}

// pairs is given: many temporary tokens, each for a user of its own.
func (t *T) pairs(n int) []scenarios.Credentials {
	administrator, replies, until := t.administrator(), make([]*scenarios.Reply, n), t.shortened()
	var all sync.WaitGroup
	for worker := range atATime {
		all.Go(func() {
			for i := worker; i < n && t.Context().Err() == nil; i += atATime {
				step := scenarios.Step{Verb: scenarios.Issue, As: administrator, Asked: t.until(until)}
				// An error is left for the other side: nothing but the check's
				// own goroutine may end it.
				replies[i], _ = t.Client.Do(t.Context(), step)
				if replies[i] == nil || replies[i].Minted.User == "" {
					return
				}
			}
		})
	}
	all.Wait()
	var out []scenarios.Credentials
	for _, r := range replies {
		switch {
		case r == nil: // a worker stopped before; its last answer says why
		case r.Minted.User == "":
			t.Lacking("a temporary token", r)
		default:
			out = append(out, r.Minted)
		}
	}
	if len(out) < n {
		t.Untested("%d of %d tokens were issued", len(out), n)
	}
	return out
}
