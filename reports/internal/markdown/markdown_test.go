package markdown

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func marked(t *testing.T, run *reports.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdownGolden(t *testing.T) {
	reporttest.Golden(t, *update, "report.md", []byte(marked(t, reporttest.Sample())))
}

// Outside fences nothing of an answer may be markup.
func TestMarkdownEscapes(t *testing.T) {
	outside := true
	for _, l := range strings.Split(marked(t, reporttest.Sample()), "\n") {
		if strings.HasPrefix(l, "```") {
			outside = !outside
			continue
		}
		if !outside {
			continue
		}
		for _, bad := range []string{"<script", "`x`", "**b**", "@all", "${{", "\x1b", "Set-Cookie: forged=1\n"} {
			if strings.Contains(l, bad) {
				t.Errorf("%q got through: %s", bad, l)
			}
		}
	}
	if !outside {
		t.Error("a fence is open at the end")
	}
}

func TestMarkdownTablesKeepTheirColumns(t *testing.T) {
	run := reporttest.Sample()
	for i := range run.Findings {
		run.Findings[i].Sentence += "|x\n|y"
		run.Findings[i].Detail += "|x\n|y"
	}
	columns := 0
	for _, l := range strings.Split(marked(t, run), "\n") {
		if !strings.HasPrefix(l, "|") {
			columns = 0
			continue
		}
		n := strings.Count(l, "|")
		if columns != 0 && n != columns {
			t.Errorf("a row of %d cells in a table of %d: %s", n-1, columns-1, l)
		}
		columns = n
	}
}

func TestMarkdownFenceOutgrowsItsText(t *testing.T) {
	m := &page{}
	m.details("x", "a\n`````\nb")
	if !strings.Contains(m.String(), "\n``````text\na\n`````\nb\n``````\n") {
		t.Errorf("the text can leave its fence:\n%s", m)
	}
}

func TestMarkdownLinksOnlyTheWeb(t *testing.T) {
	if got := linked("x", "javascript:alert(1)"); got != "x" {
		t.Errorf("got %s", got)
	}
	if got := linked("x", "https://a/b>c"); strings.Count(got, ">") != 1 {
		t.Errorf("an address left its brackets: %s", got)
	}
}

func TestMarkdownFitsAJobSummary(t *testing.T) {
	run := reporttest.Crowd(400)
	for i := range run.Findings {
		run.Findings[i].Transcript = []reports.Exchange{{Method: "GET", URL: "x", Status: 200, Reply: strings.Repeat("x", 64<<10)}}
	}
	if n := len(marked(t, run)); n > 1<<20 {
		t.Errorf("%d bytes are more than a job summary may have", n)
	}
}
