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
// other report is written from. The tag words:"ours" is on fields that hold
// words of the catalogue and of the program only: a target has no hand in them,
// and scrubbing leaves them alone.
type Run struct {
	Schema      string     `json:"schema" words:"ours"` // the version of this format
	Tool        Tool       `json:"tool"`
	ID          string     `json:"run,omitempty" words:"ours"`  // drawn for this run; its requests bear it in User-Agent
	Salt        string     `json:"salt,omitempty" words:"ours"` // keeps findings from being guessed from their digests
	Challenge   string     `json:"challenge,omitempty"`         // words of whoever asked for the run, sent with its requests
	Verdict     Verdict    `json:"verdict" words:"ours"`
	Sentence    string     `json:"sentence"`           // the verdict in words
	Headline    *Headline  `json:"headline,omitempty"` // the same in its parts; nil in reports of older versions
	ExitCode    int        `json:"exit_code"`          // of the command that made the run
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

	scored *ScoreOptions // by what it was given its verdict; nil where that came from elsewhere
}

// Tool says what made the run.
type Tool struct {
	Name      string `json:"name" words:"ours"`
	Version   string `json:"version" words:"ours"`
	Catalogue string `json:"catalogue" words:"ours"` // version of the requirement catalogue
}

// Target says what was tested, as the target file puts it.
type Target struct {
	Name    string            `json:"name"`
	Profile string            `json:"profile" words:"ours"`
	Auth    string            `json:"auth,omitempty"`
	API     string            `json:"api,omitempty"`
	Policy  map[string]string `json:"policy,omitempty"` // declared lifetimes, rotation and the like

	Software *Software `json:"software,omitempty"` // what is said to run there; nil where nobody says
}

// Software is what somebody says runs at a target. Nothing here proves it.
type Software struct {
	Name    string `json:"name"`
	Version string `json:"version"` // of a release or a commit, never of a branch
	Digest  string `json:"digest"`  // of the image or the commit: sha256:HEX or gitCommit:HEX
	Contact string `json:"contact"` // who answers for it
	URL     string `json:"url"`     // where it is described
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
	ID         string     `json:"id" words:"ours"`
	Profile    string     `json:"profile" words:"ours"`
	Chapter    string     `json:"chapter" words:"ours"`
	Level      string     `json:"level" words:"ours"` // MUST, SHOULD or MAY
	Verdict    Verdict    `json:"verdict" words:"ours"`
	Sentence   string     `json:"sentence" words:"ours"`
	Clause     string     `json:"clause" words:"ours"`
	Link       string     `json:"link,omitempty" words:"ours"`       // where the clause can be read
	Statements []string   `json:"statements,omitempty" words:"ours"` // the product statements that the requirement comes from
	When       string     `json:"when" words:"ours"`                 // what the check does, in a few words
	Way        string     `json:"way,omitempty" words:"ours"`        // which of several paths the requirement was tried on
	Moment     string     `json:"moment,omitempty" words:"ours"`     // which time of a thing's life it was tried at
	Acceptable []string   `json:"acceptable,omitempty"`              // every answer that would have done
	Actual     string     `json:"actual,omitempty"`                  // the answer that was judged
	Control    string     `json:"control,omitempty"`                 // the answer to the positive control
	Detail     string     `json:"detail,omitempty"`                  // the reason, in words
	Reason     string     `json:"reason,omitempty"`                  // of a known deviation
	Cause      string     `json:"cause,omitempty"`                   // why there is no verdict, in the same words wherever it is the same
	Why        *Cause     `json:"why,omitempty"`                     // the same as a value; nil where the check says it in words of its own
	Root       string     `json:"root,omitempty" words:"ours"`       // the requirement that is at the root of the cause
	Transcript []Exchange `json:"transcript,omitempty"`
	Omitted    int        `json:"omitted,omitempty"`               // exchanges that the transcript has no room for
	Reproduce  []string   `json:"reproduce,omitempty"`             // command lines with placeholders
	Location   string     `json:"location,omitempty" words:"ours"` // file:line of the check
	Seconds    float64    `json:"seconds"`
	Bodies     []Body     `json:"-" words:"ours"` // what command lines read from files beside the report
}

// BodiesFolder is where the bodies of findings are written, beside the reports.
const BodiesFolder = "bodies"

// Body is a part of a request's body that no command line can hold: it is not
// text, or too long. It holds no secret.
type Body struct {
	Name    string // below the folder of the reports, with slashes
	Content []byte
}

// Exchange is one request and its answer, with fingerprints instead of
// secrets.
type Exchange struct {
	Step     string   `json:"step,omitempty" words:"ours"` // the verb, such as exchange
	Role     string   `json:"role,omitempty" words:"ours"` // given, control or judged
	Method   string   `json:"method" words:"ours"`
	URL      string   `json:"url"`
	Header   []string `json:"header"` // "Name: value" as sent
	Body     string   `json:"body,omitempty"`
	Status   int      `json:"status,omitempty"`
	Answer   []string `json:"answer_header,omitempty"`
	Reply    string   `json:"answer_body,omitempty"`
	Error    string   `json:"error,omitempty"` // why there was no answer, or what is wrong about it
	Millis   float64  `json:"millis"`
	Clipped  bool     `json:"clipped,omitempty"` // a body is shown in part
	Sequence int      `json:"sequence"`

	Wrong *WrongAnswer `json:"wrong,omitempty"` // what is wrong about an answer under load, as a value
}

// Fact is something measured that no requirement decides, such as a lifetime
// or whether refresh tokens rotate.
type Fact struct {
	Profile string `json:"profile" words:"ours"`
	Name    string `json:"name" words:"ours"`
	Value   string `json:"value"`
	Check   string `json:"check" words:"ours"` // the ID of the check that measured it
}

// Covered says which requirements test one product statement, or why none does.
type Covered struct {
	Statement    string   `json:"statement" words:"ours"` // such as CXP-07
	Text         string   `json:"text" words:"ours"`
	Requirements []string `json:"requirements" words:"ours"`     // IDs; empty when nothing tests it
	Reason       string   `json:"reason,omitempty" words:"ours"` // why nothing tests it
}
