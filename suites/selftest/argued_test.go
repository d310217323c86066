package selftest

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/authassay/authassay/reports"
)

// argument says why checks may pass, or be not applicable, on servers that are
// always the same, in a part or in everything.
type argument struct {
	why   string
	kinds []kind
	parts []string // none for any
	wide  bool     // about whole chapters, or whichever of the checks come upon it
	mute  bool     // about checks that are not applicable, and not about those that pass
	ids   string   // one with a question mark need not come up
}

// arguments are all reasons there are. A check that passes without one is
// vacuous; a reason that nothing needs any more is out of date.
var arguments = []argument{
	{
		why:   "it asks that something right be given, or stay alive, and it is given; what is wrong with giving it to everybody is for others to say",
		kinds: []kind{gives},
		ids: "AUT-32 AUT-41 BAS-01 BAS-05 BAS-06 DIS-09 EXC-01 EXC-16 EXC-20 EXC-22 EXC-23 EXC-25 EXC-26 EXP-01 EXP-03? HYG-11 " +
			"IDN-10 IDN-11 IDN-17 INT-01 INT-13 LAU-01 LAU-02 LAU-10 PKC-01 PKC-08 PRE-01 PRE-02 REF-01 REF-02 " +
			"LAU-03? REF-04? REF-13 TEN-01 TMP-01 TMP-02 TMP-09 TMP-10 TMP-30 TMP-32 TMP-34 TMP-41 TMP-42 TMP-61 TMP-70 TMP-72 " +
			"TMP-74 TMP-76 TMP-78 TMP-87 TMP-93 TMP-96 TMP-98 TMP-101 REF-19 EXC-35? " +
			"AUT-46? AUT-65? IDN-25? PKC-17? PRE-35? REF-26? EXC-41? REF-31? REF-32? REF-36? REV-19? TMP-111? LAU-25?",
	},
	{
		why:   "it asks what form a good answer has, and the fixed one has it",
		kinds: []kind{gives},
		ids: "ANS-01 ANS-02 ANS-03 ANS-04 ANS-05 ANS-06 ANS-07 ANS-09 ANS-14 ANS-15 ANS-17 ANS-21 AUT-01 DIS-01 INT-09 INT-11 " +
			"ANS-27? DIS-06 TMP-48 REF-14 REV-04 REV-10 TMP-12 TMP-17 TMP-19 TMP-20 TMP-23 TMP-24 TMP-25 TMP-26 TMP-56 TMP-58 TMP-63",
	},
	{
		why:   "it asks that the browser be sent to the client, with what and without what, and it is",
		kinds: []kind{sends}, parts: []string{"everything", "pages"},
		ids: "AUT-02 AUT-05 AUT-14 AUT-24 AUT-46? AUT-57? DIS-17?",
	},
	{
		mute:  true,
		why:   "nothing of what it is about is ever seen there: no refusal, no rotation, no claim; that there should have been is for others to say",
		kinds: []kind{gives, sends, refuses},
		ids: "ANS-22 ANS-23 ANS-24 ANS-25 ANS-26 AUT-45 HYG-07 IDT-15 IDT-16 IDT-17 IDT-18 IDT-19 IDT-20 IDT-21? INT-06 PRE-28 REF-12 REF-24 REF-25 " +
			"AUT-22 AUT-28 DIS-10 DIS-13 EXC-24? EXC-34? PRE-04 PRE-07 PRE-27 PRE-30 REF-22? TEN-14 TMP-102 TMP-103 TMP-104 TMP-106 TMP-90 " +
			"INT-16? INT-17? INT-18? INT-19? AUT-04? AUT-07? AUT-08? AUT-26? AUT-35? AUT-47? AUT-50? AUT-51? AUT-52? AUT-53? AUT-54? AUT-55? AUT-60? AUT-61? AUT-62? AUT-63? AUT-64? AUT-66? AUT-67? AUT-69? DIS-16? EXC-43? EXC-46? EXC-47? EXP-10? IDN-05? IDN-15? PKC-14? " +
			"REF-20? REF-27? REF-28? REF-30? REF-33? REF-34? REF-35? REF-36? REV-19? SES-01? SES-02? SES-03? SES-04? SES-05? SES-06? SES-09? SES-14? SES-15? " +
			"AUT-60? DIS-17? EXC-36? IDN-26? IDT-28?",
	},
	{
		why:   "it looks for what no answer may show or allow, and the fixed one shows and allows nothing of it",
		kinds: []kind{gives, sends},
		ids:   "AUT-50? HYG-12? HYG-13? HYG-14? HYG-15? HYG-16? LAU-29?",
	},
	{
		why:   "it judges what the issue of temporary tokens or their inspection says, which is honest there; the part that is not tells the time at most",
		kinds: []kind{gives, sends, refuses, breaks}, parts: []string{"resources", "all but pages and grants"},
		ids: "TMP-21 TMP-22 TMP-29 TMP-37 TMP-38 TMP-39 TMP-40 TMP-48 TMP-99 TMP-89 TMP-91 TMP-20 TMP-23 TMP-49?",
	},
	{
		why:   "it judges refusals of issue, inspection and withdrawal, which are honest there",
		kinds: []kind{gives}, parts: []string{"resources", "all but pages and grants"},
		ids: "TMP-05 TMP-100 TMP-54 TMP-71 TMP-73 TMP-67 TMP-68 TMP-80 TMP-81 TMP-94 TMP-107 INT-04?",
	},
	{
		why:   "it asks what form a refusal has, and the fixed one has it",
		kinds: []kind{refuses},
		ids:   "TMP-90 TMP-102 TMP-106",
	},
	{
		why:   "it judges the grant or the refusals of the token endpoint and of the issue, which are honest there",
		kinds: []kind{gives, sends, refuses, breaks}, parts: []string{"resources", "all but pages and grants"},
		ids: "HYG-06 REF-18? TMP-95 TMP-115",
	},
	{
		why:   "it compares what the pages say, which are honest there, with the issuer of the target file; what the metadata says is for DIS-02",
		kinds: []kind{gives, sends, refuses, breaks}, parts: []string{"all but pages", "all but pages and grants"},
		ids: "AUT-35",
	},
	{
		why:   "it judges signed tokens, which are honest there",
		kinds: []kind{gives}, parts: []string{"resources", "all but pages and grants"},
		ids: "IDT-20 IDT-21?",
	},
	{
		why:   "it judges grants that are refused, which is honest there",
		kinds: []kind{gives}, parts: []string{"all but pages and grants"},
		ids: "DIS-08",
	},
	{
		why:   "it judges the answer to a revocation of what is no token, which may be refused, and the fixed refusal shows nothing",
		kinds: []kind{refuses},
		ids:   "HYG-12?",
	},
	{
		why:   "it judges the login, which is honest there",
		kinds: []kind{gives, sends, refuses, breaks}, parts: []string{"all but pages", "all but pages and grants", "grants", "resources"},
		ids: "AUT-56 AUT-61? AUT-69?",
	},
	{
		why:   "it compares what comes of a refresh with what was there before, and the fixed answer changes nothing; whether a token is another's is for others to say",
		kinds: []kind{gives},
		ids:   "REF-27? REF-28? REF-29?",
	},
	{
		mute: true, wide: true,
		why:   "the fixed grant is of a scope without openid, which the tester's file does not name, either; whether it should be is for AUT-32 and EXC-30 to say",
		kinds: []kind{gives},
		ids:   "IDT- PRE- HYG- ANS- EXP- REV- EXC- REF- SES-",
	},
	{
		wide:  true,
		why:   "it is tried in several ways, and judges the endpoints beside the API, which are honest there",
		kinds: []kind{gives}, parts: []string{"resources", "all but pages and grants"},
		ids: "IDN- INT- PRE- EXC-18? EXC-36? EXC-46? IDT-14? LAU-20? LAU-21? REV-02?",
	},
	{
		wide:  true,
		why:   "it judges the pages, the resource, the revocation, the introspection or the inspection, which are honest there, with tokens that are always the same",
		kinds: []kind{gives}, parts: []string{"grants", "all but pages"},
		ids: "ANS-10 ANS-11 ANS-12 ANS-13 ANS-16 ANS-20 EXP-04 EXP-06 HYG-02 HYG-05 HYG-06 IDT- INT- PKC-06 PKC-10 PRE- REF-18? REV-02 REV-06 REV-08 REV-14 " +
			"TEN- TMP-13 TMP-14 TMP-27 TMP-15 TMP-21 TMP-22 TMP-29 TMP-47 TMP-50 TMP-51 TMP-52 TMP-53 TMP-54 TMP-55 TMP-68 TMP-89 TMP-90 TMP-91 TMP-94 TMP-95 TMP-99 TMP-108 " +
			"AUT-51? BAS-08? LAU-14? EXC-18 EXC-36 IDN- PKC-15 REV-15 SES- TMP-75? TMP-77? TMP-79? TMP-114?",
	},
}

// covers says whether the argument is about such a pass.
func (a argument) covers(p part, c constant, f reports.Finding) bool {
	return a.mute == (f.Verdict == reports.NotApplicable) && slices.Contains(a.kinds, c.kind) && (len(a.parts) == 0 || slices.Contains(a.parts, p.name)) &&
		slices.ContainsFunc(strings.Fields(a.ids), func(id string) bool {
			return strings.TrimSuffix(id, "?") == f.ID || strings.HasSuffix(id, "-") && strings.HasPrefix(f.ID, id)
		})
}

// debate holds what passes against the arguments, and remembers which were
// needed. Safe for concurrent use.
type debate struct {
	mu     sync.Mutex
	needed map[string]bool
}

// hold says whether there is an argument for a pass.
func (d *debate) hold(p part, c constant, f reports.Finding) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	held := false
	for _, a := range arguments {
		if a.covers(p, c, f) {
			d.needed[a.why+f.ID] = true
			held = true
		}
	}
	return held
}

// idle complains of the arguments that nothing needed.
func (d *debate) idle(t *testing.T) {
	for _, a := range arguments {
		for _, id := range strings.Fields(a.ids) {
			if !a.wide && !strings.HasSuffix(id, "?") && !d.needed[a.why+id] {
				t.Errorf("%s passes nowhere because %s", id, a.why)
			}
		}
	}
}
