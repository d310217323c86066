package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/words"
	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden files anew")

func rendered(t *testing.T, run *reports.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// everyRun is one of each kind of run that a page must bear.
func everyRun() map[string]*reports.Run {
	bare := &reports.Run{Load: reporttest.Loaded(), Targets: reporttest.Sample().Targets}
	bare.Load.PerSecond = nil
	reports.Score(bare, reports.ScoreOptions{})
	broken := reporttest.Judged("MUST pass")
	broken.Preflight = []reports.Obstacle{{Question: reporttest.Nasty, Cause: reporttest.Nasty, Said: reporttest.Nasty, Hint: reporttest.Nasty, Refused: true, Part: true}}
	broken.Problems, broken.Stale, broken.Interrupted = []string{reporttest.Nasty}, []string{reporttest.Nasty}, true
	reports.Score(broken, reports.ScoreOptions{})
	return map[string]*reports.Run{"sample": reporttest.Sample(), "empty": reporttest.Empty(), "crowd": reporttest.Crowd(400), "bare load": bare, "broken": broken}
}

var carried = regexp.MustCompile(`(?s)(<style>|<script>).*?(</style>|</script>)|sha256-[^'&]*`)

func TestHTMLGolden(t *testing.T) {
	reporttest.Golden(t, *update, "report.html", []byte(carried.ReplaceAllString(rendered(t, reporttest.Sample()), "$1$2")))
}

// What stands in brackets at the end of a claim is a part of it, and no aside.
func TestHTMLShowsTheHeadlineWhole(t *testing.T) {
	run := reporttest.Judged("MUST pass")
	run.Load = reporttest.Slow()
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	const claim = "clearxp at http://as missed 1 of 1 load threshold: p99 &lt; 1ms (saw 5 ms)"
	if want := `<h1><span class="stamp red">FAIL</span> ` + claim + "</h1>"; !strings.Contains(rendered(t, run), want) {
		t.Errorf("no %s", want)
	}
	run.Headline = nil // as in a report of an older version: nothing is cut out of its sentence
	if want := `<h1><span class="stamp red">FAIL</span> ` + claim + "</h1>"; !strings.Contains(rendered(t, run), want) {
		t.Errorf("no %s", want)
	}
}

// The policy must allow the page's own script and nothing else.
func TestHTMLPolicyFitsTheScript(t *testing.T) {
	for name, run := range everyRun() {
		page := rendered(t, run)
		_, script, _ := strings.Cut(page, "<script>")
		script, _, _ = strings.Cut(script, "</script>")
		sum := sha256.Sum256([]byte(script))
		want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("%s: the policy does not allow the script", name)
		}
	}
}

func TestHTMLLetsNothingThrough(t *testing.T) {
	for name, run := range everyRun() {
		page := rendered(t, run)
		if n := strings.Count(page, "<script"); n > 2 {
			t.Errorf("%s: %d scripts", name, n)
		}
		for _, r := range page {
			if words.Harmful(r) && r != '\u200b' && !strings.ContainsRune(assetText(t), r) {
				t.Fatalf("%s: control %U reached the page", name, r)
			}
		}
	}
	run := reporttest.Sample()
	run.Findings[2].Link = "javascript:alert(1)"
	if strings.Contains(rendered(t, run), "javascript:") {
		t.Error("a link runs a script")
	}
}

func assetText(t *testing.T) string {
	t.Helper()
	a, err := newAssets(true)
	if err != nil {
		t.Fatal(err)
	}
	return string(a.Script) + string(a.Style)
}

// Nothing in the page may ask the network for anything.
func TestHTMLNeedsNoNetwork(t *testing.T) {
	walk(t, rendered(t, reporttest.Sample()), func(tag string, attr map[string]string) {
		for _, name := range []string{"src", "srcset", "action", "data", "poster"} {
			if attr[name] != "" {
				t.Errorf("<%s> loads %s", tag, attr[name])
			}
		}
		if tag == "link" || tag == "img" || tag == "iframe" {
			t.Errorf("<%s> in the page", tag)
		}
	})
	if a := assetText(t); strings.Contains(a, "url(") || strings.Contains(a, "@import") || strings.Contains(a, "fetch(") {
		t.Error("an asset loads something")
	}
}

// What a screen reader and a keyboard need.
func TestHTMLIsAccessible(t *testing.T) {
	for name, run := range everyRun() {
		page := rendered(t, run)
		ids := map[string]bool{}
		var wanted []string
		count := map[string]int{}
		walk(t, page, func(tag string, attr map[string]string) {
			count[tag]++
			id, ok := attr["id"]
			if ok && (ids[id] || id == "" || strings.ContainsAny(id, " \t\n")) {
				t.Errorf("%s: id %q is there twice or wrong", name, id)
			}
			ids[id] = true
			if to, ok := strings.CutPrefix(attr["href"], "#"); ok {
				wanted = append(wanted, to)
			}
			if by := attr["aria-labelledby"]; by != "" {
				wanted = append(wanted, by)
			}
			if tag == "th" && attr["scope"] == "" {
				t.Errorf("%s: a header cell without scope", name)
			}
		})
		for _, to := range wanted {
			if !ids[to] {
				t.Errorf("%s: nothing is named %q", name, to)
			}
		}
		if count["table"] != count["caption"] || count["h1"] != 1 || count["main"] != 1 || count["details"] != count["summary"] {
			t.Errorf("%s: %v", name, count)
		}
	}
}

func walk(t *testing.T, page string, see func(string, map[string]string)) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	var open []string
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			if len(open) != 0 {
				t.Errorf("never closed: %v", open)
			}
			return
		case html.StartTagToken, html.EndTagToken:
			token := tokens.Token()
			attr := map[string]string{}
			for _, a := range token.Attr {
				attr[a.Key] = a.Val
			}
			switch {
			case kind == html.StartTagToken:
				see(token.Data, attr)
				if !slices.Contains([]string{"meta", "input", "br"}, token.Data) {
					open = append(open, token.Data)
				}
			case len(open) == 0 || open[len(open)-1] != token.Data:
				t.Fatalf("</%s> closes %v", token.Data, open)
			default:
				open = open[:len(open)-1]
			}
		}
	}
}
