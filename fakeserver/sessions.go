package fakeserver

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// session is somebody who is logged in with a browser.
type session struct {
	user    *User
	began   int64 // in seconds since the Unix epoch
	expires int64 // in nanoseconds since then
}

func (s *session) diesAt() int64 { return s.expires }

// startSession keeps the browser logged in.
func (v *visit) startSession(user *User) {
	life := v.rules.Authorizing.Pages.SessionLifetime
	if life == 0 {
		return
	}
	id := RandomString(v.random, 32)
	v.state.sessions.put(id, &session{user, v.now.Unix(), v.now.Add(life).UnixNano()}, v.now)
	v.setCookie(sessionCookie, id)
}

// session is who is logged in with the browser, nil for nobody, or where the
// request wants a fresh login (OpenID Connect Core 1.0 §3.1.2.1).
func (v *visit) session(query url.Values) *session {
	cookie, err := v.r.Cookie(sessionCookie)
	if err != nil || slices.Contains(strings.Fields(query.Get("prompt")), "login") {
		return nil
	}
	s, ok := v.state.sessions.get(cookie.Value)
	if !ok || v.now.UnixNano() >= s.expires {
		return nil
	}
	if age, err := strconv.ParseInt(query.Get("max_age"), 10, 64); err == nil && v.now.Unix()-s.began > age {
		return nil
	}
	return s
}
