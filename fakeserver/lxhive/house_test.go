package lxhive

import (
	"testing"

	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

// house is a server of the contract.
type house struct{ *servertest.House }

type answer = servertest.Answer

func open(t *testing.T) *house {
	t.Helper()
	return &house{servertest.Open(t, Contract())}
}
