package reports

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
)

type shelf map[string]*bytes.Buffer

func (s shelf) put(path string, content []byte) error {
	s[path] = bytes.NewBuffer(content)
	return nil
}

func TestWriteAll(t *testing.T) {
	got := shelf{}
	if err := WriteAll("out", sample(), got.put); err != nil {
		t.Fatal(err)
	}
	want := []string{"out/junit.xml", "out/report.html", "out/report.json", "out/report.md", "out/report.txt"}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Errorf("wrote %v, want %v", names, want)
	}
	again := shelf{}
	if err := WriteAll("out", sample(), again.put); err != nil {
		t.Fatal(err)
	}
	for name := range got {
		if !bytes.Equal(got[name].Bytes(), again[name].Bytes()) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

func TestWriteAllGoesOnAndSaysWhatFailed(t *testing.T) {
	got := shelf{}
	full := errors.New("disk full")
	err := WriteAll("out", sample(), func(path string, content []byte) error {
		if strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".md") {
			return full
		}
		return got.put(path, content)
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "report.json") || !strings.Contains(err.Error(), "report.md") {
		t.Errorf("got %v", err)
	}
	if len(got) != 3 {
		t.Errorf("wrote %d of the 3 others", len(got))
	}
}

// What command lines read stands where they say.
func TestWriteAllWritesBodies(t *testing.T) {
	run, got := sample(), shelf{}
	run.Findings[2].Bodies = []Body{{Name: BodiesFolder + "/a-1.bin", Content: []byte("\x00")}}
	if err := WriteAll("out", run, got.put); err != nil || got["out/bodies/a-1.bin"].String() != "\x00" {
		t.Errorf("wrote %v: %v", slices.Sorted(maps.Keys(got)), err)
	}
}

func TestWriteKnowsItsFormats(t *testing.T) {
	for _, name := range Formats() {
		var b bytes.Buffer
		if err := Write(&b, name, sample(), Options{}); err != nil || b.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", name, b.Len(), err)
		}
	}
	err := Write(io.Discard, "yaml", sample(), Options{})
	if err == nil || !strings.Contains(err.Error(), "text, json, junit, markdown, html") {
		t.Errorf("got %v", err)
	}
}

// A writer must leave the run as it was, or the next format shows another.
func TestWritersChangeNothing(t *testing.T) {
	run := sample()
	before := written(t, run)
	if err := WriteAll("out", run, shelf{}.put); err != nil {
		t.Fatal(err)
	}
	if run.Findings[0].ID != sample().Findings[0].ID || !bytes.Equal(before, written(t, run)) {
		t.Error("writing a report changed the run")
	}
}
