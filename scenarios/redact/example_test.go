package redact_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/transcript"
)

func Example() {
	key := strings.NewReader(strings.Repeat("k", 32)) // crypto/rand.Reader where it matters
	r, err := redact.New(key)
	if err != nil {
		fmt.Println(err)
		return
	}
	r.Hold("ACCESS_TOKEN", "SplxlOBeZQQYbYS6WxSbIA")
	x := transcript.Entry{
		Number: 1, Role: transcript.Judged, Method: http.MethodGet, URL: "https://api.example/me", Status: http.StatusOK,
		Header: http.Header{"Authorization": {"Bearer SplxlOBeZQQYbYS6WxSbIA"}, "Accept": {"*/*"}, "User-Agent": {"authassay"}},
	}
	fmt.Println(r.Render(x).Header[1])
	for _, line := range r.Script(nil).Lines([]transcript.Entry{x}) {
		fmt.Println(line)
	}
	// Output:
	// Authorization: Bearer «fp:7e5368e6/22»
	// # 1, judged: answered 200
	// curl -i https://api.example/me -H 'Authorization: Bearer '"$ACCESS_TOKEN"
}
