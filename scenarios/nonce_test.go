package scenarios_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// plain writes steps as the RFCs do, and reads no answer.
type plain struct{ scenarios.Standard }

func (plain) Decode(*scenarios.Reply) {}

// noting notes the nonces of the first request, and goes nowhere.
type noting struct{ nonces []any }

func (n *noting) Visit(_ context.Context, _ scenarios.Sender, first scenarios.Request, _ string, _ scenarios.Conduct) (*scenarios.Landing, error) {
	n.nonces = nil
	for _, p := range first.Query {
		if p.Name == "nonce" {
			n.nonces = append(n.nonces, p.Value)
		}
	}
	return &scenarios.Landing{}, nil
}

// TestANonceIsSentWhereOneIsNeeded: with the scope openid, OpenID Connect Core
// 1.0 §3.1.2.1, and where the target file has a place for one; a new one each
// time, and never beside that of a check.
func TestANonceIsSentWhereOneIsNeeded(t *testing.T) {
	n, sent := 0, &noting{}
	c := scenarios.Client{
		Dialect: plain{scenarios.Standard{Paths: map[string]string{"authorize": "/a"}}}, Visitor: sent,
		Nonce: func() string { n++; return fmt.Sprintf("n%d", n) },
	}
	asked := scenarios.Params{{Name: "nonce", Value: "a-{nonce}"}}
	for _, test := range []struct {
		name, scope, own string
		extra            scenarios.Params
		want             string
	}{
		{"no ID token", "mail openids", "", nil, "[]"},
		{"an ID token", "mail openid", "", nil, "[n1]"},
		{"another ID token", "openid", "", nil, "[n2]"},
		{"the file asks", "mail", "", asked, "[a-n3]"},
		{"the file asks again", "openid", "", asked, "[a-n4]"},
		{"a nonce of the file's own", "openid", "", scenarios.Params{{Name: "nonce", Value: "fixed"}}, "[fixed]"},
		{"a check's own", "openid", "mine", nil, "[mine]"},
		{"a check's own, and the file asks", "openid", "mine", asked, "[mine]"},
	} {
		_, err := c.Visit(t.Context(), scenarios.Step{
			Verb: scenarios.Authorize, Client: scenarios.Registration{ID: "c", Extra: test.extra}, Scope: test.scope, OIDCNonce: test.own,
		}, "http://127.0.0.1:9/cb", scenarios.Waits)
		if got := fmt.Sprint(sent.nonces); err != nil || got != test.want {
			t.Errorf("%s: %s, want %s, %v", test.name, got, test.want, err)
		}
	}
	if fmt.Sprint(asked) != "[{nonce a-{nonce}}]" {
		t.Errorf("the file's parameters have become %v", asked)
	}
}
