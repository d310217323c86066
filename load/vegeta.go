package load

import (
	"net/http"
	"sync"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

	"github.com/authassay/authassay/load/internal/h1"
)

// This file is all that knows Vegeta. Its attacker drives a load wherever
// net/http sends from the start: HTTP/2, a proxy, a plan's own transport. There
// its four microseconds a request vanish beside the twenty of net/http, and they
// buy an attacker that others use and mend. Beside the nine of the HTTP/1.1
// client they would be a third of the cost: Vegeta makes a request, a header and
// a result for each hit. So that client has workers of its own, the pool.
//
// What is asked of both is the same: the pacer lets the next request go, the
// checker sends and judges it, and the collector is given hits.

// startVegeta starts Vegeta's attacker. It has one worker for each connection and
// never more: with none free it would otherwise start another, which opens a
// connection, and so on until the generator gives way before the target does.
func startVegeta(a *attack) driver {
	n := uint64(a.plan.Connections)
	attacker := vegeta.NewAttacker(vegeta.Workers(n), vegeta.MaxWorkers(n), vegeta.MaxBody(0),
		vegeta.Client(&http.Client{Transport: newCourier(a)}))
	b := newBatches(1)
	a.pacer.Start()
	go a.translate(attacker.Attack(standIn, a.pacer, 0, ""), b)
	return b
}

// translate hands Vegeta's results over as hits, as many at once as there are.
func (a *attack) translate(results <-chan *vegeta.Result, b *batches) {
	defer close(b.full)
	for r := range results {
		batch := append(b.empty(), a.hitOf(r))
		for more := true; more && len(batch) < batchSize; {
			select {
			case r, open := <-results:
				if more = open; open {
					batch = append(batch, a.hitOf(r))
				}
			default:
				more = false
			}
		}
		b.full <- batch
	}
}

// hitOf reads a result of Vegeta.
func (a *attack) hitOf(r *vegeta.Result) hit {
	return hit{r.Seq, r.Timestamp.Sub(a.pacer.Began), r.Latency, kindIn(r.Headers), r.Code}
}

// standIn implements vegeta.Targeter. The courier sends the real request instead.
func standIn(t *vegeta.Target) error {
	t.Method, t.URL = http.MethodGet, "http://target/"
	return nil
}

// courier is the transport under Vegeta: it reads nothing of a request but its
// number, has the checker send the one that is meant, and brings back nothing
// but the kind of the outcome. So headers that Vegeta adds stay behind, and no
// redirect is followed: what comes back has no Location.
type courier struct {
	attack  *attack
	answers sync.Pool
	news    [kinds]http.Header // shared by all results of a kind
}

// newCourier makes a courier of an attack.
func newCourier(a *attack) *courier {
	c := &courier{attack: a, answers: sync.Pool{New: func() any { return new(h1.Answer) }}}
	for k := range kinds {
		c.news[k] = http.Header{kindHeader: {string([]byte{byte(k)})}}
	}
	return c
}

// RoundTrip implements http.RoundTripper. It never fails: Vegeta would keep the
// text of every error. Vegeta asks the pacer for a request before a worker is
// free for it: one for which the run is over by then goes out no more.
func (c *courier) RoundTrip(r *http.Request) (*http.Response, error) {
	a := c.answers.Get().(*h1.Answer)
	defer c.answers.Put(a)
	kind := Cut
	if pacer := c.attack.pacer; pacer.On(time.Since(pacer.Began)) {
		kind = c.attack.checker.check(sequence(r.Header), a)
	}
	return &http.Response{StatusCode: a.Status, Header: c.news[kind], Body: http.NoBody}, nil
}

// sequence reads the number that Vegeta gave a request.
func sequence(h http.Header) uint64 {
	var n uint64
	if v := h["X-Vegeta-Seq"]; len(v) > 0 {
		for i := range len(v[0]) {
			n = n*10 + uint64(v[0][i]-'0')
		}
	}
	return n
}

// kindHeader carries the kind of an outcome through Vegeta.
const kindHeader = "Authassay-Kind"

// kindIn reads the kind back.
func kindIn(h http.Header) Kind {
	if v := h[kindHeader]; len(v) == 1 && len(v[0]) == 1 && v[0][0] < byte(kinds) {
		return Kind(v[0][0])
	}
	return Other
}
