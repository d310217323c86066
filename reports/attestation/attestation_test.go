package attestation_test

import (
	"bytes"
	"crypto/ed25519"
	"flag"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

var update = flag.Bool("update", false, "write the golden files")

// fixed is a source of randomness that tests can foresee.
type fixed byte

func (f fixed) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(f)
	}
	return len(p), nil
}

func key(t testing.TB, seed byte) attestation.Key {
	t.Helper()
	k, err := attestation.NewKey(fixed(seed))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func exam() attestation.Exam {
	return attestation.Exam{Profile: "clearxp", Duties: []string{"EXC-01", "EXC-02"}, Digest: strings.Repeat("a", 64), Catalogue: "2026.1", Sum: strings.Repeat("b", 64)}
}

func tool() attestation.Tool {
	return attestation.Tool{Version: "0.3.0", Revision: "c0ffee", Go: "go1.26", Executable: strings.Repeat("c", 64)}
}

// clean is a run without a doubt.
func clean() *reports.Run {
	run := &reports.Run{
		Tool: reports.Tool{Name: "authassay", Version: "0.3.0", Catalogue: "2026.1"}, ID: "b2c1", Salt: strings.Repeat("5a", 16),
		Started: reporttest.Start(), Ended: reporttest.Start().Add(time.Minute), Seed: 42,
		Targets: []reports.Target{{Name: "acme staging", Profile: "clearxp", Auth: "http://127.0.0.1:8701"}},
		Findings: []reports.Finding{
			{ID: "EXC-01", Profile: "clearxp", Chapter: "exchanging", Level: "MUST", Verdict: reports.Pass, Sentence: "A code is exchanged.", Clause: "RFC 6749 §4.1.3", When: "an exchange"},
			{ID: "EXC-02", Profile: "clearxp", Chapter: "exchanging", Level: "SHOULD", Verdict: reports.Pass, Sentence: "A code lives ten minutes.", Clause: "RFC 6749 §4.1.2", When: "a late exchange"},
		},
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

func descriptor() attestation.Descriptor {
	return attestation.Descriptor{Name: "acme staging", Profile: "clearxp", Auth: "http://127.0.0.1:8701", Software: attestation.Software{
		Name: "acme-auth", Version: "4.2.1", Digest: "sha256:" + strings.Repeat("d", 64), Contact: "auth@acme.example", URL: "registry.example/acme/auth",
	}}
}

// folder is what a run leaves, not signed.
func folder(t testing.TB, run *reports.Run) map[string][]byte {
	t.Helper()
	files, err := format.Rendered(run)
	if err != nil {
		t.Fatal(err)
	}
	if files[attestation.TargetFile], err = descriptor().JSON(); err != nil {
		t.Fatal(err)
	}
	return files
}

// attested is the same, signed.
func attested(t testing.TB, run *reports.Run, by attestation.Signer) map[string][]byte {
	t.Helper()
	files := folder(t, run)
	s, err := attestation.State(attestation.Matter{Files: files, Exam: exam(), Tool: tool(), Signed: attestation.InTheRun})
	if err != nil {
		t.Fatal(err)
	}
	line, err := attestation.Seal(s, by)
	if err != nil {
		t.Fatal(err)
	}
	files[attestation.FileName] = append(line, '\n')
	return files
}

// evidence asks about a folder as its reader does who has the keys.
func evidence(files map[string][]byte, keys ...attestation.Key) attestation.Evidence {
	e := attestation.Evidence{Files: files, Now: reporttest.Start().Add(time.Hour), Version: "0.3.0", Render: format.Rendered,
		Exam: func(string) (attestation.Exam, bool) { return exam(), true }}
	for _, k := range keys {
		e.Keys = append(e.Keys, k.Public())
	}
	return e
}

func told(lines []attestation.Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(string(l.Trust) + " " + l.About + ": " + l.Said + "\n")
	}
	return b.String()
}

// expect verifies and wants a verdict, and words that one of the lines has.
func expect(t *testing.T, e attestation.Evidence, want attestation.Trust, words string) {
	t.Helper()
	lines := attestation.Verify(e)
	if got := attestation.Verdict(lines); got != want || !strings.Contains(told(lines), words) {
		t.Errorf("verdict %s, want %s with %q:\n%s", got, want, words, told(lines))
	}
}

func TestEvidenceIsBelieved(t *testing.T) {
	k := key(t, 1)
	e := evidence(attested(t, clean(), k), k)
	e.Demands = attestation.Demands{Result: attestation.Passed, Profile: "clearxp", Catalogue: "2026.1", MaxAge: 2 * time.Hour}
	expect(t, e, attestation.Believed, "report.html, report.md, report.txt: show what report.json holds")
}

func TestStatementGolden(t *testing.T) {
	k := key(t, 1)
	text := attested(t, reporttest.Sample(), k)[attestation.FileName]
	reporttest.Golden(t, *update, "sample.intoto.jsonl", text)
}

// TestTampering changes single bytes of everything that is handed over. Each is
// refused, and the file is named.
func TestTampering(t *testing.T) {
	k := key(t, 1)
	files := attested(t, clean(), k)
	tried := 0
	for name, content := range files {
		for i := 0; i < 60; i++ {
			at := i * (len(content) - 1) / 59
			bent := maps.Clone(files)
			bent[name] = bytes.Clone(content)
			bent[name][at] ^= 1 << (i % 8)
			e := evidence(bent, k)
			if i%2 == 0 {
				e.Version = "another" // which renders nothing again
			}
			lines := attestation.Verify(e)
			if attestation.Verdict(lines) != attestation.Refused {
				t.Errorf("byte %d of %s changed and nobody minds:\n%s", at, name, told(lines))
			}
			if said := told(lines); name != attestation.FileName && !strings.Contains(said, name) {
				t.Errorf("byte %d of %s changed, and that is not said:\n%s", at, name, said)
			}
			tried++
		}
	}
	if tried < 200 {
		t.Errorf("only %d were tried", tried)
	}
}

// TestEveryByteOfTheEnvelope leaves none out, and takes each away as well.
func TestEveryByteOfTheEnvelope(t *testing.T) {
	k := key(t, 1)
	text := attested(t, clean(), k)[attestation.FileName]
	for at := range text {
		for _, bent := range [][]byte{
			append(append(bytes.Clone(text[:at]), text[at]^1), text[at+1:]...),
			append(bytes.Clone(text[:at]), text[at+1:]...),
			append(append(bytes.Clone(text[:at]), '\n'), text[at:]...),
			append(append(bytes.Clone(text[:at]), ' '), text[at:]...),
		} {
			if vouched(bent, k.Public()) {
				t.Fatalf("byte %d changed and nobody minds: %s", at, bent)
			}
		}
	}
}

// vouched says whether every line is signed by the key.
func vouched(text []byte, by ed25519.PublicKey) bool {
	lines, err := attestation.Read(text)
	if err != nil {
		return false
	}
	for _, l := range lines {
		if !l.By(by) {
			return false
		}
	}
	return true
}
