package load_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/scenarios"
)

// A load of two classes: a living token must be let in, a dead one must not. The
// target lets in whoever comes, which no speed makes up for.
func ExampleRun() {
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer target.Close()
	bearer := func(token string) []scenarios.Request {
		return []scenarios.Request{{Method: http.MethodGet, URL: target.URL, Header: http.Header{"Authorization": {"Bearer " + token}}}}
	}
	fast, _ := objective.Parse("p99 < 10s")
	result, err := load.Run(context.Background(), load.Plan{
		Rate: 200, Duration: 100 * time.Millisecond, Drain: time.Minute, Thresholds: []objective.Threshold{fast},
		Classes: []load.Class{
			{Name: "live", Share: 0.9, Requests: bearer("alive"), Acceptable: []scenarios.Class{scenarios.Alive}},
			{Name: "dead", Share: 0.1, Requests: bearer("revoked"), Acceptable: []scenarios.Class{scenarios.Dead}},
		},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict, result.Ground)
	fmt.Println(result.Sentence)
	// Output:
	// fail wrong answers
	// 2 of 20 answers were wrong
}
