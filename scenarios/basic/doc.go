// Package basic is how the steps of a client look where a server has HTTP Basic
// (RFC 7617) and nothing else: one resource that keys and secrets open.
//
// It is a codec: it does no I/O, knows no check and must not know the
// reference server, so that one mistake cannot hide in both.
package basic
