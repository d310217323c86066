package attestation_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// signedAs signs for a folder as somebody.
func signedAs(t *testing.T, files map[string][]byte, as string, seed byte) error {
	t.Helper()
	text, err := attestation.Attest(evidence(files), attestation.Matter{Exam: exam(), Tool: tool(), Signed: as}, key(t, seed))
	if err == nil {
		files[attestation.FileName] = text
	}
	return err
}

func TestSigningAfterwards(t *testing.T) {
	files := folder(t, clean())
	if err := signedAs(t, files, attestation.AsWitness, 2); err == nil || !strings.Contains(err.Error(), "nothing to countersign") {
		t.Errorf("nothing is countersigned: %v", err)
	}
	if err := signedAs(t, files, attestation.Afterwards, 1); err != nil {
		t.Fatal(err)
	}
	if err := signedAs(t, files, attestation.Afterwards, 1); !errors.Is(err, attestation.ErrSigned) {
		t.Errorf("signed twice: %v", err)
	}
	for seed := byte(2); seed < 4; seed++ {
		if err := signedAs(t, files, attestation.AsWitness, seed); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, evidence(files, key(t, 1)), attestation.Believed, "line 3 names the key")
}

// TestNothingAlteredIsSigned alters a page before anybody signs.
func TestNothingAlteredIsSigned(t *testing.T) {
	files := folder(t, clean())
	files["report.html"] = append(files["report.html"], ' ')
	if err := signedAs(t, files, attestation.Afterwards, 1); err == nil || !strings.Contains(err.Error(), "report.html does not show") {
		t.Errorf("an altered page is signed: %v", err)
	}
}

// TestRunsFollowEachOther signs for a second run in the folder of a first.
func TestRunsFollowEachOther(t *testing.T) {
	k := key(t, 1)
	files := folder(t, clean())
	if err := signedAs(t, files, attestation.InTheRun, 1); err != nil {
		t.Fatal(err)
	}
	former, later := files[attestation.FileName], clean()
	later.Ended = later.Ended.Add(time.Minute)
	next := folder(t, later)
	next[attestation.FileName] = former
	if err := signedAs(t, next, attestation.InTheRun, 1); err != nil {
		t.Fatal(err)
	}
	e := evidence(next, k)
	e.Since = former
	expect(t, e, attestation.Believed, "nothing is worse")
	if said := told(attestation.Verify(e)); strings.Contains(said, "between") {
		t.Errorf("the runs are said not to follow each other:\n%s", said)
	}
}

// TestPagesComeBackTheSame renders what report.json gives and compares with the run
// itself, also where a target has answered what no format can hold as it is: whoever
// could not sign for such a run could be kept from it by the target.
func TestPagesComeBackTheSame(t *testing.T) {
	barred := reporttest.Barred(true, "MUST pass")
	reports.Score(barred, reports.ScoreOptions{})
	interrupted := reporttest.Sample()
	interrupted.Interrupted = true
	reports.Score(interrupted, reports.ScoreOptions{})
	for what, run := range map[string]*reports.Run{"sample": reporttest.Sample(), "searched": reporttest.Searched(), "crowd": reporttest.Crowd(40),
		"empty": reporttest.Empty(), "barred": barred, "interrupted": interrupted} {
		same := func(text string) string { return text }
		run = reports.Scrubbed(run, same, same)
		first, err := format.Rendered(run)
		if err != nil {
			t.Fatal(err)
		}
		read, err := reports.Read(bytes.NewReader(first[attestation.ReportFile]))
		if err != nil {
			t.Fatal(err)
		}
		again, err := format.Rendered(read)
		if err != nil {
			t.Fatal(err)
		}
		for name := range first {
			if !bytes.Equal(first[name], again[name]) {
				t.Errorf("%s: %s is another one: %s", what, name, reporttest.FirstDifference(string(again[name]), string(first[name])))
			}
		}
	}
}
