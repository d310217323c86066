// Package html writes a run as one page that carries all that it needs.
//
//	html.Write(file, run)
//
// Nothing that a target answered can make it run a script or ask the network.
package html

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

//go:embed page assets
var files embed.FS // never written

// Write writes the run as one page that needs no network and, but for the text
// filter and the charts, no script. Its content security policy lets nothing
// run but the page's own script, whatever a target may have answered.
func Write(w io.Writer, run *reports.Run) error {
	layout, err := template.New("page").Funcs(template.FuncMap{
		"line":       words.Line,
		"millis":     words.Millis,
		"stamp":      view.Stamp,
		"plural":     words.Plural,
		"join":       func(all []string) string { return strings.Join(all, ", ") },
		"link":       view.Link,
		"title":      view.ExchangeTitle,
		"given":      func(all []reports.Exchange) []view.Bunch { return view.Bunched(view.ByWeight(all, false)) },
		"weighed":    func(all []reports.Exchange) []view.Bunch { return view.Bunched(view.ByWeight(all, true)) },
		"alone":      view.Alone,
		"answer":     view.AnswerLine,
		"cells":      view.LatencyCells,
		"slug":       func(v reports.Verdict) string { return strings.ReplaceAll(string(v), " ", "-") },
		"memory":     view.Memory,
		"share":      func(s float64) string { return fmt.Sprintf("%.0f %%", 100*s) },
		"rate":       func(r float64) string { return fmt.Sprintf("%.1f", r) },
		"figures":    view.CapacityFigures,
		"levelheads": view.LevelHeads,
		"level":      view.LevelCells,
		"levelsign":  view.LevelSign,
		"throttled":  view.Throttled,
	}).ParseFS(files, "page/*.tmpl.html")
	if err != nil {
		return fmt.Errorf("write HTML report: %w", err)
	}
	v, err := newPage(view.Cleaned(run))
	if err != nil {
		return fmt.Errorf("write HTML report: %w", err)
	}
	var b bytes.Buffer
	if err := layout.ExecuteTemplate(&b, "page.tmpl.html", v); err != nil {
		return fmt.Errorf("write HTML report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// assets are what the page carries along. The plotter is there only when there
// is something to plot.
type assets struct {
	Style  template.CSS
	Script template.JS
	Policy string
}

func newAssets(plots bool) (assets, error) {
	styles, scripts := []string{"page/page.css", "page/findings.css"}, []string{"page/page.js"}
	if plots {
		styles = append([]string{"assets/uPlot.min.css"}, styles...)
		scripts = []string{"assets/uPlot.LICENSE", "assets/uPlot.iife.min.js", "page/page.js", "page/plots.js"}
	}
	style, err := joined(styles)
	if err != nil {
		return assets{}, err
	}
	script, err := joined(scripts)
	if err != nil {
		return assets{}, err
	}
	sum := sha256.Sum256([]byte(script))
	policy := "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return assets{template.CSS(style), template.JS(script), policy}, nil
}

// joined reads embedded files in a row; a licence becomes a comment.
func joined(names []string) (string, error) {
	var b strings.Builder
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return "", err
		}
		if strings.HasSuffix(name, ".LICENSE") {
			text = []byte("/*! uPlot\n" + string(text) + "\n*/")
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	return b.String(), nil
}
