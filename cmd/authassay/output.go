package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/suites/catalogue"
)

// output is how results are written.
type output struct {
	Format  string `default:"text" enum:"${formats}" help:"What is written to standard output: ${formats}." placeholder:"NAME"`
	Out     string `help:"Write every format into this folder too." placeholder:"DIR"`
	Color   string `default:"auto" enum:"auto,always,never" help:"Paint text: auto, always or never." placeholder:"WHEN"`
	Verbose bool   `short:"v" help:"Show passed checks too."`
}

// scrubber takes secrets out of text: all that a run has learned, or those that
// the tester holds.
type scrubber interface {
	Scrub(text string) string
	ScrubHeld(text string) string
}

// outHint says what --out needs.
const outHint = "--out takes a folder that can be written to, with room for the reports"

// write writes the run to standard output and into the folder, whatever becomes
// of the other one. Secrets are taken out first; nil where there are none.
func (o *output) write(j *job, run *reports.Run, secrets scrubber) error {
	if secrets != nil {
		run = reports.Scrubbed(run, secrets.Scrub, secrets.ScrubHeld)
	}
	var failed error
	if o.Out != "" {
		failed = format.WriteAll(o.Out, run, format.Replace)
	}
	var text bytes.Buffer
	if err := format.Write(&text, o.Format, run, o.options(j)); err != nil {
		return broke("write report", err)
	}
	if _, err := io.Copy(j.Stdout, &text); err != nil {
		return broke("write report", err)
	}
	if failed != nil {
		return wrong(fmt.Errorf("write reports: %w", failed), outHint)
	}
	return nil
}

// judge finds out before anything is sent whether the folder can be written to:
// a report that has nowhere to go is found when it is too late otherwise.
func (o *output) judge() error {
	if o.Out == "" {
		return nil
	}
	if err := format.Writable(o.Out); err != nil {
		return wrong(fmt.Errorf("write reports: %w", err), outHint)
	}
	return nil
}

// options are how text is shown.
func (o *output) options(j *job) format.Options {
	width, _ := j.Terminal(j.Stdout)
	return format.Options{Color: j.colour(o.Color, j.Stdout), Verbose: o.Verbose, Width: min(width, 120)}
}

// both is what went wrong with two things that were tried one after the other.
func both(one, other error) error {
	if one == nil || other == nil {
		return errors.Join(one, other)
	}
	return wrong(fmt.Errorf("%w\nauthassay: %w", one, other), "")
}

// writePercentiles writes the distributions of all classes into the folder of
// the reports, response.hgrm and its like.
func (o *output) writePercentiles(l *reports.Load) error {
	if o.Out == "" || l == nil {
		return nil
	}
	for _, h := range l.Histograms {
		if h.Class != "" {
			continue
		}
		var b bytes.Buffer
		if err := histogram.WritePercentiles(&b, h); err != nil {
			return err
		}
		if err := format.Replace(filepath.Join(o.Out, h.Of+".hgrm"), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// signing is how a run is signed for while it is made.
type signing struct {
	Sign string `help:"Sign for the run with this Ed25519 key: a file, or env:NAME. It needs --out." placeholder:"KEY"`
	held
	Challenge string `help:"Words of whoever asked for the run: they are sent with every request, and signed." placeholder:"WORDS"`
}

// softwareHint says what a target file lacks that is to be signed for.
const softwareHint = "the target file says it under software: name, version, digest, contact and url"

// challengeForm is what can be sent as the value of a header field.
var challengeForm = regexp.MustCompile(`^[!-~]([ -~]{0,198}[!-~])?$`)

// prepare finds out before anything is sent who signs; nil for nobody.
func (c *signing) prepare(j *job, out string) (attestation.Signer, error) {
	if c.Challenge != "" && !challengeForm.MatchString(c.Challenge) {
		return nil, wrong(errors.New("read --challenge: it is not up to 200 printable characters of ASCII"), "")
	}
	by, err := c.signer(j, c.Sign)
	if by == nil || err != nil {
		return nil, err
	}
	if out == "" {
		return nil, wrong(errors.New("read arguments: what is signed has to be written"), "--out DIR goes with --sign")
	}
	earlier, err := os.ReadFile(filepath.Join(out, attestation.FileName))
	if err != nil {
		return by, nil // there is none that the run would follow
	}
	if _, err := attestation.Read(earlier); err != nil {
		return nil, wrong(fmt.Errorf("follow the earlier run in %s: %w", out, err), "take the file away, or choose another folder")
	}
	return by, nil
}

// own is the software of the reference server: this program, as its build knows it.
func own() attestation.Software {
	return attestation.Software{Name: "authassay reference server", Version: version(), Digest: "sha256:" + executable(),
		Contact: "whoever runs authassay", URL: "github.com/authassay/authassay"}
}

// describe writes what may be told of the target beside the reports.
func (o *output) describe(s *subject) error {
	if o.Out == "" {
		return nil
	}
	d := s.Descriptor
	if s.embedded() {
		d.Software = own()
	}
	text, err := d.Scrubbed(s.Redactor.ScrubHeld).JSON()
	if err != nil {
		return broke("describe target", err)
	}
	if err := format.Replace(filepath.Join(o.Out, attestation.TargetFile), text); err != nil {
		return wrong(fmt.Errorf("write reports: %w", err), outHint)
	}
	return nil
}

// evidence is a folder of reports, or a package of them, with what this program
// knows of their exams.
func (j *job) evidence(name string) (attestation.Evidence, error) {
	e := attestation.Evidence{Now: j.Now(), Version: version(), Render: format.Rendered}
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		e.Files, err = format.ReadAll(name)
	} else if err == nil {
		var content []byte
		if content, err = os.ReadFile(name); err == nil {
			e.Files, err = attestation.Unpack(content)
		}
	}
	if err != nil {
		return e, wrong(fmt.Errorf("read evidence: %w", err), "the folder of a run, or what authassay pack has made of it")
	}
	known, err := j.catalogue()
	if err != nil {
		return e, err
	}
	e.Exam = func(name string) (attestation.Exam, bool) {
		p, ok := known.Profile(name)
		var duties []string
		for _, d := range p.Duties {
			duties = append(duties, string(d.ID))
		}
		exam, err := attestation.NewExam(name, duties, catalogue.Version, p, known.Requirements)
		return exam, ok && err == nil
	}
	return e, nil
}

// tool is what the build knows of itself, for whoever wants to trace the program
// that made a run.
func tool() attestation.Tool {
	t := attestation.Tool{Version: version(), Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				t.Revision = s.Value
			case "vcs.modified":
				t.Dirty = s.Value == "true"
			}
		}
	}
	t.Executable = executable()
	return t
}

// executable is the SHA-256 of the program that runs, in hex; "" where the system
// does not let it be read.
func executable() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
