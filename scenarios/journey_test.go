package scenarios

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// visitor answers every visit with the same landing.
type visitor struct {
	landing *Landing
	err     error
}

func (v visitor) Visit(ctx context.Context, send Sender, first Request, _ string, _ Conduct) (*Landing, error) {
	page := send(ctx, first)
	if v.landing != nil && v.landing.Pages == nil {
		v.landing.Pages = []*Reply{page}
	}
	return v.landing, v.err
}

func landed(t *testing.T, query string) *Landing {
	t.Helper()
	u, err := url.Parse("http://127.0.0.1/cb?" + query)
	if err != nil {
		t.Fatal(err)
	}
	return &Landing{URL: u, Answer: u.Query()}
}

// steps records which steps arrived and fails one of them.
func steps(t *testing.T, fails Verb, status int) (*Client, *[]string) {
	var seen []string
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		verb := strings.TrimPrefix(r.URL.Path, "/")
		seen = append(seen, verb)
		if verb == string(fails) {
			w.WriteHeader(status)
		}
		w.Write([]byte("<title>\n Sorry &amp; bye </title>"))
	})
	return &Client{Dialect: plainDialect{base}, Wire: overHTTP{}, Visitor: visitor{landing: landed(t, "code=c")}}, &seen
}

func TestJourneyTakesItsSteps(t *testing.T) {
	c, seen := steps(t, "", 0)
	if err := LoginExchangeCallRefresh().Run(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(*seen, " "); got != "authorize exchange call refresh call" {
		t.Errorf("took %s", got)
	}
}

func TestJourneySaysWhichStepFailed(t *testing.T) {
	for _, verb := range []Verb{Exchange, Call, Refresh} {
		for status, broken := range map[int]bool{403: false, 503: true} {
			c, _ := steps(t, verb, status)
			err := LoginExchangeCallRefresh().Run(t.Context(), c)
			var f *Failure
			if !errors.As(err, &f) || f.Verb != verb || f.Reply.Status != status || f.Broken() != broken {
				t.Errorf("%s %d: got %v, broken %v", verb, status, err, f.Broken())
				continue
			}
			if !strings.Contains(err.Error(), "answered with ") || !strings.Contains(err.Error(), `titled "Sorry & bye"`) {
				t.Errorf("%s %d: %v", verb, status, err)
			}
		}
	}
}

func TestObtainSaysWhereTheVisitEnded(t *testing.T) {
	cut := errors.New("no end in sight")
	for want, v := range map[string]visitor{
		`authorize: the visit ended on 200, a page titled "Sorry & bye"`:       {landing: &Landing{}},
		"authorize: the browser was sent back without a code (access_denied)":  {landing: landed(t, "error=access_denied")},
		"authorize: the browser was sent back without a code":                  {landing: landed(t, "error=%22secret%22&state=x")},
		"authorize: the visit was cut short: no end in sight":                  {err: cut},
		"authorize: the visit was cut short: visit: no steps for this conduct": {err: ErrNoConduct},
	} {
		c, _ := steps(t, "", 0)
		c.Visitor = v
		_, err := c.Obtain(t.Context())
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		if v.err != nil && !errors.Is(err, v.err) {
			t.Errorf("%v does not wrap its cause", err)
		}
	}
	c, _ := steps(t, "", 0)
	c.Visitor = nil
	if _, err := c.Obtain(t.Context()); !errors.Is(err, ErrNoConduct) {
		t.Errorf("without a visitor: %v", err)
	}
}

func TestDescribe(t *testing.T) {
	for want, r := range map[string]*Reply{
		"nothing":             nil,
		"no answer":           {Err: errors.New("x")},
		"400 (invalid_grant)": {Status: 400, Problem: "invalid_grant"},
		"400":                 {Status: 400, Problem: "<script>"},
	} {
		if got := Describe(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
