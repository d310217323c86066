// Package reports holds the one result model of a run, reads and writes it as
// JSON with a published schema, and judges the whole from the findings. What
// others found out arrives as values; here it becomes words.
//
//	run := &reports.Run{Findings: findings, Targets: targets}
//	reports.Score(run, reports.ScoreOptions{})
//	fmt.Println(run.ExitCode, run.Sentence)
//
// The other formats are in [github.com/authassay/authassay/reports/format], and
// what changed from one run to the next in
// [github.com/authassay/authassay/reports/compare].
//
// It knows neither the test framework nor the load engine, and it never sees a
// secret: what it is given has been redacted. What a target answered is hostile
// input here; every writer makes it harmless for its own format.
package reports
