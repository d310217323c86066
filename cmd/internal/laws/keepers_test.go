package laws_test

import (
	"slices"
	"strings"
)

// A keeper says which rooms may import a library. The longest prefix decides.
type keeper struct {
	library string
	rooms   []string // in code and tests
	tests   []string // in tests only; "*" is every room
}

// The libraries of the house. One that is missing here has no keeper and
// therefore no place.
var keepers = []keeper{
	{"github.com/onsi/ginkgo", []string{"suites"}, []string{"suites/selftest"}},
	{"github.com/onsi/ginkgo/v2/types", []string{"suites", "suites/check"}, []string{"suites/selftest"}},
	{"github.com/onsi/gomega", []string{"suites/check"}, []string{"suites"}},
	{"github.com/onsi/ginkgo/v2/extensions/globals", nil, []string{"suites/selftest"}},
	{"github.com/HdrHistogram/hdrhistogram-go", []string{"load", "load/histogram", "load/internal/hdr", "load/objective"}, nil},
	{"github.com/tsenart/vegeta", []string{"load"}, nil},
	{"github.com/go-resty/resty", []string{"scenarios/wire"}, nil},
	{"github.com/go-jose/go-jose", []string{"scenarios/jwt"}, nil},
	{"github.com/PuerkitoBio/goquery", []string{"scenarios/login"}, nil},
	{"golang.org/x/net/html", []string{"scenarios/login"}, []string{"fakeserver", "reports/internal/html"}},
	{"golang.org/x/sys/unix", []string{"load/internal/h1", "load/internal/pace"}, nil},
	{"github.com/chromedp", []string{"scenarios/login"}, nil},
	{"github.com/alecthomas/kong", []string{"cmd/authassay", "cmd/internal/manual"}, nil},
	{"charm.land/bubbletea", []string{"cmd/authassay"}, nil},
	{"golang.org/x/term", []string{"cmd/authassay"}, nil},
	{"github.com/santhosh-tekuri/jsonschema", []string{"scenarios/targetfile"}, []string{"reports"}},
	{"github.com/goccy/go-yaml", []string{"scenarios/targetfile", "suites/catalogue"}, []string{"cmd/authassay"}},
	{"github.com/rogpeppe/go-internal", nil, []string{"*"}},
	{"golang.org/x/oauth2", nil, []string{"*"}},
}

func judgeKeepers(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		if s.example() {
			continue
		}
		for _, i := range s.tree.Imports {
			library := unquoted(i)
			if _, ours := h.ours(library); ours || standard(library) {
				continue
			}
			k, ok := keeperOf(library)
			switch {
			case !ok:
				found = append(found, h.complain(s, i.Pos(),
					"%s has no keeper: name its rooms in the list of keepers, and its reason in CONTRIBUTING.md", library))
			case !k.admits(s):
				found = append(found, h.complain(s, i.Pos(), "%s imports %s, which is kept by %s", s.dir, library, k))
			}
		}
	}
	return found
}

func (k keeper) admits(s *source) bool {
	if slices.Contains(k.rooms, s.dir) {
		return true
	}
	return s.test && (slices.Contains(k.tests, "*") || slices.Contains(k.tests, s.dir))
}

func (k keeper) String() string {
	var places []string
	places = append(places, k.rooms...)
	for _, t := range k.tests {
		if t == "*" {
			t = "every room"
		}
		places = append(places, "the tests of "+t)
	}
	return strings.Join(places, ", ")
}

func keeperOf(library string) (keeper, bool) {
	var best keeper
	for _, k := range keepers {
		if within(library, k.library) && len(k.library) > len(best.library) {
			best = k
		}
	}
	return best, best.library != ""
}

// standard tells the standard library: the first element of its paths has no
// dot.
func standard(library string) bool {
	first, _, _ := strings.Cut(library, "/")
	return !strings.Contains(first, ".")
}
