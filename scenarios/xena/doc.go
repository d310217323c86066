// Package xena is the profile of Xena, as one folder: how the steps of a client
// look on its wire, as its documentation and OpenID Connect describe them (form
// encoding, bearer tokens, and the fiscal id in the path as the tenant), which
// requirements it adopts (profile.yaml), a target file to start from
// (target.yaml), and what requests look like byte for byte (golden).
//
//	r, err := xena.Dialect().Encode(bases, scenarios.Step{Verb: scenarios.Keys})
//
// It must not know checks, targets, a network or the reference server.
package xena
