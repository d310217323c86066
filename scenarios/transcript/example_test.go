package transcript_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

func Example() {
	t := &transcript.Transcript{}
	ctx := scenarios.Recording(context.Background(), t)
	reply := &scenarios.Reply{Request: scenarios.Request{Method: http.MethodGet, URL: "https://api.example/me"}, Status: http.StatusUnauthorized}
	scenarios.Record(ctx, reply, nil, nil) // as a transport does
	t.Mark(reply, transcript.Judged)
	for _, x := range t.Exchanges() {
		fmt.Println(x.Number, x.Role, x.Method, x.URL, x.Status)
	}
	// Output: 1 judged GET https://api.example/me 401
}
