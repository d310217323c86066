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

// Chapter returns the word of the area that the requirement belongs to, ""
// for an ID of none. The same word names a file in every room.
func (id ID) Chapter() string {
	for _, c := range Chapters {
		if c.Prefix == id.prefix() {
			return c.Name
		}
	}
	return ""
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

// Order sorts IDs by chapter, then by number.
func Order(a, b ID) int {
	at := func(id ID) int {
		return slices.IndexFunc(Chapters, func(c Chapter) bool { return c.Prefix == id.prefix() })
	}
	if x, y := at(a), at(b); x != y {
		return x - y
	}
	// Numbers grow a digit when a chapter has a hundred requirements.
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(string(a), string(b)))
}

// check says what is wrong with a requirement, nil for nothing.
func (r Requirement) check() error {
	switch {
	case r.ID.Chapter() == "":
		return fmt.Errorf("requirement %s: belongs to no chapter", r.ID)
	case r.Needs == "" && len(r.AlsoNeeds) > 0:
		return fmt.Errorf("requirement %s: needs nothing, and something else", r.ID)
	case !strings.HasSuffix(r.Sentence, "."):
		return fmt.Errorf("requirement %s: its sentence has no end", r.ID)
	}
	return nil
}
