// Package ledger notes what a target has handed out to the tester and withdraws
// it at the end, so that no test leaves living tokens behind.
//
//	c.Ledger = &ledger.Ledger{Now: clock.Now}
//	// ... the client does whatever it does ...
//	left, of := ledger.TidyUp(ctx, c)
//
// It must not know a dialect: what a target cannot withdraw is counted.
package ledger
