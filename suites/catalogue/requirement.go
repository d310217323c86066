package catalogue

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ID names a requirement for ever, such as EXC-02. It is never used again for
// another one.
type ID string

// prefix returns the part of the ID that names its chapter.
func (id ID) prefix() string {
	p, _, _ := strings.Cut(string(id), "-")
	return p
}

// Chapter returns the word of the area that the requirement belongs to. The same
// word names a file in every room. The chapter of a prefix that is not ours is
// the prefix itself, in small letters.
func (id ID) Chapter() string {
	if i := chapterAt(id); i < len(Chapters) {
		return Chapters[i].Name
	}
	return strings.ToLower(id.prefix())
}

// chapterAt is where the chapter of an ID stands among ours; those of others
// come behind them.
func chapterAt(id ID) int {
	i := slices.IndexFunc(Chapters, func(c Chapter) bool { return c.Prefix == id.prefix() })
	if i < 0 {
		return len(Chapters)
	}
	return i
}

// Chapter is one area of the contract.
type Chapter struct {
	Prefix string // of its IDs
	Name   string
}

// Chapters are all areas, in the order in which a client meets them.
var Chapters = []Chapter{
	{"AUT", "authorizing"},
	{"PKC", "proving"},
	{"EXC", "exchanging"},
	{"ANS", "answering"},
	{"IDN", "identifying"},
	{"REF", "refreshing"},
	{"PRE", "presenting"},
	{"EXP", "expiring"},
	{"TEN", "tenancy"},
	{"BAS", "basic"},
	{"LAU", "launching"},
	{"TMP", "temporary"},
	{"DIS", "discovery"},
	{"REV", "revoking"},
	{"INT", "introspecting"},
	{"IDT", "asserting"},
	{"SES", "sessions"},
	{"HYG", "hygiene"},
}

// Level is how binding a requirement is in a profile, in the words of RFC 2119.
type Level string

// The levels.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// Requirement is one thing that a server can be held to, in one sentence.
type Requirement struct {
	ID       ID     `yaml:"id"`
	Sentence string `yaml:"sentence"`
	// Needs is the optional capability without which the requirement does not
	// apply, "" for none. A target file may declare it absent.
	Needs string `yaml:"needs"`
	// AlsoNeeds are further capabilities, or things that the target file gives,
	// without any one of which the requirement does not apply or cannot be tried.
	// A target file may declare them absent, too.
	AlsoNeeds []string `yaml:"also_needs"`
	// Gives is the thing that the requirement says can be had, in the words of
	// the checks that need it first; "" for none.
	Gives string `yaml:"gives"`
	// Spellings is the kind of value whose near misses the requirement wants
	// refused, such as client secret; "" for none.
	Spellings string `yaml:"spellings"`
	// Ways is the set of paths that the requirement holds over, of those in
	// axes/ways.yaml; "" where there is the one.
	Ways string `yaml:"ways"`
	// Moments is the set of times of a thing's life that the requirement holds at,
	// of those in axes/moments.yaml; "" where there is the one.
	Moments string `yaml:"moments"`
	// Body is the encoding of token requests that the requirement speaks of: form
	// or json; "" where it holds for each.
	Body string `yaml:"body"`
}

// AllNeeds are the capabilities that the requirement needs, all of them.
func (r Requirement) AllNeeds() []string {
	if r.Needs == "" {
		return nil
	}
	return append([]string{r.Needs}, r.AlsoNeeds...)
}

// Duty is a requirement as a profile adopts it.
type Duty struct {
	Requirement
	Level  Level
	Clause string   // such as RFC 6749 §4.1.2; HOUSE where only the product's policy says it
	From   []string // the statements of the product's documentation
	Over   []Way    // of the requirement's ways those that the profile has; none where there is the one
	At     []Moment // of its moments likewise
}

var rfcClause = regexp.MustCompile(`^RFC (\d+)(?: §([\d.]+))?`)

// Link returns where the clause can be read, "" for a clause of no RFC.
func (d Duty) Link() string {
	m := rfcClause.FindStringSubmatch(d.Clause)
	if m == nil {
		return ""
	}
	link := "https://www.rfc-editor.org/rfc/rfc" + m[1]
	if m[2] != "" {
		link += "#section-" + strings.TrimSuffix(m[2], ".")
	}
	return link
}

// Order sorts IDs by chapter, then by number. Chapters of others come behind
// ours, in the order of the alphabet.
func Order(a, b ID) int {
	// Numbers grow a digit when a chapter has a hundred requirements.
	return cmp.Or(cmp.Compare(chapterAt(a), chapterAt(b)), strings.Compare(a.prefix(), b.prefix()),
		cmp.Compare(len(a), len(b)), strings.Compare(string(a), string(b)))
}

var idForm = regexp.MustCompile(`^[A-Z]{3}-[0-9]{2,}$`)

// wrong says what is wrong with a requirement in a file, "" for nothing.
// Requirements that are built in belong to our chapters, and no others do.
func (r Requirement) wrong(file string, builtIn bool) string {
	at := chapterAt(r.ID)
	switch {
	case !idForm.MatchString(string(r.ID)):
		return fmt.Sprintf("%q is no ID such as ACM-01", r.ID)
	case builtIn && at == len(Chapters):
		return fmt.Sprintf("requirement %s belongs to no chapter", r.ID)
	case builtIn && file != "requirements/"+r.ID.Chapter()+".yaml":
		return fmt.Sprintf("requirement %s stands in %s, not in requirements/%s.yaml", r.ID, file, r.ID.Chapter())
	case !builtIn && at < len(Chapters):
		return fmt.Sprintf("requirement %s: the prefix %s is that of authassay's own chapter %s; take another one", r.ID, r.ID.prefix(), r.ID.Chapter())
	case r.Needs == "" && len(r.AlsoNeeds) > 0:
		return fmt.Sprintf("requirement %s needs nothing, and something else", r.ID)
	case r.Body != "" && r.Body != "form" && r.Body != "json":
		return fmt.Sprintf("requirement %s: its body %q is none of form, json", r.ID, r.Body)
	case !strings.HasSuffix(r.Sentence, "."):
		return fmt.Sprintf("requirement %s: its sentence has no end", r.ID)
	}
	return ""
}
