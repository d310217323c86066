package format_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/format"
)

// Every format is written from the same run.
func ExampleWrite() {
	run := &reports.Run{Capacity: &reports.Capacity{Verdict: reports.Pass, Sentence: "the target carries 790 requests a second"}}
	reports.Score(run, reports.ScoreOptions{})
	fmt.Println(strings.Join(format.Names(), ", "))
	var text strings.Builder
	if err := format.Write(&text, "text", run, format.Options{Width: 80}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	fmt.Println(lines[len(lines)-1])
	// Output:
	// text, json, junit, markdown, html, github
	// PASS: the target: the target carries 790 requests a second
}
