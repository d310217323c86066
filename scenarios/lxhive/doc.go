// Package lxhive is the profile of lxHive, as one folder: how the steps of a
// client look on its wire, as its wiki shows them (temporary tokens are made,
// shown and deleted at one endpoint, and used as HTTP Basic at the xAPI), which
// requirements it adopts (profile.yaml), a target file to start from
// (target.yaml), and what requests look like byte for byte (golden).
//
//	r, err := lxhive.Dialect{}.Encode(endpoints, scenarios.Step{Verb: scenarios.Issue, As: administrator})
//
// The dialect is a codec: it does no I/O, knows no check and must not know the
// reference server, so that one mistake cannot hide in both.
package lxhive
