package scenarios

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestALogInIsJudgedByWhereItLeads goes to pages that answer a form in the usual
// ways, and takes none for a success that is not.
func TestALogInIsJudgedByWhereItLeads(t *testing.T) {
	const form = `<form method=post><input type="hidden" name="csrf" value="a&amp;b"><input name="who"><input type=password name="pass"></form>`
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		want   Class
	}{
		"sent on":         {func(w http.ResponseWriter) { w.Header().Set("Location", "/home"); w.WriteHeader(302) }, Alive},
		"sent back":       {func(w http.ResponseWriter) { w.Header().Set("Location", "/login?again=1"); w.WriteHeader(303) }, Dead},
		"another page":    {func(w http.ResponseWriter) { _, _ = w.Write([]byte("<p>welcome")) }, Alive},
		"the form again":  {func(w http.ResponseWriter) { _, _ = w.Write([]byte(form)) }, Dead},
		"401":             {func(w http.ResponseWriter) { w.WriteHeader(401) }, Dead},
		"too many":        {func(w http.ResponseWriter) { w.WriteHeader(429) }, Busy},
		"breaks":          {func(w http.ResponseWriter) { w.WriteHeader(500) }, Broken},
		"the wrong field": {nil, Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				cookie, err := r.Cookie("session")
				switch {
				case c.answer == nil:
					http.Redirect(w, r, "/elsewhere", http.StatusFound)
				case r.Method == http.MethodGet:
					http.SetCookie(w, &http.Cookie{Name: "session", Value: "s1", HttpOnly: true})
					_, _ = w.Write([]byte(form))
				case err != nil || cookie.Value != "s1" || r.PostFormValue("csrf") != "a&b" || r.PostFormValue("who") != "ada@example.org" ||
					r.PostFormValue("pass") != "p w" || r.Header.Get("Origin") == "":
					w.WriteHeader(http.StatusTeapot)
				default:
					c.answer(w)
				}
			}))
			t.Cleanup(server.Close)
			client := &Client{Wire: overHTTP{}}
			client.Kit.SignIn = &SignIn{URL: server.URL + "/login", User: "who", Password: "pass"}
			r := client.LogIn(t.Context(), "ada@example.org", "p w")
			if r.Class != c.want || r.Status == http.StatusTeapot || r.Step.Verb != LogIn {
				t.Errorf("%d is taken for %s, want %s", r.Status, r.Class, c.want)
			}
		})
	}
}
