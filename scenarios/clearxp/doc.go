// Package clearxp is how the steps of a client look on ClearXP's wire, as its
// authentication documentation shows them: JSON at the token endpoint, the
// tenant in a header beside bearer tokens, HTTP Basic without one.
//
// It is a codec: it does no I/O, knows no check and must not know the
// reference server, so that one mistake cannot hide in both.
package clearxp
