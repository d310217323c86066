// Package reporttest holds what tests of reports and of their formats share:
// runs of every kind, and words that a hostile target may answer. Nothing but
// tests imports it.
package reporttest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
)

// Start is when the sample runs began.
func Start() time.Time { return time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC) }

// tool is what made the runs.
func tool() reports.Tool {
	return reports.Tool{Name: "authassay", Version: "0.3.0", Catalogue: "2026.1"}
}

// Nasty is what a hostile or broken target may answer.
const Nasty = "<script>alert(1)</script> ]]> \x1b[31mred\x00 \xff\xfe | `x` **b** \u202egnp.exe ${{ x }} @all\r\nSet-Cookie: forged=1"

// Sample is a run with a finding of every verdict and a load result.
func Sample() *reports.Run {
	run := &reports.Run{
		Tool:    tool(),
		Started: Start(),
		Ended:   Start().Add(12400 * time.Millisecond),
		Seed:    42,
		Targets: []reports.Target{{
			Name: "acme staging", Profile: "clearxp", Auth: "http://127.0.0.1:8701", API: "http://127.0.0.1:8702",
			Policy: map[string]string{"refresh_rotation": "optional", "code_lifetime": "10m", "access_token_lifetime": "1h"},
		}},
		Findings: Findings(),
		Facts: []reports.Fact{
			{Profile: "clearxp", Name: "access token lifetime", Value: "3600 s declared, 3602 s seen", Check: "EXP-02"},
			{Profile: "clearxp", Name: "refresh tokens rotate", Value: "no", Check: "REF-04"},
		},
		Coverage: []reports.Covered{
			{Statement: "CXP-07", Text: "A code can be exchanged once.", Requirements: []string{"EXC-03"}},
			{Statement: "CXP-31", Text: "Support answers within a day.", Reason: "nothing that a client can see"},
		},
		Load: Loaded(),
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

// Findings are one of every verdict.
func Findings() []reports.Finding {
	base := func(id, chapter, level string, v reports.Verdict, sentence string) reports.Finding {
		return reports.Finding{ID: id, Profile: "clearxp", Chapter: chapter, Level: level, Verdict: v, Sentence: sentence,
			Clause: "RFC 6749 §4.1.2", Link: "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2",
			When: "a second exchange of a code", Location: "exchanging.go:41", Seconds: 0.021}
	}
	reuse := base("EXC-03", "exchanging", "MUST", reports.Fail, "An authorization code is accepted once; a second exchange of it is refused.")
	reuse.Statements = []string{"CXP-07", "CXP-08"}
	reuse.Acceptable = []string{"400 with error invalid_grant", "401 with error invalid_grant"}
	reuse.Actual = "200 with an access token of 3600 s"
	reuse.Control = "200: the first exchange of the same code"
	reuse.Transcript = []reports.Exchange{Exchange(6, "", 200), Exchange(7, "control", 200), Exchange(8, "judged", 200)}
	reuse.Reproduce = []string{
		"curl -i -u \"$CLIENT_ID:$CLIENT_SECRET\" -d grant_type=authorization_code -d \"code=$CODE\" http://127.0.0.1:8701/oauth2/token",
		"authassay run EXC-03 --target target.yaml"}
	other := base("TEN-02", "tenancy", "MUST", reports.Fail, "A credential of one tenant opens nothing of another.")
	other.Actual, other.Detail = Nasty, Nasty
	other.Acceptable = []string{"401", "403", "404"}
	other.Transcript = []reports.Exchange{{Role: "judged", Method: "GET", URL: "http://127.0.0.1:8702/api/" + Nasty, Header: []string{"X-Bad: " + Nasty},
		Status: 200, Answer: []string{"Content-Type: text/html"}, Reply: Nasty, Sequence: 3, Clipped: true}}
	soft := base("HYG-05", "hygiene", "SHOULD", reports.Warn, "Answers that carry tokens forbid caching.")
	soft.Acceptable, soft.Actual = []string{"Cache-Control: no-store"}, "no Cache-Control header"
	slow := base("EXP-02", "expiring", "MUST", reports.Untested, "An access token is refused after its lifetime.")
	slow.Detail = "waits 1h0m5s, beyond the patience of 5m0s"
	wait := base("EXP-03", "expiring", "MUST", reports.Untested, "A refresh token is refused after its lifetime.")
	wait.Detail = slow.Detail
	down := base("REF-01", "refreshing", "MUST", reports.Inconclusive, "A refresh token buys a new access token.")
	down.Detail = "the target answered 503 three times"
	down.Transcript = []reports.Exchange{{Method: "POST", URL: "http://127.0.0.1:8701/oauth2/token", Error: "connection reset by peer", Sequence: 1}}
	may := base("PKC-06", "proving", "MAY", reports.Note, "PKCE may be required of confidential clients.")
	may.Actual = "not required"
	old := base("BAS-03", "basic", "MUST", reports.Expected, "A wrong Basic secret is refused with 401.")
	old.Reason = "fixed in the next release, ticket 1234"
	lacks := base("DIS-01", "discovery", "MUST", reports.NotApplicable, "The issuer publishes its metadata.")
	lacks.Detail = "the target file declares no discovery"
	return []reports.Finding{base("AUT-01", "authorizing", "MUST", reports.Pass, "A browser is shown an authentication screen."),
		lacks, reuse, may, slow, other, wait, down, soft, old,
		base("AUT-02", "authorizing", "MUST", reports.Pass, "After login the browser is sent back with a code.")}
}

// Exchange is the nth exchange of a code, in a role and with the status of its
// answer.
func Exchange(n int, role string, status int) reports.Exchange {
	return reports.Exchange{Step: "exchange", Role: role, Method: "POST", URL: "http://127.0.0.1:8701/oauth2/token",
		Header: []string{"Authorization: Basic ‹secret:3f9a›", "Content-Type: application/x-www-form-urlencoded"},
		Body:   "grant_type=authorization_code&code=‹code:77b0›",
		Status: status, Answer: []string{"Content-Type: application/json", "Cache-Control: no-store"},
		Reply:  "{\n  \"access_token\": \"‹token:51c2›\",\n  \"token_type\": \"Bearer\",\n  \"expires_in\": 3600\n}",
		Millis: 12.34, Sequence: n}
}

// Loaded is a load with a wrong answer in every hundred.
func Loaded() *reports.Load {
	l := &reports.Load{
		Started: Start(), Seconds: 60, Offered: 500, Done: 498.2, Requests: 29892, Wrong: 3, Errors: 11, Pool: 200, Connections: 64,
		Response: reports.Latency{Count: 29892, Min: 0.41, Mean: 4.2, P50: 3.1, P90: 8.2, P95: 12.5, P99: 31.7, P999: 88.1, P9999: 240.5, Max: 312.9},
		Service:  reports.Latency{Count: 29892, Min: 0.40, Mean: 3.9, P50: 3.0, P90: 7.9, P95: 11.8, P99: 28.0, P999: 71.4, P9999: 199.2, Max: 250.1},
		Lag:      reports.Latency{Count: 29892, Min: 0, Mean: 0.1, P50: 0.05, P90: 0.2, P95: 0.3, P99: 1.1, P999: 9.8, P9999: 40.2, Max: 62.8},
		Classes: []reports.LoadClass{
			{Name: "alive", Share: 0.8, Acceptable: []string{"200"}, Requests: 23913, Errors: 11, Response: reports.Latency{Count: 23913, P50: 3.2, P99: 32}},
			{Name: "revoked", Share: 0.2, Acceptable: []string{"401"}, Requests: 5979, Wrong: 3, Response: reports.Latency{Count: 5979, P50: 2.1, P99: 20},
				Samples: []reports.Exchange{Exchange(1, "judged", 200)}},
		},
		Thresholds: []reports.Threshold{{Text: "p99 < 50ms", Met: true, Seen: "31.7 ms"}, {Text: "wrong answers = 0", Seen: "3"}},
		Memory:     []reports.Memory{{Bytes: 30 << 20}, {At: 60, Bytes: 34 << 20}},
		Kinds:      []reports.Kind{{Name: "timeout", Count: 7}, {Name: "connection reset", Count: 4}},
	}
	for i := range 60 {
		bump := float64(i % 7)
		l.PerSecond = append(l.PerSecond, reports.Second{At: i, Offered: 500, Done: uint64(500 - i%5), Wrong: uint64(i / 59 * 3), Errors: uint64(i % 2),
			P50: 3 + bump/10, P90: 8 + bump/3, P99: 25 + 3*bump, Max: 80 + 30*bump})
	}
	return l
}

// Crowd is a run with many findings.
func Crowd(n int) *reports.Run {
	run := Sample()
	template := run.Findings
	run.Findings = nil
	for i := range n {
		f := template[i%len(template)]
		f.ID = fmt.Sprintf("%s-%03d", f.ID[:3], i)
		run.Findings = append(run.Findings, f)
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

// Empty is a run that tested nothing.
func Empty() *reports.Run {
	run := &reports.Run{Tool: tool(), Started: Start(), Ended: Start()}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

// Golden holds what was written against the file of that name in the folder
// testdata of the package under test, or writes it anew.
func Golden(t *testing.T, update bool, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run the test with -update and read the diff)\n%s", path, FirstDifference(string(got), string(want)))
	}
}

// FirstDifference says where two texts part.
func FirstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n got %q\nwant %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(a), len(b))
}

// Judged makes a run of one finding for each "LEVEL verdict".
func Judged(words ...string) *reports.Run {
	run := &reports.Run{Targets: []reports.Target{{Profile: "clearxp", Auth: "http://as"}}}
	for i, w := range words {
		level, verdict, _ := strings.Cut(w, " ")
		run.Findings = append(run.Findings, reports.Finding{ID: "X-" + string(rune('a'+i)), Profile: "clearxp", Level: level, Verdict: reports.Verdict(verdict)})
	}
	return run
}

// Good is a load that met its objective.
func Good() *reports.Load {
	return &reports.Load{Requests: 100, Done: 50, Seconds: 2, Thresholds: []reports.Threshold{{Text: "p99 < 1s", Met: true, Seen: "1 ms"}}}
}

// Slow is one that did not.
func Slow() *reports.Load {
	return &reports.Load{Requests: 100, Thresholds: []reports.Threshold{{Text: "p99 < 1ms", Seen: "5 ms"}}}
}

// Barred is one that was not begun, and one of which a part was not.
func Barred(part bool, verdicts ...string) *reports.Run {
	run := Judged(verdicts...)
	run.Preflight = []reports.Obstacle{{Question: "client", Cause: "the client is refused",
		Said: "answered with 401", Hint: "is client.secret right?", Asks: true, Refused: true, Part: part}}
	return run
}

// Searched is a run that looked for the capacity.
func Searched() *reports.Run {
	run := &reports.Run{
		Tool: tool(), Started: Start(), Ended: Start(),
		Targets: []reports.Target{{Name: "acme staging", Profile: "clearxp", Auth: "http://127.0.0.1:8701"}},
		Capacity: &reports.Capacity{
			Verdict: reports.Pass, Sentence: "the target carries 790 requests a second (plan with 553); bound by: p99 < 50ms missed: 81ms",
			Rate: 790, High: 805, Plan: 553, Headroom: 0.3, Binding: "p99 < 50ms missed: 81ms", Knee: 640, InUse: 7.9,
			Scalability: &reports.Scalability{Lambda: 101, Sigma: 0.01, Kappa: 0.0004, Peak: 49.7, Most: 2011, Fit: 0.998},
			Levels: []reports.Level{
				{Rate: 400, Done: 400, P50: 10, P99: 12, Service: 10, InUse: 4, Good: true, Phase: "doubling"},
				{Rate: 800, Done: 799, P50: 22, P99: 81, Service: 10, InUse: 8, Throttled: 3, Why: "p99 < 50ms missed: 81ms", Phase: "doubling"},
				{Rate: 790, Done: 790, P50: 14, P99: 41, Service: 10, InUse: 7.9, Good: true, Phase: "probe"},
			},
		},
		Load: Loaded(),
	}
	run.Load.Wrong, run.Load.Thresholds = 0, nil
	run.Load.Heat = &reports.Heat{Step: 2, Bounds: []float64{1, 10, 100}, Columns: [][]uint64{{0, 5, 0, 0}, {0, 3, 1, 0}}}
	run.Load.Steps = []reports.StepTimes{{Journey: "lifecycle", Step: "exchange", Count: 7, Service: reports.Latency{Count: 7, P50: 1, P99: 2, Max: 3}}}
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	return run
}
