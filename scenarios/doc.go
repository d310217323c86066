// Package scenarios says what a client does to an auth server, step by step,
// and sends it: steps without a wire format, the requests that a dialect makes
// of them, the replies, deliberate bends of a correct request, the clock of
// the target, transcripts with fingerprints in the place of secrets, and
// journeys of several steps.
//
// It knows no product: a dialect in a folder of its own turns steps into
// requests. It must not know the test framework, the load engine or the
// reference server; it meets servers only over HTTP.
package scenarios
