// Package basic is the profile of a server that has HTTP Basic (RFC 7617) and
// nothing else, one resource that keys and secrets open, as one folder: how the
// steps of a client look on its wire, which requirements it adopts
// (profile.yaml), a target file to start from (target.yaml), and what requests
// look like byte for byte (golden).
//
//	r, err := basic.Dialect{}.Encode(endpoints, scenarios.Step{Verb: scenarios.Call, As: scenarios.Basic("key", "secret")})
//
// The dialect is a codec: it does no I/O, knows no check and must not know the
// reference server, so that one mistake cannot hide in both.
package basic
