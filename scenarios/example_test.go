package scenarios_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

// silent is a transport whose server refuses everything.
type silent struct{}

func (silent) Send(_ context.Context, r scenarios.Request) *scenarios.Reply {
	body, _ := r.Payload()
	fmt.Println(r.Method, r.URL, string(body))
	return &scenarios.Reply{Request: r, Status: http.StatusBadRequest, Body: []byte(`{"error":"invalid_grant"}`)}
}

func (s silent) Race(ctx context.Context, _ int, r scenarios.Request) []*scenarios.Reply {
	return []*scenarios.Reply{s.Send(ctx, r)}
}

// A step is written by a dialect, spoiled by a bend, and its answer is classed.
func ExampleClient_Do() {
	c := &scenarios.Client{
		Dialect:   scenarios.Standard{Paths: map[string]string{"token": "/token"}},
		Endpoints: scenarios.Endpoints{Auth: "https://auth.example"},
		Wire:      silent{},
	}
	r, err := c.Do(context.Background(), scenarios.Step{
		Verb: scenarios.Refresh, Client: scenarios.Registration{ID: "acme", Authentication: "none"}, RefreshToken: "r-1",
	}, scenarios.With("refresh_token", "another"))
	fmt.Println(err, scenarios.Describe(r))
	// Output:
	// POST https://auth.example/token grant_type=refresh_token&refresh_token=another&client_id=acme
	// <nil> 400 (invalid_grant)
}
