// Package clearxp is the profile of ClearXP, as one folder: how the steps of a
// client look on its wire, as its authentication documentation shows them (JSON
// at the token endpoint, the tenant in a header beside bearer tokens, HTTP Basic
// without one), which requirements it adopts (profile.yaml), a target file to
// start from (target.yaml), and what requests look like byte for byte (golden).
//
//	r, err := clearxp.Dialect{}.Encode(endpoints, scenarios.Step{Verb: scenarios.Call, As: scenarios.Bearer(token)})
//
// The dialect is a codec: it does no I/O, knows no check and must not know the
// reference server, so that one mistake cannot hide in both.
package clearxp
