package reports

import "time"

// Verdict is what was found out about one check, or about a whole run.
type Verdict string

// The verdicts. Not applicable is counted apart and scores nothing.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"         // a MUST is violated
	Warn          Verdict = "warn"         // a SHOULD is violated
	Note          Verdict = "note"         // a MAY is not taken up
	Untested      Verdict = "untested"     // it could not be tried; the reason says why
	Inconclusive  Verdict = "inconclusive" // the target broke while it was tried
	Expected      Verdict = "expected"     // a known deviation
	NotApplicable Verdict = "not applicable"
)

// SchemaVersion is the version of the JSON report that this package writes, and
// the only one that it reads.
const SchemaVersion = "1"

// Run is the result of one run: what the JSON report holds, and what every
// other report is written from.
type Run struct {
	Schema      string     `json:"schema"` // the version of this format
	Tool        Tool       `json:"tool"`
	Verdict     Verdict    `json:"verdict"`
	Sentence    string     `json:"sentence"`  // the verdict in words
	ExitCode    int        `json:"exit_code"` // of the command that made the run
	Interrupted bool       `json:"interrupted"`
	Started     time.Time  `json:"started"`
	Ended       time.Time  `json:"ended"`
	Seed        int64      `json:"seed"` // of the order of the checks
	Filter      string     `json:"filter,omitempty"`
	Targets     []Target   `json:"targets"`
	Summary     Summary    `json:"summary"`
	Findings    []Finding  `json:"findings"`
	Facts       []Fact     `json:"facts"`
	Problems    []string   `json:"problems"`            // what kept the run from judging, outside any check
	Preflight   []Obstacle `json:"preflight,omitempty"` // what did not work before the checks
	Stale       []string   `json:"stale,omitempty"`     // where the list of known deviations is out of date
	Coverage    []Covered  `json:"coverage,omitempty"`  // every product statement, tested or not
	Capacity    *Capacity  `json:"capacity,omitempty"`
	Load        *Load      `json:"load,omitempty"` // with Capacity: the run that decided it
}

// Tool says what made the run.
type Tool struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Catalogue string `json:"catalogue"` // version of the requirement catalogue
}

// Target says what was tested, as the target file puts it.
type Target struct {
	Name    string            `json:"name"`
	Profile string            `json:"profile"`
	Auth    string            `json:"auth,omitempty"`
	API     string            `json:"api,omitempty"`
	Policy  map[string]string `json:"policy,omitempty"` // declared lifetimes, rotation and the like
}

// Summary counts the findings by verdict. Filtered counts the checks that the
// user's filter left out.
type Summary struct {
	Total         int `json:"total"`
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Warn          int `json:"warn"`
	Note          int `json:"note"`
	Untested      int `json:"untested"`
	Inconclusive  int `json:"inconclusive"`
	Expected      int `json:"expected"`
	NotApplicable int `json:"not_applicable"`
	Filtered      int `json:"filtered"`
}

// Finding is the verdict on one check, with its evidence.
type Finding struct {
	ID         string     `json:"id"`
	Profile    string     `json:"profile"`
	Chapter    string     `json:"chapter"`
	Level      string     `json:"level"` // MUST, SHOULD or MAY
	Verdict    Verdict    `json:"verdict"`
	Sentence   string     `json:"sentence"`
	Clause     string     `json:"clause"`
	Link       string     `json:"link,omitempty"`       // where the clause can be read
	Statements []string   `json:"statements,omitempty"` // the product statements that the requirement comes from
	When       string     `json:"when"`                 // what the check does, in a few words
	Acceptable []string   `json:"acceptable,omitempty"` // every answer that would have done
	Actual     string     `json:"actual,omitempty"`     // the answer that was judged
	Control    string     `json:"control,omitempty"`    // the answer to the positive control
	Detail     string     `json:"detail,omitempty"`     // the reason, in words
	Cause      string     `json:"cause,omitempty"`      // why there is no verdict, in the same words wherever it is the same
	Root       string     `json:"root,omitempty"`       // the requirement that is at the root of the cause
	Reason     string     `json:"reason,omitempty"`     // of a known deviation
	Transcript []Exchange `json:"transcript,omitempty"`
	Omitted    int        `json:"omitted,omitempty"`   // exchanges that the transcript has no room for
	Reproduce  []string   `json:"reproduce,omitempty"` // command lines with placeholders
	Location   string     `json:"location,omitempty"`  // file:line of the check
	Seconds    float64    `json:"seconds"`
	Bodies     []Body     `json:"-"` // what command lines read from files beside the report
}

// BodiesFolder is where the bodies of findings are written, beside the reports.
const BodiesFolder = "bodies"

// Body is a part of a request's body that no command line can hold: it is not
// text, or too long. It holds no secret.
type Body struct {
	Name    string // below the folder of the reports, with slashes
	Content []byte
}

// Exchange is one request and its answer, with fingerprints in the place of
// secrets.
type Exchange struct {
	Step     string   `json:"step,omitempty"` // the verb, such as exchange
	Role     string   `json:"role,omitempty"` // given, control or judged
	Method   string   `json:"method"`
	URL      string   `json:"url"`
	Header   []string `json:"header"` // "Name: value" as sent
	Body     string   `json:"body,omitempty"`
	Status   int      `json:"status,omitempty"`
	Answer   []string `json:"answer_header,omitempty"`
	Reply    string   `json:"answer_body,omitempty"`
	Error    string   `json:"error,omitempty"` // why there was no answer
	Millis   float64  `json:"millis"`
	Clipped  bool     `json:"clipped,omitempty"` // a body is shown in part
	Sequence int      `json:"sequence"`
}

// Fact is something measured that no requirement decides, such as a lifetime
// or whether refresh tokens rotate.
type Fact struct {
	Profile string `json:"profile"`
	Name    string `json:"name"`
	Value   string `json:"value"`
	Check   string `json:"check"` // the ID of the check that measured it
}

// Covered says which requirements test one product statement, or why none does.
type Covered struct {
	Statement    string   `json:"statement"` // such as CXP-07
	Text         string   `json:"text"`
	Requirements []string `json:"requirements"`     // IDs; empty when nothing tests it
	Reason       string   `json:"reason,omitempty"` // why nothing tests it
}
