package attestation_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
)

// countersigned adds the line of a witness.
func countersigned(t *testing.T, files map[string][]byte, by attestation.Signer) {
	t.Helper()
	lines, err := attestation.Read(files[attestation.FileName])
	if err != nil {
		t.Fatal(err)
	}
	line, err := attestation.Seal(attestation.Countersigned(lines[0]), by)
	if err != nil {
		t.Fatal(err)
	}
	files[attestation.FileName] = append(files[attestation.FileName], append(line, '\n')...)
}

func TestWhoHasSigned(t *testing.T) {
	vendor, witness, stranger := key(t, 1), key(t, 2), key(t, 3)
	files := attested(t, clean(), vendor)
	expect(t, evidence(files), attestation.Unsure, "no key was given")
	expect(t, evidence(files, stranger), attestation.Refused, "no line is signed by "+attestation.KeyID(stranger.Public()))
	countersigned(t, files, witness)
	expect(t, evidence(files, vendor), attestation.Believed, "not counted")
	both := evidence(files, vendor)
	both.Witnesses = []ed25519.PublicKey{witness.Public()}
	expect(t, both, attestation.Believed, "has countersigned")
	both.Witnesses = []ed25519.PublicKey{vendor.Public()}
	expect(t, both, attestation.Refused, "no line is signed by")
	expect(t, evidence(files, witness), attestation.Refused, "no line is signed by")
}

// TestWitnessOfAnotherRun puts a line beside one that it does not countersign.
func TestWitnessOfAnotherRun(t *testing.T) {
	vendor, witness := key(t, 1), key(t, 2)
	other := clean()
	other.Seed = 43
	files, others := attested(t, clean(), vendor), attested(t, other, vendor)
	countersigned(t, others, witness)
	_, line, _ := bytes.Cut(others[attestation.FileName], []byte("\n"))
	files[attestation.FileName] = append(files[attestation.FileName], line...)
	expect(t, evidence(files, vendor), attestation.Refused, "line 2 does not countersign the first one")
}

func TestDemands(t *testing.T) {
	k := key(t, 1)
	run := clean()
	run.Challenge = "blue heron"
	run.Findings[1].Verdict = reports.Warn
	reports.Score(run, reports.ScoreOptions{})
	files := attested(t, run, k)
	for words, d := range map[string]attestation.Demands{
		"is WARNED, and PASSED was asked for": {Result: attestation.Passed},
		"is clearxp, and xena was asked for":  {Profile: "xena"},
		"is 2026.1, and 2026.9":               {Catalogue: "2026.9"},
		"59m0s ago, and 10m0s is the most":    {MaxAge: 10 * time.Minute},
		"was made for other words":            {Challenge: "grey heron"},
	} {
		e := evidence(files, k)
		e.Demands = d
		expect(t, e, attestation.Refused, words)
	}
	e := evidence(files, k)
	e.Demands = attestation.Demands{Result: attestation.Warned, Challenge: "blue heron"}
	expect(t, e, attestation.Believed, "for these words")
	e.Now = run.Ended.Add(-time.Hour)
	expect(t, e, attestation.Refused, "still to come")
}

func TestSince(t *testing.T) {
	k, stranger := key(t, 1), key(t, 2)
	earlier := attested(t, clean(), k)[attestation.FileName]
	again, worse := clean(), clean()
	again.Ended = again.Ended.Add(time.Minute)
	worse.Ended = again.Ended
	worse.Findings[1].Verdict = reports.Warn
	reports.Score(worse, reports.ScoreOptions{})
	e := evidence(attested(t, again, k), k)
	e.Since = earlier
	expect(t, e, attestation.Believed, "there may have been runs between")
	e = evidence(attested(t, worse, k), k)
	e.Since = earlier
	expect(t, e, attestation.Refused, "worse than before: clearxp/EXC-02")
	e = evidence(attested(t, clean(), k), k)
	e.Since = attested(t, again, k)[attestation.FileName]
	expect(t, e, attestation.Refused, "is the later one")
	e.Since = attested(t, clean(), stranger)[attestation.FileName]
	expect(t, e, attestation.Refused, "not signed by a key that was given")
}

// TestShownIsCounted signs reports whose words were altered before: the signature
// holds, and is not all that is asked.
func TestShownIsCounted(t *testing.T) {
	k := key(t, 1)
	run := clean()
	run.Findings[0].Verdict = reports.Fail // and the summary says that all passed
	expect(t, evidence(attested(t, run, k), k), attestation.Refused, "is not what its findings give")

	files := folder(t, clean())
	files["report.html"] = bytes.Replace(files["report.html"], []byte("acme"), []byte("acmf"), 1)
	s, err := attestation.State(attestation.Matter{Files: files, Exam: exam(), Tool: tool(), Signed: attestation.Afterwards})
	if err != nil {
		t.Fatal(err)
	}
	line, _ := attestation.Seal(s, k)
	files[attestation.FileName] = append(line, '\n')
	expect(t, evidence(files, k), attestation.Refused, "report.html does not show what report.json holds")

	files = folder(t, clean())
	s.Predicate.Result, s.Predicate.Details.Files = attestation.Warned, nil
	line, _ = attestation.Seal(s, k)
	files[attestation.FileName] = append(line, '\n')
	expect(t, evidence(files, k), attestation.Refused, "the result of the statement")
}

// TestCatalogues names what is newer than the evidence, and does not take a run for
// whole whose exam is not known.
func TestCatalogues(t *testing.T) {
	k := key(t, 1)
	e := evidence(attested(t, clean(), k), k)
	e.Exam = func(string) (attestation.Exam, bool) {
		newer := exam()
		newer.Digest, newer.Catalogue, newer.Duties = strings.Repeat("e", 64), "2026.2", append(newer.Duties, "EXC-77")
		return newer, true
	}
	expect(t, e, attestation.Believed, "newer than this evidence, or left out: EXC-77")
}

func TestPackages(t *testing.T) {
	k := key(t, 1)
	files := attested(t, clean(), k)
	files["notes.txt"] = []byte("mine alone")
	var one, other bytes.Buffer
	for _, w := range []*bytes.Buffer{&one, &other} {
		if err := attestation.Pack(w, evidence(files)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("the same folder gives two packages")
	}
	back, err := attestation.Unpack(one.Bytes())
	if err != nil || back["notes.txt"] != nil {
		t.Errorf("unpacked %v: %v", back["notes.txt"], err)
	}
	expect(t, evidence(back, k), attestation.Believed, "report.html")
	files["report.md"] = append(files["report.md"], ' ')
	if err := attestation.Pack(&other, evidence(files)); err == nil || !strings.Contains(err.Error(), "report.md") {
		t.Errorf("an altered folder is packed: %v", err)
	}
}

func TestSpots(t *testing.T) {
	s, err := attestation.Read(attested(t, clean(), key(t, 1))[attestation.FileName])
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := s[0].Statement.Draw(5, fixed(0))
	if err != nil || !slices.Equal(drawn, []string{"EXC-01", "EXC-02"}) {
		t.Errorf("drawn %v: %v", drawn, err)
	}
	again := clean()
	if lines := attestation.Spotted(drawn, again); attestation.Verdict(lines) != attestation.Believed {
		t.Errorf("%s", told(lines))
	}
	again.Findings[1].Verdict = reports.Untested
	if lines := attestation.Spotted(drawn, again); attestation.Verdict(lines) != attestation.Unsure {
		t.Errorf("%s", told(lines))
	}
	again.Findings[0].Verdict = reports.Fail
	if lines := attestation.Spotted(drawn, again); attestation.Verdict(lines) != attestation.Refused || !strings.Contains(told(lines), "EXC-01: passed in the evidence, and is fail here") {
		t.Errorf("%s", told(lines))
	}
	if _, err := new(attestation.Statement).Draw(5, fixed(0)); !errors.Is(err, attestation.ErrNothing) {
		t.Errorf("drawn from nothing: %v", err)
	}
}

func TestSoftwareIsNamed(t *testing.T) {
	d := descriptor()
	d.Software.Contact = ""
	files := folder(t, clean())
	files[attestation.TargetFile], _ = d.JSON()
	if _, err := attestation.State(attestation.Matter{Files: files, Exam: exam()}); !errors.Is(err, attestation.ErrSoftware) || !strings.Contains(err.Error(), "software.contact") {
		t.Errorf("nobody answers for it, and it is stated: %v", err)
	}
	d = descriptor()
	d.Software.Digest = "main"
	if err := d.Attestable(); !errors.Is(err, attestation.ErrSoftware) {
		t.Errorf("a branch is taken for a digest: %v", err)
	}
}

// TestToolIsNamed says how the program that made the run was built.
func TestToolIsNamed(t *testing.T) {
	k := key(t, 1)
	files := folder(t, clean())
	dirty := tool()
	dirty.Dirty = true
	text, err := attestation.Attest(evidence(files), attestation.Matter{Exam: exam(), Tool: dirty, Signed: attestation.InTheRun}, k)
	if err != nil {
		t.Fatal(err)
	}
	files[attestation.FileName] = text
	expect(t, evidence(files, k), attestation.Believed, "revision c0ffee, built from files that no revision holds")
	if r := attestation.Shown(text); r != attestation.Passed || attestation.Shown(nil) != "" {
		t.Errorf("shown is %s", r)
	}
}
