package fakeserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/rules"
)

func TestResetForgetsCredentials(t *testing.T) {
	h := open(t)
	access, refresh := h.Tokens()
	h.Server.Reset()
	h.Want(h.API(access), http.StatusUnauthorized, "")
	h.Want(h.Refresh(refresh), http.StatusBadRequest, rules.InvalidGrant)
	h.Tokens()
}

func TestListenServesBothAndCloses(t *testing.T) {
	s := fakeserver.New(clearxp.Contract())
	up, err := s.Listen(t.Context(), fakeserver.Addresses{ControlSecret: "control-secret-1"})
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]int{
		up.URL + "/xapi/about": http.StatusOK, up.URL + "/clock": http.StatusNotFound, up.ControlURL + "/clock": http.StatusUnauthorized,
	} {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want || !strings.HasPrefix(url, "http://127.0.0.1:") {
			t.Errorf("%s: %d", url, response.StatusCode)
		}
	}
	for range 2 {
		if err := up.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := http.Get(up.URL); err == nil {
		t.Error("still up")
	}
	if _, err := s.Listen(t.Context(), fakeserver.Addresses{Public: "nowhere"}); err == nil {
		t.Error("listened nowhere")
	}
}

func TestServersAreBounded(t *testing.T) {
	s := fakeserver.Bounded("", fakeserver.New(clearxp.Contract()))
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("a client can hold %+v for ever", s)
	}
	read := int64(0)
	s = fakeserver.Bounded("", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { read, _ = io.Copy(io.Discard, r.Body) }))
	s.Handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/", io.LimitReader(endless{}, 2*fakeserver.BodyCeiling)))
	if read != fakeserver.BodyCeiling {
		t.Errorf("%d bytes of a body were read", read)
	}
}

// endless is a body without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
