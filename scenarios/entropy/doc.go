// Package entropy says how different values are that nobody may guess, such as
// tokens (RFC 6749 §10.10).
//
//	v := entropy.Of(tokens)
//	if v.Repeated > 0 || v.Bits < 128 { ... }
//
// It must not know what the values are for, nor how much is enough.
package entropy
