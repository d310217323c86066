package login

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// TestWhatIsPlanted tells HTML that a request has brought in from the same value as
// text, wherever in a page it stands.
func TestWhatIsPlanted(t *testing.T) {
	const hostile = scenarios.Planting + `x'" ` + scenarios.Planting + `a='1' ></script></title><` + scenarios.Planting + `y>`
	const escaped = scenarios.Planting + "x&#39;&quot; " + scenarios.Planting + "a=&#39;1&#39; &gt;&lt;/script&gt;&lt;" + scenarios.Planting + "y&gt;"
	for page, want := range map[string][]string{
		"<p>" + hostile + "</p>":                                               {"an element"},
		"<title>" + hostile + "</title>":                                       {"an element"},
		`<input value="` + hostile + `">`:                                      {"an attribute", "an element"},
		"<input value='" + hostile + "'>":                                      {"an attribute", "an element"},
		"<input value=" + hostile + ">":                                        {"an attribute", "an element"},
		`<script>var a = "` + hostile + `"</script>`:                           {"the text of a script", "an element"},
		`<a href="JavaScript:` + scenarios.Planting + `run()">x</a>`:           {"an address that runs a script"},
		"<p>" + escaped + "</p>":                                               nil,
		`<input value="` + escaped + `">`:                                      nil,
		`<a href="https://client.example/?a=javascript:authassay-run()">x</a>`: nil,
		`<script>var a = "` + scenarios.Planting + `x\\u0027\\u0022"</script>`: nil,
		"<p>javascript:" + scenarios.Planting + "run()</p>":                    nil,
	} {
		at, _ := url.Parse("https://auth.example/")
		r := &scenarios.Reply{Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(page)}
		p, err := read(t.Context(), at, r)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.planted(r.Header); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
		if got := p.planted(http.Header{"Content-Type": {"application/json"}}); got != nil {
			t.Errorf("%s as JSON: %q", page, got)
		}
	}
}
