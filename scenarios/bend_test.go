package scenarios

import (
	"net/http"
	"testing"
)

func tokenRequest() Request {
	return Request{
		Method: "POST", URL: "https://a.test/token", Encoding: JSON,
		Header: http.Header{"Content-Type": {"application/json"}, "X-Cxp-Tenant": {"acme"}},
		Body:   Params{{"grant_type", "authorization_code"}, {"code", "c"}},
	}
}

func TestBendsOfTheBody(t *testing.T) {
	for want, bends := range map[string][]Bend{
		`{"grant_type":"authorization_code","code":"c"}`:             nil,
		`{"grant_type":"authorization_code","code":"<other>"}`:       {With("code", "<other>")},
		`{"grant_type":"authorization_code","code":["c"]}`:           {With("code", []string{"c"})},
		`{"grant_type":"authorization_code","code":"c","more":null}`: {With("more", nil)},
		`{"grant_type":"authorization_code"}`:                        {Without("code")},
		`{"grant_type":"authorization_code","code":"c","code":"d"}`:  {Again("code", "d")},
		`grant_type=authorization_code&code=c`:                       {InForm()},
		`{}`:                                                         {InQuery()},
		`{"broken`:                                                   {RawBody(`{"broken`, "")},
	} {
		r := bend(tokenRequest(), bends)
		got, err := r.Payload()
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	if _, err := bend(tokenRequest(), []Bend{With("code", func() {})}).Payload(); err == nil {
		t.Error("a function is written as JSON")
	}
}

func TestBendsOfTheAddress(t *testing.T) {
	get := Request{Method: "GET", URL: "https://a.test/x?fixed=1", Query: Params{{"a", 1}}}
	for want, c := range map[string]struct {
		r Request
		b Bend
	}{
		"https://a.test/x?fixed=1&a=2":                              {get, With("a", 2)},
		"https://a.test/x?fixed=1":                                  {get, Without("a")},
		"https://a.test/x?fixed=1&a=1&a=1":                          {get, Again("a", 1)},
		"https://a.test/x?fixed=1&%zz":                              {get, WithRawQuery("%zz")},
		"https://a.test/token?b=x+y":                                {tokenRequest(), WithQuery("b", "x y")},
		"https://a.test/token?grant_type=authorization_code&code=c": {tokenRequest(), InQuery()},
		"https://a.test/token":                                      {tokenRequest(), ByMethod("PUT")},
	} {
		if got := bend(c.r, []Bend{c.b}).Address(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestBendsOfTheHeader(t *testing.T) {
	original := tokenRequest()
	for name, c := range map[string]struct {
		b    Bend
		key  string
		want []string
	}{
		"case":        {WithHeader("x-CXP-tenant", "b"), "x-CXP-tenant", []string{"b"}},
		"no old one":  {WithHeader("x-CXP-tenant", "b"), "X-Cxp-Tenant", nil},
		"twice":       {AgainHeader("X-CXP-Tenant", "b"), "X-Cxp-Tenant", []string{"acme", "b"}},
		"new":         {AgainHeader("X-New", "b"), "X-New", []string{"b"}},
		"left out":    {WithoutHeader("X-CXP-TENANT"), "X-Cxp-Tenant", nil},
		"authorized":  {Authorized("Bearer x"), "Authorization", []string{"Bearer x"}},
		"body's type": {RawBody("x", "text/plain"), "Content-Type", []string{"text/plain"}},
		"form's type": {InForm(), "Content-Type", []string{"application/x-www-form-urlencoded"}},
	} {
		got := bend(original, []Bend{c.b}).Header[c.key]
		if len(got) != len(c.want) || len(got) > 0 && got[len(got)-1] != c.want[len(c.want)-1] {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if len(original.Header["X-Cxp-Tenant"]) != 1 || original.Header.Get("Content-Type") != "application/json" || len(original.Body) != 2 {
		t.Errorf("a bend changed the request that it was given: %+v", original)
	}
	if h := bend(Request{}, nil).Header; h == nil {
		t.Error("a bent request has no header")
	}
}

// The header of the target file goes out instead of the dialect's, unless
// a resource has its own or a check bends it.
func TestTheFilesHeaderWins(t *testing.T) {
	var got http.Header
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header })
	own := http.Header{"X-Version": {"2"}, "X-Near": {"file"}}
	c := &Client{Dialect: headedDialect{url}, Wire: overHTTP{},
		Endpoints: Endpoints{Header: own, Probe: Resource{Header: http.Header{"X-Near": {"probe"}}}}}
	for want, bends := range map[string][]Bend{"2": nil, "3": {WithHeader("X-Version", "3")}, "": {WithoutHeader("X-Version")}} {
		if _, err := c.Do(t.Context(), Step{Verb: Call}, bends...); err != nil {
			t.Fatal(err)
		}
		if got.Get("X-Version") != want || got.Get("X-Near") != "probe" {
			t.Errorf("sent %v, want %q", got, want)
		}
	}
}

// headedDialect sends headers of its own.
type headedDialect struct{ url string }

func (d headedDialect) Encode(Endpoints, Step) (Request, error) {
	return Request{Method: "GET", URL: d.url, Header: http.Header{"X-Version": {"1"}, "X-Near": {"probe"}}}, nil
}

func (headedDialect) Decode(*Reply) {}
