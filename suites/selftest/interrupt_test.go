package selftest

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// interrupts is how many runs are interrupted at random moments; the variable
// asks for another number.
func interrupts(t *testing.T) int {
	t.Helper()
	text, set := os.LookupEnv("AUTHASSAY_INTERRUPTS")
	if !set {
		return 40
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// counted counts the requests to a server, and does something at one of them:
// before it is answered, after it was, or meanwhile.
type counted struct {
	server http.Handler
	seen   atomic.Int64
	at     int64
	when   int // 0 before, 1 after, 2 meanwhile
	do     func()
}

// ServeHTTP implements http.Handler.
func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	hit := c.seen.Add(1) == c.at
	switch {
	case hit && c.when == 0:
		c.do()
	case hit && c.when == 1:
		defer c.do()
	case hit:
		go c.do()
	}
	c.server.ServeHTTP(w, r)
}

// interrupted tries every check of a bench on a server until the given request, and
// scores the run; 0 lets it come to its end. It returns how many requests there
// were.
func (b *Bench) interrupted(t *testing.T, server *fakeserver.Server, at int64, seed int64) (*reports.Run, int64) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := &counted{server: server, at: at, when: rand.IntN(3), do: cancel}
	world := b.posed(t, pose{handler: c, clock: moved{server.Clock}})
	run, err := check.Run(ctx, check.Options{Bare: true, Seed: seed, Now: time.Now}, suites.All(), world)
	if err != nil {
		t.Fatal(err)
	}
	reports.Score(run, reports.ScoreOptions{})
	return run, c.seen.Load()
}

// accusing are the findings that hold something against the target, but for
// what it may leave undone.
func accusing(run *reports.Run) (out []string) {
	for _, f := range run.Findings {
		if f.Verdict == reports.Fail || f.Verdict == reports.Warn {
			out = append(out, fmt.Sprintf("%s %s", f.ID, f.Verdict))
		}
	}
	return out
}

// TestAnInterruptedRunAccusesNobody interrupts runs at random moments: an
// honest server has nothing against it then, and every report is whole.
func TestAnInterruptedRunAccusesNobody(t *testing.T) {
	for profile, b := range benches(t) {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			whole, requests := b.interrupted(t, contracts.Bent(nil), 0, 1)
			if found := accusing(whole); whole.Interrupted || len(found) > 0 {
				t.Fatalf("the whole run: %s, %v", whole.Sentence, found)
			}
			for range interrupts(t) / 4 {
				at, seed := 1+rand.Int64N(requests*9/10), rand.Int64N(1000)
				run, _ := b.interrupted(t, contracts.Bent(nil), at, seed)
				if found := accusing(run); len(found) > 0 || run.ExitCode != reports.ExitJudge || len(run.Problems) > 0 {
					t.Errorf("interrupted at request %d of %d, seed %d: exit code %d, %v, %v: %s", at, requests, seed, run.ExitCode, found, run.Problems, run.Sentence)
				}
				if err := readable(run); err != nil {
					t.Errorf("interrupted at request %d of %d: %v", at, requests, err)
				}
			}
		})
	}
}

// TestAnInterruptedRunHasNoVerdict ends a run that had seen a failure: it is
// told, and decides nothing.
func TestAnInterruptedRunHasNoVerdict(t *testing.T) {
	t.Parallel()
	b, told := benches(t)["clearxp"], 0
	bend := func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true }
	_, requests := b.interrupted(t, contracts.Bent(bend), 0, 1)
	for range interrupts(t) / 4 {
		run, _ := b.interrupted(t, contracts.Bent(bend), 1+rand.Int64N(requests*9/10), rand.Int64N(1000))
		if run.ExitCode != reports.ExitJudge || run.Verdict != reports.Inconclusive {
			t.Errorf("exit code %d, %s", run.ExitCode, run.Sentence)
		}
		if run.Summary.Fail > 0 && strings.Contains(run.Sentence, "had seen broken") {
			told++
		}
	}
	if told == 0 {
		t.Error("no run has told of a failure")
	}
}

// readable says what is wrong with the reports of a run.
func readable(run *reports.Run) error {
	whole := map[string]func(io.Reader) error{
		"json":   func(r io.Reader) error { return json.NewDecoder(r).Decode(&map[string]any{}) },
		"junit":  wellFormed,
		"github": func(io.Reader) error { return nil }, // which says nothing where nothing failed
		"html":   endsWith("</html>"), "markdown": endsWith("\n"), "text": endsWith("\n"),
	}
	var wrong []error
	for _, name := range format.Names() {
		var text bytes.Buffer
		err := format.Write(&text, name, run, format.Options{})
		if err == nil {
			err = whole[name](&text)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(wrong...)
}

// wellFormed reads XML to its end.
func wellFormed(r io.Reader) error {
	for d := xml.NewDecoder(r); ; {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// endsWith reads text that has an end.
func endsWith(end string) func(io.Reader) error {
	return func(r io.Reader) error {
		text, err := io.ReadAll(r)
		if err == nil && (len(text) == 0 || !bytes.Contains(text[max(0, len(text)-20):], []byte(end))) {
			return fmt.Errorf("it ends with %q", text[max(0, len(text)-20):])
		}
		return err
	}
}

// slow answers as another server does, some time later.
func slow(server http.Handler, most time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(rand.N(most)):
			server.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}
}

// TestACheckThatRunsOutOfTimeAccusesNobody gives checks so little time that
// they run out of it at random moments.
func TestACheckThatRunsOutOfTimeAccusesNobody(t *testing.T) {
	for profile, b := range benches(t) {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			cut := 0
			for range interrupts(t) / 10 {
				server, limit := contracts.Bent(nil), time.Millisecond+rand.N(30*time.Millisecond)
				world := b.posed(t, pose{handler: slow(server, time.Millisecond), clock: moved{server.Clock}})
				run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: rand.Int64N(1000), Now: time.Now, Timeout: limit}, suites.All(), world)
				if err != nil {
					t.Fatal(err)
				}
				if found := accusing(run); len(found) > 0 || len(run.Problems) > 0 {
					t.Errorf("with %s for a check: %v %v", limit, found, run.Problems)
				}
				for _, f := range run.Findings {
					if f.Verdict == reports.Inconclusive {
						cut++
					}
				}
			}
			if cut == 0 {
				t.Error("no check ran out of time")
			}
		})
	}
}

// TestLostConnectionsAccuseNobody drops connections at random, here and there.
func TestLostConnectionsAccuseNobody(t *testing.T) {
	for profile, b := range benches(t) {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			for range interrupts(t) / 10 {
				server, seed := contracts.Bent(nil), rand.Int64N(1000)
				world := b.posed(t, pose{clock: moved{server.Clock}, handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if rand.IntN(50) == 0 {
						panic(http.ErrAbortHandler)
					}
					server.ServeHTTP(w, r)
				})})
				run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: seed, Now: time.Now}, suites.All(), world)
				if err != nil {
					t.Fatal(err)
				}
				if found := accusing(run); len(found) > 0 || len(run.Problems) > 0 {
					t.Errorf("seed %d: %v %v", seed, found, run.Problems)
				}
			}
		})
	}
}
