// Package reports holds the one result model of a run and writes it out: text
// for a person, JSON with a published schema, JUnit for CI.
//
// It knows neither the test framework nor the load engine, and it never sees a
// secret: what it is given has been redacted.
package reports
