package login

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// forger knows of a consent form what another site knows of it: whatever is
// the same for everybody, or was sent by whoever asks for the consent. Values
// that change from one visit to the next cannot be guessed.
type forger struct {
	looks bool   // the visit ends at the form, which is only looked at
	lends bool   // its own hidden fields stand for those that cannot be guessed
	whole bool   // and so do the parameters of where it sends the form
	path  string // where the form goes, "" before it was looked at
	query url.Values
	plain url.Values // its hidden fields
	sent  map[string]bool
}

// forge logs in twice: once to see the consent form, and once to have another
// site send it.
func (f *Form) forge(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, p plan) (*scenarios.Landing, error) {
	if len(p.steps) == 0 {
		return nil, fmt.Errorf("%w: %s, for no form is sent", scenarios.ErrNoConduct, scenarios.Forges)
	}
	spy := p.forge
	spy.looks = true
	spy.learn(first)
	w, err := f.visit(ctx, send, first, stop, p, nil)
	if err != nil || spy.path == "" {
		return w.result(err) // nobody was asked
	}
	spy.looks = false
	w, err = f.visit(ctx, send, first, stop, p, nil)
	return w.result(err)
}

// learn takes in what is known to whoever asks for the consent.
func (by *forger) learn(first scenarios.Request) {
	by.sent = map[string]bool{}
	for _, parameter := range first.Query {
		by.sent[fmt.Sprint(parameter.Value)] = true
	}
}

// forge sends a consent form as another site would, or only looks at it. Nil
// ends the visit.
func (w *walk) forge(by *forger, f *form, s Step, button *control) *scenarios.Request {
	r := f.submit(s, button)
	if r == nil {
		return nil
	}
	at, err := url.Parse(r.URL)
	if err != nil {
		return nil
	}
	query, _ := url.ParseQuery(r.RawQuery)
	if by.looks {
		by.path, by.query, by.plain = at.Path, query, f.values()
		return nil
	}
	if by.path != at.Path && w.landing.Forged == scenarios.ForgedNone {
		w.landing.Forged = scenarios.ForgedHidden
		return nil
	}
	w.landing.Forged, w.guise.foreign = scenarios.ForgedSent, true
	for name, values := range query {
		if by.knows(by.query, name, strings.Join(values, " ")) {
			continue
		}
		query.Del(name)
		if by.whole && by.query.Has(name) {
			query[name] = by.query[name]
		}
	}
	if r.Query == nil {
		r.RawQuery = query.Encode()
	}
	for _, c := range f.controls {
		if c.kind == hidden && !by.knows(by.plain, c.name, c.value) {
			if by.lends && by.plain.Has(c.name) && r.Query == nil {
				r.Body = r.Body.Set(c.name, by.plain.Get(c.name))
				continue
			}
			r.Body, r.Query = r.Body.Without(c.name), r.Query.Without(c.name)
		}
	}
	if r.Raw != nil {
		f.write(r, r.Body)
	}
	return r
}

// knows says whether another site knows a value: it is short, it was sent to the
// authorization endpoint, or it was the same at the visit before.
func (by *forger) knows(before url.Values, name, value string) bool {
	return len(value) < 8 || by.sent[value] || before.Has(name) && strings.Join(before[name], " ") == value
}

// known lists what was sent, for a browser's script, which has no visit before
// to compare with and takes long values that look random for secret.
func (by *forger) known() []string {
	if by == nil {
		return nil
	}
	return slices.Collect(maps.Keys(by.sent))
}

// guise is how requests look that another site has the browser send.
type guise struct {
	foreign bool                     // the next requests are such
	sites   map[string]http.SameSite // of the cookies that were set
}

// elsewhere is the other site.
const elsewhere = "https://attacker.example"

// note remembers to which sites cookies are kept.
func (g *guise) note(cookies []*http.Cookie) {
	for _, c := range cookies {
		if g.sites == nil {
			g.sites = map[string]http.SameSite{}
		}
		g.sites[c.Name] = c.SameSite
	}
}

// put has a request come from the other site, where it is to: with its origin,
// and without the cookies that a browser keeps to their own site (RFC 6265bis
// §5.6.3). A cookie that says nothing of sites counts as sent.
func (g *guise) put(h http.Header, method string) {
	if !g.foreign {
		return
	}
	h.Set("Origin", elsewhere)
	h.Set("Sec-Fetch-Site", "cross-site")
	var kept []string
	for pair := range strings.SplitSeq(h.Get("Cookie"), "; ") {
		name, _, _ := strings.Cut(pair, "=")
		site := g.sites[name]
		if pair != "" && site != http.SameSiteStrictMode && (site != http.SameSiteLaxMode || method == http.MethodGet) {
			kept = append(kept, pair)
		}
	}
	if h.Del("Cookie"); len(kept) > 0 {
		h.Set("Cookie", strings.Join(kept, "; "))
	}
}
