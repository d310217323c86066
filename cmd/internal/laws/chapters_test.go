package laws_test

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The chapters of the contracts, and the prefix of the IDs of each. A chapter
// may fill several files: presenting.go, presenting_tenants.go.
var chapters = map[string]string{
	"authorizing":           "AUT",
	"authorization":         "AUT",
	"exchanging":            "EXC",
	"answering":             "ANS",
	"token_response":        "ANS",
	"identifying":           "IDN",
	"client_authentication": "IDN",
	"refreshing":            "REF",
	"presenting":            "PRE",
	"bearer":                "PRE",
	"expiring":              "EXP",
	"tenancy":               "TEN",
	"basic":                 "BAS",
	"launching":             "LAU",
	"proving":               "PKC",
	"pkce":                  "PKC",
	"hygiene":               "HYG",
	"temporary":             "TMP",
	"discovery":             "DIS",
	"revoking":              "REV",
	"introspecting":         "INT",
	"asserting":             "IDT",
	"id_token":              "IDT",
	"sessions":              "SES",
}

// Frames are the files of fakeserver/faults that hold no chapter: the type and the
// list, and what a contract allows.
var frames = []string{"faults", "manners"}

// Names that the top level of the repository may hold. Hidden files may stand
// there too; bin is what a build leaves and git ignores.
var topNames = []string{
	"cmd", "suites", "scenarios", "load", "reports", "fakeserver", "examples", "docs", "testdata", "bin",
	"go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "action.yml",
}

var requirementID = regexp.MustCompile(`^([A-Z]{3})-[0-9]{2,}$`)

func judgeTop(h *house) []complaint {
	var found []complaint
	for _, name := range h.top {
		if !strings.HasPrefix(name, ".") && !slices.Contains(topNames, name) {
			found = append(found, complaint{name, 1, "it stands at the top level, where the list of names does not have it"})
		}
	}
	return found
}

func judgeChapters(h *house) []complaint {
	found := plantedChapters(h)
	for _, p := range h.paths {
		dir, word := path.Dir(p), chapterWord(p)
		if strings.HasSuffix(p, "_test.go") || chapters[word] != "" {
			continue
		}
		switch {
		case dir == "fakeserver/faults" && path.Ext(p) == ".go" && !slices.Contains(frames, word),
			dir == "suites/catalogue/requirements":
			found = append(found, complaint{p, 1, strconv.Quote(word) + " is no chapter of the list"})
		}
	}
	return found
}

// Planters are the rooms that hold the checks of chapters.
var planters = []string{"suites", "suites/authorization", "suites/resource", "suites/sessions", "suites/temporary"}

// plantedChapters judges the files of suites that plant checks. They are known
// by the IDs in them, and every ID must be one of the file's chapter.
func plantedChapters(h *house) []complaint {
	var found []complaint
	for _, s := range h.shipped() {
		if !slices.Contains(planters, s.dir) {
			continue
		}
		word := chapterWord(s.path)
		if chapters[path.Base(s.dir)] != "" { // a chapter that has a package of its own
			word = path.Base(s.dir)
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			id := requirementID.FindStringSubmatch(strings.Trim(lit.Value, "\"`"))
			switch {
			case id == nil || id[1] == chapters[word]:
			case chapters[word] == "":
				found = append(found, h.complain(s, lit.Pos(), "%s plants %s, and %q is no chapter of the list", s.path, id[0], word))
			default:
				found = append(found, h.complain(s, lit.Pos(), "%s belongs to another chapter than %s", id[0], word))
			}
			return true
		})
	}
	return found
}

// chapterWord is the chapter that a file is named after, and else its name up to
// the first underscore or dot.
func chapterWord(p string) string {
	word, _, _ := strings.Cut(path.Base(p), ".")
	for chapters[word] == "" {
		i := strings.LastIndex(word, "_")
		if i < 0 {
			break
		}
		word = word[:i]
	}
	return word
}
