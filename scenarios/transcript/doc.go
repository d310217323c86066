// Package transcript keeps the exchanges of one check: which request went out,
// what came back, and which part each plays as evidence.
//
//	t := &transcript.Transcript{}
//	ctx = scenarios.Recording(ctx, t)
//	// ... whatever is sent under ctx is recorded ...
//	t.Mark(reply, transcript.Judged)
//	way := t.Of(reply) // the exchange, behind those that its credentials came from
//
// Memory is bounded whatever a target answers. An [Entry] holds secrets; what
// may be shown of one is for package redact. It must not know what is judged.
package transcript
