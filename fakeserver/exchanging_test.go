package fakeserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/rules"
)

func TestACodeIsGoodOnce(t *testing.T) {
	h := open(t)
	code := h.Code()
	first := h.Exchange(code)
	h.Want(first, http.StatusOK, "")
	h.Want(h.Exchange(code), http.StatusBadRequest, rules.InvalidGrant)
	h.Want(h.API(first.Text("access_token")), http.StatusUnauthorized, "")
	h.Want(h.Refresh(first.Text("refresh_token")), http.StatusBadRequest, rules.InvalidGrant)
}

func TestOneOfManyExchangesWins(t *testing.T) {
	h := open(t)
	for range 5 {
		code, won := h.Code(), make(chan bool, 32)
		start, done := make(chan struct{}), sync.WaitGroup{}
		for range 32 {
			done.Go(func() {
				<-start
				won <- h.Exchange(code).Status == http.StatusOK
			})
		}
		close(start)
		done.Wait()
		close(won)
		wins := 0
		for one := range won {
			if one {
				wins++
			}
		}
		if wins != 1 {
			t.Fatalf("%d exchanges of one code succeeded", wins)
		}
	}
}

func TestExchangeRefusals(t *testing.T) {
	h := open(t)
	code := h.Code()
	for name, c := range map[string]struct {
		pairs  []any
		status int
		code   string
	}{
		"no grant_type":    {[]any{"grant_type", nil}, 400, rules.InvalidRequest},
		"empty grant_type": {[]any{"grant_type", ""}, 400, rules.InvalidRequest},
		"other grant_type": {[]any{"grant_type", "password"}, 400, rules.UnsupportedGrantType},
		"no code":          {[]any{"code", nil}, 400, rules.InvalidRequest},
		"empty code":       {[]any{"code", ""}, 400, rules.InvalidRequest},
		"list of codes":    {[]any{"code", []string{code}}, 400, rules.InvalidRequest},
		"number":           {[]any{"code", 7}, 400, rules.InvalidRequest},
		"unknown code":     {[]any{"code", "x"}, 400, rules.InvalidGrant},
		"truncated code":   {[]any{"code", code[:len(code)-1]}, 400, rules.InvalidGrant},
		"lengthened code":  {[]any{"code", code + "x"}, 400, rules.InvalidGrant},
		"NUL":              {[]any{"code", code + "\x00"}, 400, rules.InvalidRequest},
		"no redirect":      {[]any{"redirect_uri", nil}, 400, rules.InvalidRequest},
		"other redirect":   {[]any{"redirect_uri", h.Own.RedirectURIs[1]}, 400, rules.InvalidGrant},
		"other client":     {[]any{"client_id", h.Other.ID, "client_secret", h.Other.Secret}, 400, rules.InvalidGrant},
		"no client":        {[]any{"client_id", nil}, 400, rules.InvalidRequest},
		"no secret":        {[]any{"client_secret", nil}, 400, rules.InvalidRequest},
		"empty secret":     {[]any{"client_secret", ""}, 400, rules.InvalidRequest},
		"wrong secret":     {[]any{"client_secret", "x"}, 401, rules.InvalidClient},
		"truncated secret": {[]any{"client_secret", h.Own.Secret[:39]}, 401, rules.InvalidClient},
		"folded secret":    {[]any{"client_secret", strings.ToLower(h.Own.Secret)}, 401, rules.InvalidClient},
		"another's secret": {[]any{"client_secret", h.Other.Secret}, 401, rules.InvalidClient},
		"unknown client":   {[]any{"client_id", "nobody"}, 401, rules.InvalidClient},
		"stray verifier":   {[]any{"code_verifier", strings.Repeat("v", 43)}, 400, rules.InvalidGrant},
	} {
		a := h.Exchange(code, c.pairs...)
		if a.Status != c.status || a.Text("error") != c.code {
			t.Errorf("%s: got %d %s, want %d %s", name, a.Status, a.Body, c.status, c.code)
		}
		if a.Header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: header %v", name, a.Header)
		}
	}
	h.Want(h.Exchange(code, "more", "members", "scope", "all"), http.StatusOK, "")
}

func TestBodiesOfTokenRequests(t *testing.T) {
	h := open(t)
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {h.Own.ID}, "client_secret": {h.Own.Secret},
		"redirect_uri": {h.Own.RedirectURIs[0]}, "code": {"x"},
	}.Encode()
	for name, c := range map[string]struct{ media, body, code string }{
		"form":           {servertest.FormType, form, rules.InvalidGrant},
		"repeated":       {servertest.FormType, form + "&code=x", rules.InvalidRequest},
		"repeated alien": {servertest.FormType, form + "&y=1&y=2", rules.InvalidGrant},
		"bad escape":     {servertest.FormType, form + "&z=%zz", rules.InvalidRequest},
		"not JSON":       {"application/json", "{", rules.InvalidRequest},
		"no object":      {"application/json", `["code"]`, rules.InvalidRequest},
		"two objects":    {"application/json", `{}{}`, rules.InvalidRequest},
		"doubled":        {"application/json", `{"grant_type":"x","grant_type":"x"}`, rules.InvalidRequest},
		"charset":        {"Application/JSON; charset=utf-8", `{"grant_type":"x"}`, rules.UnsupportedGrantType},
		"other media":    {"text/plain", `{"grant_type":"x"}`, rules.InvalidRequest},
		"no media":       {"", `{"grant_type":"x"}`, rules.InvalidRequest},
		"deep":           {"application/json", `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, rules.InvalidRequest},
		"very deep":      {"application/json", strings.Repeat("[", 20000), rules.InvalidRequest},
		"broken UTF-8":   {"application/json", "{\"grant_type\":\"\xff\"}", rules.InvalidRequest},
		"raw NUL":        {"application/json", "{\"grant_type\":\"\x00\"}", rules.InvalidRequest},
		"too long":       {"application/json", `{"a":"` + strings.Repeat("a", 70<<10) + `"}`, rules.InvalidRequest},
		"empty":          {"application/json", "", rules.InvalidRequest},
	} {
		a := h.Send(http.DefaultClient, "POST", "/auth/oauth/token", c.body, "Content-Type", c.media)
		if a.Status != http.StatusBadRequest || a.Text("error") != c.code {
			t.Errorf("%s: got %d %s, want %s", name, a.Status, a.Body, c.code)
		}
	}
}

func TestParametersInTheURICountForNothing(t *testing.T) {
	h := open(t)
	query := url.Values{"client_secret": {h.Own.Secret}}.Encode()
	a := h.Send(http.DefaultClient, "POST", "/auth/oauth/token?"+query,
		`{"grant_type":"authorization_code","client_id":"`+h.Own.ID+`","code":"`+h.Code()+`"}`, "Content-Type", "application/json")
	h.Want(a, http.StatusBadRequest, rules.InvalidRequest)
}

func TestAClientMayUseTheHeader(t *testing.T) {
	h := open(t)
	form := url.Values{"grant_type": {"authorization_code"}, "redirect_uri": {h.Own.RedirectURIs[0]}, "code": {h.Code()}}
	request := func(secret, extra string) answer {
		request, _ := http.NewRequest("POST", h.URL+"/auth/oauth/token", nil)
		request.SetBasicAuth(h.Own.ID, secret)
		return h.Send(http.DefaultClient, "POST", "/auth/oauth/token", form.Encode()+extra,
			"Content-Type", servertest.FormType, "Authorization", request.Header.Get("Authorization"))
	}
	wrong := request("x", "")
	h.Want(wrong, http.StatusUnauthorized, rules.InvalidClient)
	if !strings.HasPrefix(wrong.Header.Get("WWW-Authenticate"), "Basic ") {
		t.Error("no challenge to a client that used the header")
	}
	h.Want(request(h.Own.Secret, "&client_secret=x"), http.StatusBadRequest, rules.InvalidRequest)
	h.Want(request(h.Own.Secret, ""), http.StatusOK, "")
}

func TestCodesExpire(t *testing.T) {
	h := open(t)
	early, late := h.Code(), h.Code()
	h.Server.Clock.Advance(10*time.Minute - 5*time.Second)
	h.Want(h.Exchange(early), http.StatusOK, "")
	h.Server.Clock.Advance(6 * time.Second)
	h.Want(h.Exchange(late), http.StatusBadRequest, rules.InvalidGrant)
	h.Want(h.Exchange(late), http.StatusBadRequest, rules.InvalidGrant)
}

func TestPKCE(t *testing.T) {
	// The pair of RFC 7636 Appendix B.
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	h := open(t)
	code := h.Arrive("code_challenge", challenge, "code_challenge_method", "S256").Get("code")
	h.Want(h.Exchange(code), http.StatusBadRequest, rules.InvalidGrant)
	h.Want(h.Exchange(code, "code_verifier", challenge), http.StatusBadRequest, rules.InvalidGrant)
	h.Want(h.Exchange(code, "code_verifier", verifier+"x"), http.StatusBadRequest, rules.InvalidGrant)
	h.Want(h.Exchange(code, "code_verifier", verifier), http.StatusOK, "")
	plain := h.Arrive("code_challenge", verifier).Get("code")
	h.Want(h.Exchange(plain, "code_verifier", verifier), http.StatusOK, "")
}

// TestReplayAfterTheCodesLife ends what came of a code when it is sent again,
// however late that is.
func TestReplayAfterTheCodesLife(t *testing.T) {
	for _, later := range []time.Duration{10 * time.Minute, 50 * time.Minute, 20 * 24 * time.Hour} {
		h := open(t)
		code := h.Code()
		first := h.Exchange(code)
		h.Want(first, http.StatusOK, "")
		if err := h.Server.Clock.Advance(later); err != nil {
			t.Fatal(err)
		}
		h.Server.Stuff(10_000) // so many that the oldest are swept
		h.Want(h.Exchange(code, "client_id", h.Other.ID, "client_secret", h.Other.Secret), http.StatusBadRequest, rules.InvalidGrant)
		refreshed := h.Refresh(first.Text("refresh_token"))
		h.Want(refreshed, http.StatusOK, "")
		h.Want(h.Exchange(code), http.StatusBadRequest, rules.InvalidGrant)
		h.Want(h.API(refreshed.Text("access_token")), http.StatusUnauthorized, "")
		h.Want(h.Refresh(refreshed.Text("refresh_token")), http.StatusBadRequest, rules.InvalidGrant)
	}
}
