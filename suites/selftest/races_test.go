package selftest

import (
	"bytes"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/rules"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// runners are how many requests of one code the checks send at the same moment.
const runners = 20

// spoiled is the reference server whose answers to a race for a code are spoiled
// on their way: each request is served, and what becomes of the answer hangs on
// how many there were before it. They are served one after another, so that the
// first of them is the winner, unless the server has to see them collide.
type spoiled struct {
	server  http.Handler
	spoil   func(nth int, answer *httptest.ResponseRecorder)
	collide bool
	serving sync.Mutex
	mu      sync.Mutex
	seen    map[string]int
}

func (s *spoiled) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !strings.Contains(string(body), "grant_type=authorization_code") {
		s.server.ServeHTTP(w, r)
		return
	}
	answer := httptest.NewRecorder()
	if !s.collide {
		s.serving.Lock()
	}
	s.server.ServeHTTP(answer, r)
	s.mu.Lock()
	s.seen[string(body)]++
	nth := s.seen[string(body)]
	if len(s.seen) == 1 { // the positive control
		nth = control
	}
	s.mu.Unlock()
	if !s.collide {
		s.serving.Unlock()
	}
	s.spoil(nth, answer)
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// control is the place of an answer that is no part of a race.
const control = 10 * runners

// lost is an answer that does not arrive.
func lost(*httptest.ResponseRecorder) { panic(http.ErrAbortHandler) }

// failed is a server error instead of an answer.
func failed(a *httptest.ResponseRecorder) { a.Code, a.Body = 500, bytes.NewBufferString("oops") }

// racing is the world of a spoiled server.
func racing(t *testing.T, bend func(*fakeserver.Rules), spoil func(int, *httptest.ResponseRecorder)) check.World {
	t.Helper()
	bent := rules.Honest()
	if bend != nil {
		bend(&bent)
	}
	server := httptest.NewServer(&spoiled{server: contracts.Bent(bend), spoil: spoil, collide: bent.Exchanging.Collides > 0, seen: map[string]int{}})
	t.Cleanup(server.Close)
	b := bench(t, "oauth2")
	there := b.target
	there.Auth, there.API, there.Clock = server.URL+"/oauth2", server.URL+"/oauth2", targetfile.Clock{}
	a, err := assembly.Assemble(&there, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: b.catalogue, Random: rand.Reader, ReadFile: os.ReadFile})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	world := assay.World(a)
	world.Rounds = 4
	return world
}

// spoiledRace is a server, what becomes of its answers, and the verdicts on it.
type spoiledRace struct {
	bend  func(*fakeserver.Rules)
	spoil func(int, *httptest.ResponseRecorder)
	want  map[string]reports.Verdict
}

// spoiledRaces are races whose answers do not all arrive.
func spoiledRaces() map[string]spoiledRace {
	honest := func(*fakeserver.Rules) {}
	granting := func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true }
	but := func(keep func(nth int) bool, spoil func(*httptest.ResponseRecorder)) func(int, *httptest.ResponseRecorder) {
		return func(nth int, a *httptest.ResponseRecorder) {
			if !keep(nth) {
				spoil(a)
			}
		}
	}
	one := func(nth int) bool { return nth == 1 || nth > runners }
	others := func(nth int) bool { return nth != 1 }
	all := func(int) bool { return true }
	raced := func(nth int) bool { return nth <= runners || nth == control }
	granted := func(nth int, a *httptest.ResponseRecorder) {
		if nth > 1 && a.Code == http.StatusOK && nth <= runners {
			a.Code, a.Body = 400, bytes.NewBufferString(`{"error":"invalid_grant"}`)
		}
	}
	return map[string]spoiledRace{
		"nothing is spoiled": {honest, but(all, nil), map[string]reports.Verdict{
			"EXC-03": reports.Pass, "EXC-34": reports.Pass, "EXC-35": reports.Pass}},
		"all but one are lost, and all were refused": {honest, but(one, lost), map[string]reports.Verdict{
			"EXC-03": reports.Inconclusive, "EXC-34": reports.Inconclusive, "EXC-35": reports.Pass}},
		"all but one are server errors": {honest, but(one, failed), map[string]reports.Verdict{
			"EXC-03": reports.Inconclusive, "EXC-34": reports.Warn, "EXC-35": reports.Pass}},
		"all but one are lost, and all were granted": {granting, but(one, lost), map[string]reports.Verdict{
			"EXC-03": reports.Fail}}, // the code is good once more afterwards
		"all but one are refused, and the code lives on": {granting, granted, map[string]reports.Verdict{
			"EXC-03": reports.Fail}},
		"the winner's answer is lost": {honest, but(others, lost), map[string]reports.Verdict{
			"EXC-03": reports.Pass, "EXC-34": reports.Pass, "EXC-35": reports.Inconclusive}},
		"the server breaks after a race": {honest, but(raced, failed), map[string]reports.Verdict{
			"EXC-03": reports.Pass, "EXC-34": reports.Warn, "EXC-35": reports.Pass}},
		"the server is gone after a race": {honest, but(raced, lost), map[string]reports.Verdict{
			"EXC-03": reports.Pass, "EXC-34": reports.Inconclusive, "EXC-35": reports.Pass}},
		"nobody wins": {func(r *fakeserver.Rules) {
			r.Exchanging.Collides, r.Exchanging.CollisionSpoils = 20*time.Millisecond, true
		}, but(all, nil), map[string]reports.Verdict{"EXC-03": reports.Pass, "EXC-34": reports.Pass, "EXC-35": reports.Note}},
	}
}

// TestRacesWithBrokenAnswers holds the verdicts on a race to what was to be seen
// of it: a broken answer is no refusal and no grant.
func TestRacesWithBrokenAnswers(t *testing.T) {
	for name, c := range spoiledRaces() {
		t.Run(name, func(t *testing.T) {
			only := []string{}
			for id := range c.want {
				only = append(only, id)
			}
			run, err := check.Run(t.Context(), check.Options{Only: only, Now: time.Now}, suites.All(), racing(t, c.bend, c.spoil))
			if err != nil || len(run.Findings) != len(c.want) {
				t.Fatalf("%d findings, %v", len(run.Findings), err)
			}
			for _, f := range run.Findings {
				if f.Verdict != c.want[f.ID] {
					t.Errorf("%s: verdict %q (%s; %s), want %q", f.ID, f.Verdict, f.Detail, f.Actual, c.want[f.ID])
				}
			}
		})
	}
}
