package html

import (
	"maps"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/plot"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// page is what the page's template is filled with.
type page struct {
	assets
	*reports.Run
	Word    string   // the verdict: PASS, FAIL or INCONCLUSIVE
	Stamp   string   // the same beside the claim; "" where the claim begins with it
	Rest    string   // the claim of the headline
	Aside   string   // what did not decide the verdict
	Before  []string // what did not work before the checks
	Hue     string
	Took    string
	Head    []view.Sign // columns of the matrix
	Rows    []view.Row
	Bar     []share
	Groups  []group
	Targets []tested
	Curves  *plot.Plots
	Heads   []string // of latency tables
	Heatmap *plot.Heatmap
}

type share struct {
	Sign  view.Sign
	Count int
}

type group struct {
	view.Sign
	Findings []entry
	Causes   []view.Cause[entry]
	Open     bool // a few failures are shown at once
}

type entry struct {
	reports.Finding
	Anchor string
	Sign   view.Sign
	Open   bool
	Alone  bool // nothing above it says why
}

// Gist is what a reader has to know without unfolding the finding: its title
// says what is wanted, and that alone would read as if it were so.
func (e entry) Gist() string {
	switch e.Sign.Verdict {
	case reports.Expected:
		return "Known: " + words.First(e.Reason, e.Detail, e.Actual)
	case reports.Fail, reports.Warn, reports.Note:
		return "Not so: " + words.First(e.Actual, e.Detail)
	case reports.Untested, reports.Inconclusive, reports.NotApplicable:
		if e.Alone {
			return words.First(e.Detail, e.Actual)
		}
	}
	return ""
}

type tested struct {
	reports.Target
	Declared [][2]string
}

// newPage arranges a cleaned run.
func newPage(run *reports.Run) (page, error) {
	v := page{
		Run: run, Before: run.Obstacles(),
		Hue: view.SignOf(run.Verdict).Hue, Took: view.Took(run), Heads: view.LatencyHeads(),
		Curves: plot.OfRun(run), Heatmap: plot.OfHeat(run.Load),
	}
	v.Word, v.Rest = strings.ToUpper(string(run.Verdict)), run.Sentence
	if rest, begins := strings.CutPrefix(run.Sentence, v.Word+": "); begins { // all that a report of an older version has
		v.Stamp, v.Rest = v.Word, rest
	}
	if h := run.Headline; h != nil {
		v.Stamp, v.Rest, v.Aside = v.Word, h.Claim, strings.Join(h.Aside, ", ")
	}
	var err error
	if v.assets, err = newAssets(v.Curves != nil); err != nil {
		return v, err
	}
	var heads []reports.Verdict
	heads, v.Rows = view.Matrix(run)
	for _, h := range heads {
		v.Head = append(v.Head, view.SignOf(h))
	}
	for _, k := range v.Head {
		if n := run.Count("", k.Verdict); n > 0 {
			v.Bar = append(v.Bar, share{k, n})
		}
	}
	v.Groups = groups(run)
	for _, t := range run.Targets {
		p := tested{Target: t}
		for _, name := range slices.Sorted(maps.Keys(t.Policy)) {
			p.Declared = append(p.Declared, [2]string{name, t.Policy[name]})
		}
		v.Targets = append(v.Targets, p)
	}
	return v, nil
}

// openAtMost is how many failures a page shows unfolded; more would bury the
// rest.
const openAtMost = 8

func groups(run *reports.Run) []group {
	var all []group
	anchors := map[string]int{}
	for _, k := range view.Signs() {
		found := run.With(k.Verdict)
		if len(found) == 0 {
			continue
		}
		g := group{Sign: k, Open: k.Verdict == reports.Fail && len(found) <= openAtMost}
		for _, f := range found {
			g.Findings = append(g.Findings, entry{f, anchor(f, anchors), k, g.Open, false})
		}
		switch k.Verdict {
		case reports.Fail, reports.Warn, reports.Inconclusive, reports.Untested, reports.NotApplicable:
			g.Causes = view.ByCause(g.Findings, func(e entry) reports.Finding { return e.Finding })
			for _, c := range g.Causes {
				c.All[0].Alone = len(c.All) == 1
			}
		default:
			g.Causes = []view.Cause[entry]{{All: g.Findings}}
		}
		all = append(all, g)
	}
	return all
}

// anchor names a finding so that a link to it lasts from run to run.
func anchor(f reports.Finding, seen map[string]int) string {
	name := strings.Join(strings.Fields(f.Profile+"-"+f.ID), "-")
	seen[name]++
	if n := seen[name]; n > 1 {
		name += strings.Repeat("+", n-1)
	}
	return name
}
