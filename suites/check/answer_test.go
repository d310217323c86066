package check

import (
	"net/http"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// TestALabelStandsBeforeWhatWasSeen keeps the label in what was seen and in what
// is said of a broken answer, and takes it back afterwards.
func TestALabelStandsBeforeWhatWasSeen(t *testing.T) {
	for status, want := range map[int]string{200: "the second: 200", 401: "the second: 401", 500: "the second: the target broke"} {
		tr := &T{ctx: t.Context(), transcript: &scenarios.Transcript{}}
		class := map[int]scenarios.Class{200: scenarios.Alive, 401: scenarios.Dead, 500: scenarios.Broken}[status]
		end := func() (end stop) {
			defer func() { end, _ = recover().(stop) }()
			tr.JudgeEach("the second", &scenarios.Reply{Status: status, Class: class, Header: http.Header{}}, Alive())
			return stop{}
		}()
		if !strings.HasPrefix(tr.finding.Actual, "the second: ") || !strings.Contains(tr.finding.Actual+"; "+end.detail, want) || tr.label != "" {
			t.Errorf("%d: %q, %q", status, tr.finding.Actual, end.detail)
		}
	}
}

// TestAPublicClientHasNothingToRepeat sees that an empty secret is found in no
// answer, and that one that is there is found.
func TestAPublicClientHasNothingToRepeat(t *testing.T) {
	answer := &scenarios.Reply{Body: []byte(`{"error":"invalid_client","hint":"s3cret"}`)}
	if !KeepsBack("").ok(answer) || KeepsBack("", "s3cret").ok(answer) {
		t.Error("an empty secret is found, or a secret is not")
	}
}

// TestWhatMayBeABearerToken holds token68 to RFC 6750 §2.1.
func TestWhatMayBeABearerToken(t *testing.T) {
	for text, want := range map[string]bool{
		"abc": true, "a-._~+/9==": true, "": false, "==": false, "a=b": false, "c!d": false, "a b": false, "ä": false,
	} {
		if token68(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
}

// TestWhatIsNoPage keeps redirects from counting as pages.
func TestWhatIsNoPage(t *testing.T) {
	page := func(status int, location string) *scenarios.Landing {
		h := http.Header{}
		if location != "" {
			h.Set("Location", location)
		}
		return &scenarios.Landing{Pages: []*scenarios.Reply{{Status: status, Header: h}}}
	}
	for name, test := range map[string]struct {
		seen *scenarios.Landing
		want bool
	}{
		"a page": {page(200, ""), true}, "an error page": {page(400, ""), true},
		"a redirect": {page(302, "/on"), false}, "nothing": {&scenarios.Landing{}, false},
	} {
		if OnPage().ok(test.seen) != test.want {
			t.Errorf("%s: %t", name, !test.want)
		}
	}
}
