// Package reports holds the one result model of a run, judges the whole from
// the findings, and writes it out: text for a person, JSON with a published
// schema, JUnit and Markdown for CI, and one HTML page.
//
// It knows neither the test framework nor the load engine, and it never sees a
// secret: what it is given has been redacted. What a target answered is hostile
// input here; every writer makes it harmless for its own format.
package reports
