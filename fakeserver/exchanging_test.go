package fakeserver

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestACodeIsGoodOnce(t *testing.T) {
	h := open(t)
	code := h.code()
	first := h.exchange(code)
	h.want(first, http.StatusOK, "")
	h.want(h.exchange(code), http.StatusBadRequest, invalidGrant)
	h.want(h.api(first.text("access_token")), http.StatusUnauthorized, "")
	h.want(h.refresh(first.text("refresh_token")), http.StatusBadRequest, invalidGrant)
}

func TestOneOfManyExchangesWins(t *testing.T) {
	h := open(t)
	for range 5 {
		code, won := h.code(), make(chan bool, 32)
		start, done := make(chan struct{}), sync.WaitGroup{}
		for range 32 {
			done.Go(func() {
				<-start
				won <- h.exchange(code).status == http.StatusOK
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
	code := h.code()
	for name, c := range map[string]struct {
		pairs  []any
		status int
		code   string
	}{
		"no grant_type":    {[]any{"grant_type", nil}, 400, invalidRequest},
		"empty grant_type": {[]any{"grant_type", ""}, 400, invalidRequest},
		"other grant_type": {[]any{"grant_type", "password"}, 400, unsupportedGrantType},
		"no code":          {[]any{"code", nil}, 400, invalidRequest},
		"empty code":       {[]any{"code", ""}, 400, invalidRequest},
		"list of codes":    {[]any{"code", []string{code}}, 400, invalidRequest},
		"number":           {[]any{"code", 7}, 400, invalidRequest},
		"unknown code":     {[]any{"code", "x"}, 400, invalidGrant},
		"truncated code":   {[]any{"code", code[:len(code)-1]}, 400, invalidGrant},
		"lengthened code":  {[]any{"code", code + "x"}, 400, invalidGrant},
		"NUL":              {[]any{"code", code + "\x00"}, 400, invalidRequest},
		"no redirect":      {[]any{"redirect_uri", nil}, 400, invalidRequest},
		"other redirect":   {[]any{"redirect_uri", h.own.RedirectURIs[1]}, 400, invalidGrant},
		"other client":     {[]any{"client_id", h.other.ID, "client_secret", h.other.Secret}, 400, invalidGrant},
		"no client":        {[]any{"client_id", nil}, 400, invalidRequest},
		"no secret":        {[]any{"client_secret", nil}, 400, invalidRequest},
		"empty secret":     {[]any{"client_secret", ""}, 400, invalidRequest},
		"wrong secret":     {[]any{"client_secret", "x"}, 401, invalidClient},
		"truncated secret": {[]any{"client_secret", h.own.Secret[:39]}, 401, invalidClient},
		"folded secret":    {[]any{"client_secret", strings.ToLower(h.own.Secret)}, 401, invalidClient},
		"another's secret": {[]any{"client_secret", h.other.Secret}, 401, invalidClient},
		"unknown client":   {[]any{"client_id", "nobody"}, 401, invalidClient},
		"stray verifier":   {[]any{"code_verifier", strings.Repeat("v", 43)}, 400, invalidGrant},
	} {
		a := h.exchange(code, c.pairs...)
		if a.status != c.status || a.text("error") != c.code {
			t.Errorf("%s: got %d %s, want %d %s", name, a.status, a.body, c.status, c.code)
		}
		if a.header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: header %v", name, a.header)
		}
	}
	h.want(h.exchange(code, "more", "members", "scope", "all"), http.StatusOK, "")
}

func TestBodiesOfTokenRequests(t *testing.T) {
	h := open(t)
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {h.own.ID}, "client_secret": {h.own.Secret},
		"redirect_uri": {h.own.RedirectURIs[0]}, "code": {"x"},
	}.Encode()
	for name, c := range map[string]struct{ media, body, code string }{
		"form":           {formType, form, invalidGrant},
		"repeated":       {formType, form + "&code=x", invalidRequest},
		"repeated alien": {formType, form + "&y=1&y=2", invalidGrant},
		"bad escape":     {formType, form + "&z=%zz", invalidRequest},
		"not JSON":       {"application/json", "{", invalidRequest},
		"no object":      {"application/json", `["code"]`, invalidRequest},
		"two objects":    {"application/json", `{}{}`, invalidRequest},
		"doubled":        {"application/json", `{"grant_type":"x","grant_type":"x"}`, invalidRequest},
		"charset":        {"Application/JSON; charset=utf-8", `{"grant_type":"x"}`, unsupportedGrantType},
		"other media":    {"text/plain", `{"grant_type":"x"}`, invalidRequest},
		"no media":       {"", `{"grant_type":"x"}`, invalidRequest},
		"deep":           {"application/json", `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, invalidRequest},
		"very deep":      {"application/json", strings.Repeat("[", 20000), invalidRequest},
		"broken UTF-8":   {"application/json", "{\"grant_type\":\"\xff\"}", invalidRequest},
		"raw NUL":        {"application/json", "{\"grant_type\":\"\x00\"}", invalidRequest},
		"too long":       {"application/json", `{"a":"` + strings.Repeat("a", 70<<10) + `"}`, invalidRequest},
		"empty":          {"application/json", "", invalidRequest},
	} {
		a := h.send(http.DefaultClient, "POST", "/auth/oauth/token", c.body, "Content-Type", c.media)
		if a.status != http.StatusBadRequest || a.text("error") != c.code {
			t.Errorf("%s: got %d %s, want %s", name, a.status, a.body, c.code)
		}
	}
}

func TestParametersInTheURICountForNothing(t *testing.T) {
	h := open(t)
	query := url.Values{"client_secret": {h.own.Secret}}.Encode()
	a := h.send(http.DefaultClient, "POST", "/auth/oauth/token?"+query,
		`{"grant_type":"authorization_code","client_id":"`+h.own.ID+`","code":"`+h.code()+`"}`, "Content-Type", "application/json")
	h.want(a, http.StatusBadRequest, invalidRequest)
}

func TestAClientMayUseTheHeader(t *testing.T) {
	h := open(t)
	form := url.Values{"grant_type": {"authorization_code"}, "redirect_uri": {h.own.RedirectURIs[0]}, "code": {h.code()}}
	request := func(secret, extra string) answer {
		request, _ := http.NewRequest("POST", h.url+"/auth/oauth/token", nil)
		request.SetBasicAuth(h.own.ID, secret)
		return h.send(http.DefaultClient, "POST", "/auth/oauth/token", form.Encode()+extra,
			"Content-Type", formType, "Authorization", request.Header.Get("Authorization"))
	}
	wrong := request("x", "")
	h.want(wrong, http.StatusUnauthorized, invalidClient)
	if !strings.HasPrefix(wrong.header.Get("WWW-Authenticate"), "Basic ") {
		t.Error("no challenge to a client that used the header")
	}
	h.want(request(h.own.Secret, "&client_secret=x"), http.StatusBadRequest, invalidRequest)
	h.want(request(h.own.Secret, ""), http.StatusOK, "")
}

func TestCodesExpire(t *testing.T) {
	h := open(t)
	early, late := h.code(), h.code()
	h.server.Clock.Advance(10*time.Minute - 5*time.Second)
	h.want(h.exchange(early), http.StatusOK, "")
	h.server.Clock.Advance(6 * time.Second)
	h.want(h.exchange(late), http.StatusBadRequest, invalidGrant)
	h.want(h.exchange(late), http.StatusBadRequest, invalidGrant)
}

func TestPKCE(t *testing.T) {
	// The pair of RFC 7636 Appendix B.
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	h := open(t)
	code := h.arrive("code_challenge", challenge, "code_challenge_method", "S256").Get("code")
	h.want(h.exchange(code), http.StatusBadRequest, invalidGrant)
	h.want(h.exchange(code, "code_verifier", challenge), http.StatusBadRequest, invalidGrant)
	h.want(h.exchange(code, "code_verifier", verifier+"x"), http.StatusBadRequest, invalidGrant)
	h.want(h.exchange(code, "code_verifier", verifier), http.StatusOK, "")
	plain := h.arrive("code_challenge", verifier).Get("code")
	h.want(h.exchange(plain, "code_verifier", verifier), http.StatusOK, "")
}

// TestReplayAfterTheCodesLife ends what came of a code when it is sent again,
// however late that is.
func TestReplayAfterTheCodesLife(t *testing.T) {
	for _, later := range []time.Duration{10 * time.Minute, 50 * time.Minute, 20 * 24 * time.Hour} {
		h := open(t)
		code := h.code()
		first := h.exchange(code)
		h.want(first, http.StatusOK, "")
		if err := h.server.Clock.Advance(later); err != nil {
			t.Fatal(err)
		}
		for range 100 * shardCount { // so many that the oldest are swept
			h.server.state.Load().codes.put(rand.Text(), newCode(&grant{}, 0), h.server.Clock.Now())
		}
		h.want(h.exchange(code, "client_id", h.other.ID, "client_secret", h.other.Secret), http.StatusBadRequest, invalidGrant)
		refreshed := h.refresh(first.text("refresh_token"))
		h.want(refreshed, http.StatusOK, "")
		h.want(h.exchange(code), http.StatusBadRequest, invalidGrant)
		h.want(h.api(refreshed.text("access_token")), http.StatusUnauthorized, "")
		h.want(h.refresh(refreshed.text("refresh_token")), http.StatusBadRequest, invalidGrant)
	}
}
