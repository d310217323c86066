// Package lxhive is how the steps of a client look on lxHive's wire, as its
// wiki shows them: temporary tokens are made, shown and deleted at one
// endpoint, and used as HTTP Basic at the xAPI.
//
// It is a codec: it does no I/O, knows no check and must not know the
// reference server, so that one mistake cannot hide in both.
package lxhive
