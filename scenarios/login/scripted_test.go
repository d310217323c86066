package login_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
)

// script serves a page that holds nothing but a script.
func script(s *site, source string) {
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<body><div id="app"></div><script src="/app.js"></script>`)
	})
	s.HandleFunc("GET /app.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		io.WriteString(w, source)
	})
	s.HandleFunc("POST /api/login", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ User, Password string }
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.User != "ada" || in.Password != password {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "9", Path: "/", HttpOnly: true})
		io.WriteString(w, `{}`)
	})
	s.HandleFunc("POST /api/consent", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("sid"); err != nil || c.Value != "9" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"next": stop + "?code=c0de&state=" + r.FormValue("state")})
	})
}

// oneDocument draws login and consent into one document, one after the other,
// and talks to its server in JSON.
const oneDocument = `
const app = document.getElementById("app");
const send = (to, body) => fetch(to, {method: "POST", body: JSON.stringify(body)});
const consent = () => {
  app.innerHTML = '<form><label><input type="checkbox" name="scope" value="write">write</label><button name="decision" value="deny">No</button><button name="decision" value="allow">Yes</button></form>';
  app.querySelector("form").onsubmit = async (e) => {
    e.preventDefault();
    if (e.submitter.value !== "allow" || !app.querySelector("[name=scope]").checked) return location.href = "` + stop + `?error=access_denied";
    location.href = (await (await send("/api/consent?state=s1", {})).json()).next;
  };
};
app.innerHTML = '<form><input name="user"><input name="pass" type="password"><button>Sign in</button><p></p></form>';
app.querySelector("form").onsubmit = async (e) => {
  e.preventDefault();
  const {user, pass} = e.target.elements;
  const r = await send("/api/login", {user: user.value, password: pass.value});
  r.ok ? consent() : app.querySelector("p").textContent = "Wrong.";
};`

// shadowed hides fields without a form in a component of its own; its button
// wakes when both are filled, and ignores clicks that no hand has made.
const shadowed = `
customElements.define("sign-in", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({mode: "open"});
    root.innerHTML = '<label>E-mail <input id="a"></label><label>Password <input id="b" type="password"></label><div><button disabled>Continue</button></div>';
    const [a, b] = root.querySelectorAll("input"), go = root.querySelector("button");
    root.addEventListener("input", () => setTimeout(() => go.disabled = !(a.value && b.value), 60));
    go.onclick = async (e) => {
      if (!e.isTrusted) return;
      const r = await fetch("/api/login", {method: "POST", body: JSON.stringify({user: a.value, password: b.value})});
      if (r.ok) location.replace("` + stop + `#code=c0de&state=s2");
    };
  }
});
setTimeout(() => document.getElementById("app").append(document.createElement("sign-in")), 120);`

// wizard asks one question after another at addresses behind the hash, with
// buttons that are none, and posts its answer with a form that it builds.
const wizard = `
const answers = {}, app = document.getElementById("app");
const ask = (name, type, next) => {
  app.innerHTML = '<h1>' + name + '</h1><input placeholder="' + name + '" type="' + type + '"><div role="button" tabindex="0">Next</div>';
  app.querySelector("[role=button]").onclick = () => { answers[name] = app.querySelector("input").value; location.hash = next; };
};
const finish = async () => {
  app.textContent = "One moment";
  const r = await fetch("/api/login", {method: "POST", body: JSON.stringify({user: answers.user, password: answers.password})});
  if (!r.ok) return app.textContent = "Wrong.";
  const form = Object.assign(document.createElement("form"), {method: "POST", action: "` + stop + `"});
  form.innerHTML = '<input name="code" value="c0de"><input name="state" value="s3">';
  document.body.append(form);
  form.submit();
};
window.onhashchange = () => location.hash === "#2" ? ask("password", "password", "3") : location.hash === "#3" ? finish() : 0;
ask("user", "text", "2");`

func TestBrowserGoesThroughScriptedPages(t *testing.T) {
	for name, c := range map[string]struct {
		source, state string
		steps         []login.Step
	}{
		"one document": {oneDocument, "s1", []login.Step{
			{When: "user", Fill: map[string]string{"user": "ada", "pass": password}},
			{When: "decision", Check: map[string][]string{"scope": {"write"}}, Submit: "allow"}}},
		"shadowed": {shadowed, "s2", []login.Step{
			{When: "E-mail", Fill: map[string]string{"E-mail": "ada", "Password": password}, Submit: "Continue"}}},
		"wizard": {wizard, "s3", []login.Step{
			{When: "user", Fill: map[string]string{"user": "ada"}},
			{When: "password", Fill: map[string]string{"password": password}, Submit: "Next"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, base := newSite(t)
			script(s, c.source)
			b := browser(t, login.Form{Steps: c.steps, PasswordField: "pass"})
			l, err := browse(t, b, base, scenarios.Consents)
			if err != nil || l.Code() != "c0de" || l.Answer.Get("state") != c.state || !l.Finished {
				t.Fatalf("landed at %v with %v, finished %t, %v", l.URL, l.Answer, l.Finished, err)
			}
			if name != "one document" {
				return
			}
			if l, err := browse(t, b, base, scenarios.Mistypes); err != nil || l.URL != nil || l.Finished {
				t.Errorf("with a wrong password: landed at %v, %v", l.URL, err)
			}
		})
	}
}
