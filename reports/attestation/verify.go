package attestation

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"time"

	"github.com/authassay/authassay/reports"
)

// Trust says what came of one question about an attestation.
type Trust string

// The answers. A remark decides nothing.
const (
	Believed Trust = "ok"
	Refused  Trust = "NO"
	Unsure   Trust = "??"
	Remark   Trust = "--"
)

// Line is one question that was asked, and what was found.
type Line struct {
	Trust Trust
	About string // such as signature
	Said  string
}

// Evidence is the folder of a run as it was handed over, and what is asked of it.
type Evidence struct {
	// Files are the contents of the folder, by name with slashes.
	Files map[string][]byte
	// Keys must each have signed for the run, Witnesses each countersigned.
	Keys, Witnesses []ed25519.PublicKey
	Demands         Demands
	Now             time.Time
	// Exam is what this program knows of a profile; false for a profile that it does
	// not know.
	Exam func(profile string) (Exam, bool)
	// Version is of this program: pages of another version are not rendered again.
	Version string
	// Render writes a run in every format, by the name of the file.
	Render func(run *reports.Run) (map[string][]byte, error)
	// Since is an earlier attestation that this one must not be worse than; nil for
	// none.
	Since []byte
}

// Demands are what a reader wants beyond files that nobody has touched. Empty ones
// are not asked for.
type Demands struct {
	Result    Result // at the least
	Profile   string
	Catalogue string        // at the least, such as 2026.12
	MaxAge    time.Duration // since the end of the run
	Challenge string        // the words that the run was asked for with
}

// inquiry is evidence being verified.
type inquiry struct {
	Evidence
	signed    []Signed
	statement *Statement // of the first line
	run       *reports.Run
	target    Descriptor
	exam      Exam
	same      bool // the exam is the one that this program would hold
}

// Verify asks one question after the other and ends at the first that is refused.
// Nothing of the files is taken for true before the digest that vouches for it is.
func Verify(e Evidence) []Line {
	q := &inquiry{Evidence: e}
	var all []Line
	for _, ask := range []func() []Line{
		q.envelopes, q.signatures, q.types, q.report, q.descriptor, q.recount, q.files, q.pages, q.demands, q.catalogue, q.tool, q.chain,
	} {
		lines := ask()
		all = append(all, lines...)
		if slices.ContainsFunc(lines, func(l Line) bool { return l.Trust == Refused }) {
			break
		}
	}
	return all
}

// Verdict is what the lines come to: refused by one that is, then unsure by one
// that is, then believed.
func Verdict(lines []Line) Trust {
	for _, s := range []Trust{Refused, Unsure} {
		if slices.ContainsFunc(lines, func(l Line) bool { return l.Trust == s }) {
			return s
		}
	}
	return Believed
}

func believed(about, said string, args ...any) []Line {
	return []Line{{Believed, about, fmt.Sprintf(said, args...)}}
}

func refused(about, said string, args ...any) []Line {
	return []Line{{Refused, about, fmt.Sprintf(said, args...)}}
}

func remark(about, said string, args ...any) []Line {
	return []Line{{Remark, about, fmt.Sprintf(said, args...)}}
}

// envelopes reads the lines.
func (q *inquiry) envelopes() []Line {
	text, there := q.Files[FileName]
	if !there {
		return refused("envelope", "there is no %s: nobody has signed for these files", FileName)
	}
	signed, err := Read(text)
	if err != nil {
		return refused("envelope", "%v", err)
	}
	q.signed, q.statement = signed, signed[0].Statement
	return nil
}

// signatures sees that everybody has signed who must have. What another key has
// signed is not counted.
func (q *inquiry) signatures() []Line {
	var all []Line
	counted := map[int]bool{}
	wanted := func(keys []ed25519.PublicKey, as func(Signed) bool, how string) {
		for _, key := range keys {
			at := slices.IndexFunc(q.signed, func(s Signed) bool { return as(s) && s.By(key) })
			if at < 0 {
				all = append(all, refused("signature", "no line is signed by %s %s", KeyID(key), how)...)
				continue
			}
			counted[at] = true
			all = append(all, believed("signature", "%s %s", KeyID(key), how)...)
		}
	}
	wanted(q.Keys, func(s Signed) bool { return s.Statement.Predicate.Details.Signed != AsWitness }, "signs for the run")
	wanted(q.Witnesses, func(s Signed) bool { return s.Statement.Predicate.Details.Signed == AsWitness }, "has countersigned")
	if len(q.Keys) == 0 && len(q.Witnesses) == 0 {
		return []Line{{Unsure, "signature", "no key was given, so nobody knows who has signed this"}}
	}
	for i, s := range q.signed {
		if !counted[i] {
			all = append(all, remark("signature", "line %d names the key %s, which was not given, and is not counted", i+1, printable(s.KeyID))...)
		}
	}
	return all
}

// types sees that the statements are of the kind that is understood here, and that
// all lines state the same.
func (q *inquiry) types() []Line {
	first := q.statement
	if first.Type != StatementType || first.PredicateType != PredicateType {
		return refused("statement", "its type is not %s about %s", StatementType, PredicateType)
	}
	if first.Predicate.Details.Signed == AsWitness {
		return refused("statement", "the first line is a witness's, and nobody signs for the run itself")
	}
	for i, s := range q.signed[1:] {
		if d := s.Statement.Predicate.Details; d.Signed != AsWitness || d.Witnessed != q.signed[0].Digest {
			return refused("statement", "line %d does not countersign the first one", i+2)
		}
		if !equal(countersigned(first, q.signed[0].Digest), s.Statement) {
			return refused("statement", "line %d states something else than the first one", i+2)
		}
	}
	return nil
}

// Countersigned is the statement that a witness signs: that of the first line,
// which it names.
func Countersigned(first Signed) *Statement { return countersigned(first.Statement, first.Digest) }

func countersigned(s *Statement, line string) *Statement {
	out := *s
	out.Predicate.Details.Signed, out.Predicate.Details.Witnessed = AsWitness, line
	return &out
}
