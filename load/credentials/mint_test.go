package credentials

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// issuer is a lifecycle that counts what it is asked for.
type issuer struct {
	next, logins, refreshes atomic.Int64
	fail                    func(n int64) error
	same                    bool
}

func (s *issuer) grant() scenarios.Grant {
	n := s.next.Add(1)
	if s.same {
		n = 1
	}
	return scenarios.Grant{AccessToken: fmt.Sprintf("a%d", n), RefreshToken: fmt.Sprintf("r%d", n)}
}

func (s *issuer) Obtain(context.Context) (scenarios.Grant, error) {
	n := s.logins.Add(1)
	if s.fail != nil {
		if err := s.fail(n); err != nil {
			return scenarios.Grant{}, err
		}
	}
	return s.grant(), nil
}

func (s *issuer) Do(_ context.Context, step scenarios.Step, _ ...scenarios.Bend) (*scenarios.Reply, error) {
	if step.Verb != scenarios.Refresh || step.Client.ID != "acme" || !strings.HasPrefix(step.RefreshToken, "r") {
		return &scenarios.Reply{Step: step, Status: 400, Class: scenarios.Dead}, nil
	}
	s.refreshes.Add(1)
	return &scenarios.Reply{Step: step, Status: 200, Class: scenarios.Alive, Grant: s.grant()}, nil
}

func TestMintPool(t *testing.T) {
	cases := []struct {
		perLogin          int
		logins, refreshes int64
	}{{0, 100, 0}, {1, 100, 0}, {4, 25, 75}}
	for _, c := range cases {
		s := &issuer{}
		last := Minted{}
		pool, err := MintPool(t.Context(), s, 100,
			MintOptions{PerLogin: c.perLogin, Workers: 1, Refresh: scenarios.Step{Client: scenarios.Registration{ID: "acme"}}},
			func(m Minted) { last = m })
		if err != nil || len(pool.Grants) != 100 || last.Tokens != 100 || last.Want != 100 {
			t.Fatalf("%d tokens, progress %+v, %v", len(pool.Grants), last, err)
		}
		if s.logins.Load() != c.logins || s.refreshes.Load() != c.refreshes {
			t.Errorf("%d a login: %d logins and %d refreshes", c.perLogin, s.logins.Load(), s.refreshes.Load())
		}
	}
}

func TestMintPoolGivesExactlyWhatWasAskedWithManyWorkers(t *testing.T) {
	s := &issuer{fail: func(n int64) error {
		if n%3 == 0 {
			return errors.New("hiccup")
		}
		return nil
	}}
	pool, err := MintPool(t.Context(), s, 200, MintOptions{Workers: 16, Failures: 100}, nil)
	if err != nil || len(pool.Grants) != 200 || pool.Minted.Failed == 0 {
		t.Errorf("%d tokens, %+v, %v", len(pool.Grants), pool.Minted, err)
	}
}

func TestMintPoolGivesUp(t *testing.T) {
	broken := &issuer{fail: func(int64) error { return errors.New("consent page: status 500") }}
	pool, err := MintPool(t.Context(), broken, 50, MintOptions{}, nil)
	if err == nil || !strings.Contains(err.Error(), "0 of 50 tokens: consent page: status 500") || len(pool.Grants) != 0 {
		t.Errorf("got %v", err)
	}
	pool, err = MintPool(t.Context(), &issuer{same: true}, 50, MintOptions{}, nil)
	if !errors.Is(err, errSame) || len(pool.Grants) != 1 || pool.Minted.Twice < 10 {
		t.Errorf("got %d tokens, %+v, %v", len(pool.Grants), pool.Minted, err)
	}
}
