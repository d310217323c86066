package compare_test

import (
	"fmt"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/compare"
)

// A release may fix what it likes, and break nothing.
func ExampleRuns() {
	run := func(exchange reports.Verdict, p99 float64) *reports.Run {
		return &reports.Run{
			Findings: []reports.Finding{{ID: "EXC-03", Profile: "oauth2", Level: "MUST", Verdict: exchange}},
			Load:     &reports.Load{Response: reports.Latency{P99: p99}},
		}
	}
	c := compare.Runs(run(reports.Fail, 40), run(reports.Pass, 60))
	condition, err := compare.ParseCondition("p99 > 1.2x")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Fixed[0].ID, c.Worse())
	fmt.Println(condition.Holds(c))
	// Output:
	// EXC-03 false
	// true p99 > 1.2x: 60ms was 40ms
}
