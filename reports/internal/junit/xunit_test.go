package junit

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// element is what Jenkins' xUnit plugin lets an element have, by its schema
// junit-10: it refuses a file with anything else in it.
type element struct {
	may, must []string // attributes
	within    []string // elements that it may stand in
}

var elements = map[string]element{
	"testsuites": {may: []string{"name", "time", "tests", "failures", "errors"}, within: []string{""}},
	"testsuite": {must: []string{"name", "tests", "failures", "errors"}, within: []string{"testsuites", "testsuite"},
		may: []string{"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"}},
	"properties": {within: []string{"testsuite"}},
	"property":   {must: []string{"name", "value"}, within: []string{"properties"}},
	"testcase":   {must: []string{"name"}, may: []string{"time", "classname", "group"}, within: []string{"testsuite"}},
	"failure":    {may: []string{"type", "message"}, within: []string{"testcase"}},
	"error":      {may: []string{"type", "message"}, within: []string{"testcase"}},
	"skipped":    {may: []string{"type", "message"}, within: []string{"testcase"}},
	"system-out": {within: []string{"testcase", "testsuite"}},
}

// seconds is what the schema calls a time.
var seconds = regexp.MustCompile(`^[0-9,]*(\.[0-9]*)?$`)

func TestXUnitAcceptsEveryReport(t *testing.T) {
	long := reporttest.Sample()
	long.Load.Seconds = 123456.7
	for name, run := range map[string]*reports.Run{
		"sample": reporttest.Sample(), "long": long, "empty": reporttest.Empty(), "judged": reporttest.Judged("MUST pass", "MUST untested"),
	} {
		for _, complaint := range refused(t, written(t, run)) {
			t.Errorf("%s: %s", name, complaint)
		}
	}
}

// The rules are those of a schema that can refuse.
func TestXUnitRefuses(t *testing.T) {
	for _, text := range []string{
		`<testsuites skipped="1"/>`, `<testsuites><testcase name="a"/></testsuites>`, `<testsuites><testsuite name="a" tests="0" failures="0"/></testsuites>`,
		`<testsuites time="1s"/>`, `<testsuites><properties/></testsuites>`,
	} {
		if len(refused(t, []byte(text))) == 0 {
			t.Errorf("%s is accepted", text)
		}
	}
}

// refused says what of a file the schema does not know.
func refused(t *testing.T, text []byte) (complaints []string) {
	t.Helper()
	path := []string{""}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return complaints
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			complaints = append(complaints, judge(e, path[len(path)-1])...)
			path = append(path, e.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

func judge(e xml.StartElement, parent string) (complaints []string) {
	name := e.Name.Local
	rule, known := elements[name]
	if !known || !slices.Contains(rule.within, parent) {
		complaints = append(complaints, name+" stands in "+parent)
	}
	has := map[string]bool{}
	for _, a := range e.Attr {
		has[a.Name.Local] = true
		if !slices.Contains(slices.Concat(rule.may, rule.must), a.Name.Local) {
			complaints = append(complaints, name+" has "+a.Name.Local)
		}
		if a.Name.Local == "time" && !seconds.MatchString(a.Value) {
			complaints = append(complaints, name+" took "+a.Value)
		}
	}
	for _, a := range rule.must {
		if !has[a] {
			complaints = append(complaints, name+" has no "+a)
		}
	}
	return complaints
}
