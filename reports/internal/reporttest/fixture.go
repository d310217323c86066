package reports

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// start is when the sample runs began.
func start() time.Time { return time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC) }

// nasty is what a hostile or broken target may answer.
const nasty = "<script>alert(1)</script> ]]> \x1b[31mred\x00 \xff\xfe | `x` **b** \u202egnp.exe ${{ x }} @all\r\nSet-Cookie: forged=1"

// sample is a run with a finding of every verdict and a load result.
func sample() *Run {
	run := &Run{
		Tool:    Tool{"authassay", "0.3.0", "2026.1"},
		Started: start(),
		Ended:   start().Add(12400 * time.Millisecond),
		Seed:    42,
		Targets: []Target{{
			Name: "acme staging", Profile: "clearxp", Auth: "http://127.0.0.1:8701", API: "http://127.0.0.1:8702",
			Policy: map[string]string{"refresh_rotation": "optional", "code_lifetime": "10m", "access_token_lifetime": "1h"},
		}},
		Findings: findings(),
		Facts: []Fact{
			{"clearxp", "access token lifetime", "3600 s declared, 3602 s seen", "EXP-02"},
			{"clearxp", "refresh tokens rotate", "no", "REF-04"},
		},
		Coverage: []Covered{
			{"CXP-07", "A code can be exchanged once.", []string{"EXC-03"}, ""},
			{"CXP-31", "Support answers within a day.", nil, "nothing that a client can see"},
		},
		Load: loaded(),
	}
	Score(run, ScoreOptions{})
	return run
}

func findings() []Finding {
	base := func(id, chapter, level string, v Verdict, sentence string) Finding {
		return Finding{ID: id, Profile: "clearxp", Chapter: chapter, Level: level, Verdict: v, Sentence: sentence,
			Clause: "RFC 6749 §4.1.2", Link: "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2",
			When: "a second exchange of a code", Location: "exchanging.go:41", Seconds: 0.021}
	}
	reuse := base("EXC-03", "exchanging", "MUST", Fail, "An authorization code is accepted once; a second exchange of it is refused.")
	reuse.Statements = []string{"CXP-07", "CXP-08"}
	reuse.Acceptable = []string{"400 with error invalid_grant", "401 with error invalid_grant"}
	reuse.Actual = "200 with an access token of 3600 s"
	reuse.Control = "200: the first exchange of the same code"
	reuse.Transcript = []Exchange{exchange(6, "", 200), exchange(7, "control", 200), exchange(8, "judged", 200)}
	reuse.Reproduce = []string{
		"curl -i -u \"$CLIENT_ID:$CLIENT_SECRET\" -d grant_type=authorization_code -d \"code=$CODE\" http://127.0.0.1:8701/oauth2/token",
		"authassay run EXC-03 --target target.yaml"}
	other := base("TEN-02", "tenancy", "MUST", Fail, "A credential of one tenant opens nothing of another.")
	other.Actual, other.Detail = nasty, nasty
	other.Acceptable = []string{"401", "403", "404"}
	other.Transcript = []Exchange{{Role: "judged", Method: "GET", URL: "http://127.0.0.1:8702/api/" + nasty, Header: []string{"X-Bad: " + nasty},
		Status: 200, Answer: []string{"Content-Type: text/html"}, Reply: nasty, Sequence: 3, Clipped: true}}
	soft := base("HYG-05", "hygiene", "SHOULD", Warn, "Answers that carry tokens forbid caching.")
	soft.Acceptable, soft.Actual = []string{"Cache-Control: no-store"}, "no Cache-Control header"
	slow := base("EXP-02", "expiring", "MUST", Untested, "An access token is refused after its lifetime.")
	slow.Detail = "waits 1h0m5s, beyond the patience of 5m0s"
	wait := base("EXP-03", "expiring", "MUST", Untested, "A refresh token is refused after its lifetime.")
	wait.Detail = slow.Detail
	down := base("REF-01", "refreshing", "MUST", Inconclusive, "A refresh token buys a new access token.")
	down.Detail = "the target answered 503 three times"
	down.Transcript = []Exchange{{Method: "POST", URL: "http://127.0.0.1:8701/oauth2/token", Error: "connection reset by peer", Sequence: 1}}
	may := base("PKC-06", "proving", "MAY", Note, "PKCE may be required of confidential clients.")
	may.Actual = "not required"
	old := base("BAS-03", "basic", "MUST", Expected, "A wrong Basic secret is refused with 401.")
	old.Reason = "fixed in the next release, ticket 1234"
	lacks := base("DIS-01", "discovery", "MUST", NotApplicable, "The issuer publishes its metadata.")
	lacks.Detail = "the target file declares no discovery"
	return []Finding{base("AUT-01", "authorizing", "MUST", Pass, "A browser is shown an authentication screen."),
		lacks, reuse, may, slow, other, wait, down, soft, old,
		base("AUT-02", "authorizing", "MUST", Pass, "After login the browser is sent back with a code.")}
}

func exchange(n int, role string, status int) Exchange {
	return Exchange{Step: "exchange", Role: role, Method: "POST", URL: "http://127.0.0.1:8701/oauth2/token",
		Header: []string{"Authorization: Basic ‹secret:3f9a›", "Content-Type: application/x-www-form-urlencoded"},
		Body:   "grant_type=authorization_code&code=‹code:77b0›",
		Status: status, Answer: []string{"Content-Type: application/json", "Cache-Control: no-store"},
		Reply:  "{\n  \"access_token\": \"‹token:51c2›\",\n  \"token_type\": \"Bearer\",\n  \"expires_in\": 3600\n}",
		Millis: 12.34, Sequence: n}
}

func loaded() *Load {
	l := &Load{
		Started: start(), Seconds: 60, Offered: 500, Done: 498.2, Requests: 29892, Wrong: 3, Errors: 11, Pool: 200, Connections: 64,
		Response: Latency{29892, 0.41, 4.2, 3.1, 8.2, 12.5, 31.7, 88.1, 240.5, 312.9},
		Service:  Latency{29892, 0.40, 3.9, 3.0, 7.9, 11.8, 28.0, 71.4, 199.2, 250.1},
		Lag:      Latency{29892, 0, 0.1, 0.05, 0.2, 0.3, 1.1, 9.8, 40.2, 62.8},
		Classes: []LoadClass{
			{Name: "alive", Share: 0.8, Acceptable: []string{"200"}, Requests: 23913, Errors: 11, Response: Latency{Count: 23913, P50: 3.2, P99: 32}},
			{Name: "revoked", Share: 0.2, Acceptable: []string{"401"}, Requests: 5979, Wrong: 3, Response: Latency{Count: 5979, P50: 2.1, P99: 20},
				Samples: []Exchange{exchange(1, "judged", 200)}},
		},
		Thresholds: []Threshold{{"p99 < 50ms", true, "31.7 ms"}, {"wrong answers = 0", false, "3"}},
		Memory:     []Memory{{0, 30 << 20}, {60, 34 << 20}},
		Kinds:      []Kind{{"timeout", 7}, {"connection reset", 4}},
	}
	for i := range 60 {
		bump := float64(i % 7)
		l.PerSecond = append(l.PerSecond, Second{At: i, Offered: 500, Done: uint64(500 - i%5), Wrong: uint64(i / 59 * 3), Errors: uint64(i % 2),
			P50: 3 + bump/10, P90: 8 + bump/3, P99: 25 + 3*bump, Max: 80 + 30*bump})
	}
	return l
}

// crowd is a run with many findings.
func crowd(n int) *Run {
	run := sample()
	template := run.Findings
	run.Findings = nil
	for i := range n {
		f := template[i%len(template)]
		f.ID = fmt.Sprintf("%s-%03d", f.ID[:3], i)
		run.Findings = append(run.Findings, f)
	}
	Score(run, ScoreOptions{})
	return run
}

// empty is a run that tested nothing.
func empty() *Run {
	run := &Run{Tool: Tool{"authassay", "0.3.0", "2026.1"}, Started: start(), Ended: start()}
	Score(run, ScoreOptions{})
	return run
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run the test with -update and read the diff)\n%s", path, firstDifference(string(got), string(want)))
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n got %q\nwant %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(a), len(b))
}
