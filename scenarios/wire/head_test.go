package wire

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// A server that sends a body with its answer to HEAD, RFC 9110 §9.3.2, spoils no answer
// behind it.
func TestABodyBehindHeadSpoilsNoAnswer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				owed := "" // comes when the next answer is waited for
				for r := bufio.NewReader(c); ; {
					asked, err := http.ReadRequest(r)
					if err != nil {
						return
					}
					_, _ = io.WriteString(c, owed+"HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\n")
					if owed = "no token."; asked.Method != http.MethodHead {
						_, _ = io.WriteString(c, owed)
						owed = ""
					}
				}
			}()
		}
	}()
	w := start(t, Options{})
	for i := range 20 {
		method := []string{http.MethodHead, http.MethodGet}[i%2]
		if r := w.Send(t.Context(), scenarios.Request{Method: method, URL: "http://" + l.Addr().String()}); r.Err != nil || r.Status != 401 {
			t.Fatalf("request %d, %s: %d, %v", i, method, r.Status, r.Err)
		}
	}
}

// TestAddressesThatNobodyCanRead: a browser may be sent to what net/http takes for no
// address at all, and that is an answer like any other.
func TestAddressesThatNobodyCanRead(t *testing.T) {
	const to = `https://client.example\.attacker.example/%zz`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	}))
	defer s.Close()
	r := New(Options{}).Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: s.URL})
	if r.Err != nil || r.Status != http.StatusFound || r.Header.Get("Location") != to || len(r.Header[ledTo]) > 0 {
		t.Errorf("status %d, header %v, error %v", r.Status, r.Header, r.Err)
	}
}
