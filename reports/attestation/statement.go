package attestation

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
)

// The types of the statement, in-toto Attestation Framework v1, and of its
// predicate, in-toto test-result v0.1.
const (
	StatementType = "https://in-toto.io/Statement/v1"
	PredicateType = "https://in-toto.io/attestation/test-result/v0.1"
)

// The files that a statement is about in the first place.
const (
	ReportFile = "report.json"
	TargetFile = "target.json"
)

// Statement says of which files it speaks, and what was found.
type Statement struct {
	Type          string     `json:"_type"`
	Subject       []Resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     Predicate  `json:"predicate"`
}

// Resource is an in-toto resource descriptor.
type Resource struct {
	Name   string            `json:"name,omitempty"`
	URI    string            `json:"uri,omitempty"`
	Digest map[string]string `json:"digest,omitempty"`
}

// Predicate is a test result. Whoever ignores Details can only be too strict.
type Predicate struct {
	Result        Result     `json:"result"`
	Configuration []Resource `json:"configuration"`
	PassedTests   []string   `json:"passedTests"`
	WarnedTests   []string   `json:"warnedTests"`
	FailedTests   []string   `json:"failedTests"`
	Details       Details    `json:"authassay.v1"`
}

// Details are what the test result has no words for.
type Details struct {
	Run       string            `json:"run,omitempty"`
	Started   time.Time         `json:"started"`
	Ended     time.Time         `json:"ended"`
	Scope     string            `json:"scope"`
	Seed      int64             `json:"seed"`
	ExitCode  int               `json:"exit_code"`
	Counts    reports.Summary   `json:"counts"`
	Untested  []string          `json:"untested"` // whatever nobody has judged
	Expected  []Deviation       `json:"expected"`
	Outcome   string            `json:"outcome"`            // equal for two runs with equal verdicts
	Findings  map[string]string `json:"findings,omitempty"` // salted SHA-256 in Base64 for URLs, by profile/ID
	Files     map[string]string `json:"files"`              // SHA-256 of the other files, by name
	Tool      Tool              `json:"tool"`
	Challenge string            `json:"challenge,omitempty"`
	Previous  string            `json:"previous,omitempty"` // SHA-256 of the line that a former run was attested by
	Signed    string            `json:"signed"`
	Witnessed string            `json:"witnessed,omitempty"` // SHA-256 of the line that is countersigned
}

// How a statement may have come to be signed.
const (
	InTheRun   = "in the run" // by the process that judged: it is said, and proves nothing
	Afterwards = "afterwards" // from files that lay on a disk
	AsWitness  = "as witness" // by somebody who countersigns
)

// Deviation is a known deviation with its reason.
type Deviation struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Tool is the program that made the run, as its build knows it.
type Tool struct {
	Version    string `json:"version"`
	Revision   string `json:"revision,omitempty"`
	Dirty      bool   `json:"dirty,omitempty"` // built from files that no revision holds
	Go         string `json:"go,omitempty"`
	Executable string `json:"-"` // SHA-256 of the program; it stands in the configuration
}

// Exam is what a profile asks, as one version of the catalogue puts it.
type Exam struct {
	Profile   string
	Duties    []string // the IDs of all requirements that the profile has adopted
	Digest    string   // SHA-256 of the profile
	Catalogue string   // the version
	Sum       string   // SHA-256 of all requirements
}

// Matter is what a statement is made from.
type Matter struct {
	// Files are the contents of the folder of the run, by name with slashes:
	// report.json, target.json, and the others.
	Files map[string][]byte
	Exam  Exam
	Tool  Tool
	// Known is the list of known deviations as it was read; nil for none.
	Known []byte
	// Previous is the line that a former run was attested by; "" for none.
	Previous string
	Signed   string
}

// ErrSoftware is wrapped by State where nobody says what runs at the target.
var ErrSoftware = errors.New("the target does not say what software runs there")

// State makes the statement about a run from report.json as it is written.
func State(m Matter) (*Statement, error) {
	run, err := read(m.Files)
	if err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	target, err := ReadDescriptor(m.Files[TargetFile])
	if err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	if err := target.Software.missing(); err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	s := &Statement{Type: StatementType, PredicateType: PredicateType, Predicate: recounted(run, m.Exam)}
	s.Subject = []Resource{
		{Name: ReportFile, Digest: sum(m.Files[ReportFile])},
		{Name: "target:" + target.Software.Name + "@" + target.Software.Version, Digest: sum(m.Files[TargetFile])},
		{Name: target.Software.URL, Digest: target.Software.digests()},
	}
	s.Predicate.Configuration = configured(m, run)
	d := &s.Predicate.Details
	d.Files, d.Tool, d.Previous, d.Signed = others(m.Files), m.Tool, m.Previous, m.Signed
	return s, nil
}

// read reads report.json, and says so where it is missing.
func read(files map[string][]byte) (*reports.Run, error) {
	if files[ReportFile] == nil {
		return nil, fmt.Errorf("there is no %s", ReportFile)
	}
	return reports.Read(strings.NewReader(string(files[ReportFile])))
}

func sum(content []byte) map[string]string { return map[string]string{"sha256": digest(content)} }

// configured is by which exam the run was judged, and by which program.
func configured(m Matter, run *reports.Run) []Resource {
	held := []Resource{
		{Name: "profile", URI: "authassay:profile/" + m.Exam.Profile, Digest: map[string]string{"sha256": m.Exam.Digest}},
		{Name: "catalogue", URI: "authassay:catalogue/" + run.Tool.Catalogue, Digest: map[string]string{"sha256": m.Exam.Sum}},
		{Name: "authassay", URI: "pkg:golang/github.com/authassay/authassay@" + m.Tool.Version, Digest: map[string]string{"sha256": m.Tool.Executable}},
	}
	if m.Known != nil {
		held = append(held, Resource{Name: "known deviations", Digest: sum(m.Known)})
	}
	return held
}

// others are the digests of the files that no subject names.
func others(files map[string][]byte) map[string]string {
	out := map[string]string{}
	for name, content := range files {
		if name != ReportFile && name != TargetFile && name != FileName {
			out[name] = digest(content)
		}
	}
	return out
}

// configuration is one part of the configuration, and whether it is there.
func (s *Statement) configuration(name string) (Resource, bool) {
	at := slices.IndexFunc(s.Predicate.Configuration, func(r Resource) bool { return r.Name == name })
	if at < 0 {
		return Resource{}, false
	}
	return s.Predicate.Configuration[at], true
}

// about is the digest of a subject; "" where it is missing.
func (s *Statement) about(at int) string {
	if at >= len(s.Subject) {
		return ""
	}
	return s.Subject[at].Digest["sha256"]
}

// concealed are the digests of the findings, by requirement. Each is salted with
// text of its own that only a reader of report.json can derive, so that what a
// finding says cannot be guessed and tried.
func concealed(run *reports.Run) map[string]string {
	salt, err := hex.DecodeString(run.Salt)
	if err != nil || len(salt) == 0 {
		return nil
	}
	found := map[string][]reports.Finding{}
	for _, f := range run.Findings {
		found[f.Profile+"/"+f.ID] = append(found[f.Profile+"/"+f.ID], f)
	}
	out := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		all := found[key]
		text, err := json.Marshal(all)
		if err != nil {
			return nil // cannot be: it was read from JSON
		}
		mac := hmac.New(sha256.New, salt)
		mac.Write([]byte(key))
		sum := sha256.Sum256(append([]byte(hex.EncodeToString(mac.Sum(nil)[:16])), text...))
		out[key] = base64.RawURLEncoding.EncodeToString(sum[:]) // there are hundreds of them
	}
	return out
}
