package fakeserver_test

import (
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

// The common endpoints are tried under the contract of ClearXP, which bends the
// RFCs least at the token endpoint: it takes both encodings.

type (
	house  = servertest.House
	answer = servertest.Answer
)

// open starts an honest server, bent where the test says so.
func open(t *testing.T, bends ...func(*fakeserver.Rules)) *house {
	t.Helper()
	return servertest.Open(t, clearxp.Contract(), bends...)
}
