// Package wire carries requests to a server over HTTP/1.1 as they were written:
// without redirects, cookies or retries of its own, bounded in size and time, no
// faster than the target's limits allow, and several at the very same moment
// where a race is wanted.
//
//	w := wire.New(wire.Options{PerSecond: 10})
//	defer w.Close()
//	reply := w.Send(ctx, request)
//
// Why nothing came back stands in the reply as one of the errors of this
// package, without any secret. It must not know what a request means: steps and
// dialects are for package scenarios, whose Transport a [Wire] is.
package wire
