package openmetrics_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/openmetrics"
)

func TestMetricsAreServed(t *testing.T) {
	f := openmetrics.New(`clear"xp`)
	f.Set(3, load.Live{Requests: 12, Wrong: 2, Done: 100.5, P99: 250})
	res := httptest.NewRecorder()
	f.ServeHTTP(res, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{
		"# TYPE authassay_load_requests counter\n", `authassay_load_requests_total{profile="clear\"xp"} 12` + "\n",
		`authassay_load_wrong_answers_total{profile="clear\"xp"} 2`, `authassay_load_response_p99_seconds{profile="clear\"xp"} 0.25`,
		`authassay_load_levels{profile="clear\"xp"} 3`, "# EOF\n",
	} {
		if !strings.Contains(res.Body.String(), want) {
			t.Errorf("no %q in\n%s", want, res.Body)
		}
	}
	if got := res.Header().Get("Content-Type"); got != openmetrics.ContentType {
		t.Errorf("served as %q", got)
	}
}

func ExampleFigures() {
	figures := openmetrics.New("clearxp")
	figures.Set(0, load.Live{Requests: 12})
	res := httptest.NewRecorder()
	figures.ServeHTTP(res, httptest.NewRequest("GET", "/metrics", nil))
	_, counter, _ := strings.Cut(res.Body.String(), "came to an end.\n")
	line, _, _ := strings.Cut(counter, "\n")
	fmt.Println(line)
	// Output: authassay_load_requests_total{profile="clearxp"} 12
}
