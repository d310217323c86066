// Package preflight asks a target what has to be so before it can be judged:
// whether it answers, whether its people, clients and keys get in, and whether
// what the target file names is there. What becomes of a question is a value
// with a typed cause, so that a mistake in the file can be told from one of the
// server.
//
//	answers := preflight.New(preflight.Options{Assembly: ready, Now: time.Now}).Ask(ctx)
//	obstacles := preflight.Obstacles(answers, ready.Redactor.Scrub)
//
// It attacks nothing, writes to nobody, and knows neither commands nor exit
// codes.
package preflight
