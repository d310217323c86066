package reports

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// view is what the page's template is filled with.
type view struct {
	assets
	*Run
	Word, Rest string   // the sentence, cut after PASS, FAIL or INCONCLUSIVE
	Aside      string   // what the sentence says in brackets at its end
	Before     []string // what did not work before the checks
	Hue        string
	Took       string
	Head       []kind // columns of the matrix
	Rows       []row
	Bar        []share
	Groups     []group
	Targets    []place
	Curves     *plots
	Heads      []string // of latency tables
	Heatmap    *heatmap
}

type share struct {
	Kind  kind
	Count int
}

type group struct {
	kind
	Findings []entry
	Causes   []cause[entry]
	Open     bool // a few failures are shown at once
}

type entry struct {
	Finding
	Anchor string
	Kind   kind
	Open   bool
	Alone  bool // nothing above it says why
}

// Kind is the group's own, for its template.
func (g group) Kind() kind { return g.kind }

// Gist is what a reader has to know without unfolding the finding: its title
// says what is wanted, and that alone would read as if it were so.
func (e entry) Gist() string {
	switch e.Kind.Verdict {
	case Expected:
		return "Known: " + firstOf(e.Reason, e.Detail, e.Actual)
	case Fail, Warn, Note:
		return "Not so: " + firstOf(e.Actual, e.Detail)
	case Untested, Inconclusive, NotApplicable:
		if e.Alone {
			return firstOf(e.Detail, e.Actual)
		}
	}
	return ""
}

type place struct {
	Target
	Declared [][2]string
}

// newView arranges a cleaned run.
func newView(run *Run) (view, error) {
	v := view{Run: run, Before: run.obstacles(), Hue: kindOf(run.Verdict).Hue, Took: took(run), Heads: latencyHeads(), Curves: newPlots(run), Heatmap: newHeatmap(run.Load)}
	v.Word, v.Rest = strings.ToUpper(string(run.Verdict)), run.Sentence
	if word, rest, ok := strings.Cut(run.Sentence, ": "); ok && word == v.Word {
		v.Rest = rest
	}
	if at := strings.LastIndex(v.Rest, " ("); at > 0 && strings.HasSuffix(v.Rest, ")") {
		v.Rest, v.Aside = v.Rest[:at], v.Rest[at+2:len(v.Rest)-1]
	}
	var err error
	if v.assets, err = newAssets(v.Curves != nil); err != nil {
		return v, err
	}
	heads, rows := matrix(run)
	v.Rows = rows
	for _, h := range heads {
		v.Head = append(v.Head, kindOf(Verdict(h)))
	}
	for _, k := range v.Head {
		if n := run.count("", k.Verdict); n > 0 {
			v.Bar = append(v.Bar, share{k, n})
		}
	}
	v.Groups = groups(run)
	for _, t := range run.Targets {
		p := place{Target: t}
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

func groups(run *Run) []group {
	var all []group
	anchors := map[string]int{}
	for _, k := range kinds {
		found := run.with(k.Verdict)
		if len(found) == 0 {
			continue
		}
		g := group{kind: k, Open: k.Verdict == Fail && len(found) <= openAtMost}
		for _, f := range found {
			g.Findings = append(g.Findings, entry{f, anchor(f, anchors), k, g.Open, false})
		}
		switch k.Verdict {
		case Fail, Warn, Inconclusive, Untested, NotApplicable:
			g.Causes = byCause(g.Findings, func(e entry) Finding { return e.Finding })
			for _, c := range g.Causes {
				c.All[0].Alone = len(c.All) == 1
			}
		default:
			g.Causes = []cause[entry]{{All: g.Findings}}
		}
		all = append(all, g)
	}
	return all
}

// anchor names a finding so that a link to it lasts from run to run.
func anchor(f Finding, seen map[string]int) string {
	name := strings.Join(strings.Fields(f.Profile+"-"+f.ID), "-")
	seen[name]++
	if n := seen[name]; n > 1 {
		name += strings.Repeat("+", n-1)
	}
	return name
}

// link is the address if a reader may follow it, and empty otherwise.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return ""
	}
	return u.String()
}
