package load

import (
	"net/http"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
)

func TestThrottledAnswersAreCountedApart(t *testing.T) {
	p := short(serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Header.Get("Authorization"), "live-0") {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		honest(w, r)
	}))
	out := mustRun(t, p)
	if out.Throttled != 4 || out.Errors != 0 || out.Wrong != 0 || len(out.Kinds) != 0 || out.RetryAfter != 7 {
		t.Errorf("throttled %d, errors %d, wrong %d, kinds %v, retry after %v", out.Throttled, out.Errors, out.Wrong, out.Kinds, out.RetryAfter)
	}
	if out.Response.Count != 196 || out.Classes[0].Throttled != 4 {
		t.Errorf("a 429 flatters: %d latencies, %d in the class", out.Response.Count, out.Classes[0].Throttled)
	}
	if out.Verdict != reports.Inconclusive || !strings.Contains(out.Sentence, "4 requests with 429") {
		t.Errorf("%s: %s", out.Verdict, out.Sentence)
	}
}

func TestThrottledIsAnObjective(t *testing.T) {
	p := short(serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }))
	p.Thresholds = objectives(t, "throttled < 50%")
	if out := mustRun(t, p); out.Thresholds[0].Met || out.Thresholds[0].Seen != "100%" {
		t.Errorf("%+v", out.Thresholds)
	}
}
