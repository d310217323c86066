package attestation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/authassay/authassay/reports"
)

// ErrSigned is wrapped by Attest for a run that somebody signs for already.
var ErrSigned = errors.New("the run is signed already")

// Attest signs for the files of the evidence and returns what FileName then holds. A
// witness's line comes behind those that are there; an earlier run's are replaced,
// and the new one says which it follows. Nothing is signed that Verify would refuse:
// altered pages, a summary that the findings do not give.
func Attest(e Evidence, m Matter, by Signer) ([]byte, error) {
	m.Files = e.Files
	e.Keys, e.Witnesses, e.Demands, e.Since = nil, nil, Demands{}, nil
	text, statement, err := e.beginning(&m)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	line, err := Seal(statement, by)
	if err != nil {
		return nil, err
	}
	text = append(append(bytes.Clone(text), line...), '\n')
	after := e
	after.Files = map[string][]byte{}
	for name, content := range e.Files {
		after.Files[name] = content
	}
	after.Files[FileName] = text
	for _, l := range Verify(after) {
		if l.Trust == Refused {
			return nil, fmt.Errorf("sign: %s: %s", l.About, l.Said)
		}
	}
	return text, nil
}

// beginning is what stands before the new line, and the statement that it makes.
func (e Evidence) beginning(m *Matter) ([]byte, *Statement, error) {
	before, there := e.Files[FileName]
	if m.Signed == AsWitness {
		if !there {
			return nil, nil, errors.New("there is nothing to countersign: nobody has signed for the run")
		}
		lines, err := Read(before)
		if err != nil {
			return nil, nil, err
		}
		return before, Countersigned(lines[0]), nil
	}
	if there {
		lines, err := Read(before)
		switch {
		case err != nil:
			return nil, nil, err
		case lines[0].Statement.about(0) == digest(e.Files[ReportFile]):
			return nil, nil, fmt.Errorf("%w, by %s", ErrSigned, printable(lines[0].KeyID))
		}
		m.Previous = lines[0].Digest
	}
	s, err := State(*m)
	return nil, s, err
}

// NewExam is the exam of a profile: its table and all requirements stand for
// themselves by their digests, so that two programs with equal ones can tell.
func NewExam(profile string, duties []string, catalogue string, table, requirements any) (Exam, error) {
	one, err := json.Marshal(table)
	if err != nil {
		return Exam{}, fmt.Errorf("read exam: %w", err)
	}
	all, err := json.Marshal(requirements)
	if err != nil {
		return Exam{}, fmt.Errorf("read exam: %w", err)
	}
	return Exam{Profile: profile, Duties: duties, Digest: digest(one), Catalogue: catalogue, Sum: digest(all)}, nil
}

// Claims are what a report says of the run that nothing in it shows: which software
// is said to run at the target, and for whose words the run was made.
func Claims(run *reports.Run) []reports.Fact {
	var facts []reports.Fact
	for _, t := range run.Targets {
		if s := t.Software; s != nil {
			facts = append(facts, reports.Fact{Profile: t.Profile, Name: "software, as its owner says", Value: s.Name + " " + s.Version + ", " + s.Digest, Check: "run"})
		}
		if run.Challenge != "" {
			facts = append(facts, reports.Fact{Profile: t.Profile, Name: "challenge", Value: run.Challenge, Check: "run"})
		}
	}
	return facts
}
