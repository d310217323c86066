package preflight

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/legible"
)

var (
	aboutRedirect = regexp.MustCompile(`(?i)redirect(ion)?[\s_-]*ur[il]|callback[\s_-]*ur[il]|reply (ur[il]|address)`)
	password      = regexp.MustCompile(`(?i)<input[^>]+type\s*=\s*["']?password`)
	anyForm       = regexp.MustCompile(`(?i)<form\b`)
)

// strayed is the trouble with a visit that did not bring what it was for, nil
// where it brought a code.
func strayed(l *scenarios.Landing) error {
	last := l.Last()
	switch {
	case l.Err != nil:
		return ended(l, last)
	case l.URL == nil:
		t := &trouble{cause: ofPage(l), said: "the visit ended on " + scenarios.Describe(last), page: page(last)}
		if last != nil && last.Problem == "" && !isHTML(last) {
			t.said += errorText(last)
		}
		return blamed(t, l)
	case l.Code() == "":
		return &trouble{cause: ofRedirect(l.Answer), said: "the browser was sent back without a code" + inWords(l.Answer)}
	}
	return nil
}

// ended is the trouble with a visit that broke off.
func ended(l *scenarios.Landing, last *scenarios.Reply) error {
	t := &trouble{cause: causeOf(l.Err), said: "the visit was cut short: " + l.Err.Error(), page: page(last)}
	switch {
	case slices.ContainsFunc(l.Pages, wantsHTTPS):
		t.cause = WantsHTTPS
	case last != nil && last.Err == nil && last.Status >= 500:
		t.cause = Crashed
	}
	return t
}

// ofPage finds out why a visit ended on a page.
func ofPage(l *scenarios.Landing) Cause {
	last := l.Last()
	if last == nil {
		return Lost
	}
	asks := password.Match(last.Body)
	switch status := last.Status; {
	case status >= 500:
		return Crashed
	case wantsHTTPS(last):
		return WantsHTTPS
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed, status == http.StatusGone:
		return Misplaced
	case status == http.StatusTooManyRequests:
		return Throttled
	case status >= 300 && status < 400:
		return NoCode
	case asks && submitted(l), status == http.StatusUnauthorized:
		return LoginRefused
	case asks:
		return StepMissing
	case status >= 400:
		return ofErrorPage(l)
	case l.Finished && !anyForm.Match(last.Body):
		return Stranded
	}
	return StepMissing
}

// ofErrorPage tells refusals by what the page says.
func ofErrorPage(l *scenarios.Landing) Cause {
	last := l.Last()
	text := string(last.Body)
	switch {
	case aboutRedirect.MatchString(legible.Page(last.Body, 4000)):
		return RedirectRefused
	case proofWords.MatchString(text):
		return ProofMissing
	case submitted(l) && last.Status == http.StatusForbidden:
		return OwnerRefused
	}
	return RequestRefused
}

// submitted says that a form was sent on the way.
func submitted(l *scenarios.Landing) bool {
	return slices.ContainsFunc(l.Pages, func(r *scenarios.Reply) bool { return r.Request.Method == http.MethodPost })
}

// ofRedirect finds the cause of an error that came back by the redirect URI,
// RFC 6749 §4.1.2.1.
func ofRedirect(answer url.Values) Cause {
	switch code := answer.Get("error"); {
	case code == "":
		return NoCode
	case code == "server_error", code == "temporarily_unavailable":
		return Crashed
	case proofWords.MatchString(answer.Get("error_description")):
		return ProofMissing
	case code == "invalid_scope":
		return ScopeRefused
	case code == "unauthorized_client", code == "invalid_client":
		return ClientRefused
	case code == "access_denied":
		return OwnerRefused
	}
	return RequestRefused
}

// inWords is the error that came back by the redirect URI.
func inWords(answer url.Values) string {
	code, text := answer.Get("error"), answer.Get("error_description")
	switch {
	case code == "":
		return ""
	case text == "":
		return fmt.Sprintf(" (%s)", clipped(code, 60))
	}
	return fmt.Sprintf(" (%s: %q)", clipped(code, 60), clipped(text, 200))
}

// errorText is what an answer for programs says that a person was shown.
func errorText(r *scenarios.Reply) string {
	var out string
	for _, name := range []string{"error", "error_description"} {
		if text, ok := r.Members[name].(string); ok {
			out += ", " + name + " " + fmt.Sprintf("%q", clipped(text, 200))
		}
	}
	return out
}
