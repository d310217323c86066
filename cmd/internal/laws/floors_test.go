package laws_test

import (
	"path"
	"slices"
)

// A room is a package with its floor. A room with an only list may import
// nothing of ours beside it, on whatever floor that stands.
type room struct {
	dir   string
	floor int
	only  []string
}

// The rooms of the house, from the roof down. A new package gets its line here.
var rooms = []room{
	{"cmd/authassay", 7, nil},
	{"cmd/benchload", 7, []string{"load", "load/capacity", "load/credentials", "load/objective", "scenarios"}},
	{"suites/assay", 6, nil},
	{"load/settings", 6, []string{"load", "load/credentials", "load/objective", "load/shape", "reports", "scenarios", "scenarios/assembly", "scenarios/target"}},
	{"suites/selftest", 5, nil},
	{"scenarios/preflight", 5, nil},
	{"suites/coverage", 5, nil},
	{"load/openmetrics", 5, []string{"load"}},
	{"load/credentials", 5, []string{"load", "reports", "scenarios", "suites/catalogue"}},
	{"load/capacity", 5, []string{"load", "load/objective", "load/shape", "load/internal/pace", "load/internal/loadtest", "reports", "scenarios"}},
	{"suites", 4, []string{"scenarios", "reports", "suites/catalogue", "suites/check", "suites/resource", "suites/temporary"}},
	{"load", 4, []string{"scenarios", "reports", "suites/catalogue", "load/shape", "load/objective",
		"load/internal/h1", "load/internal/hdr", "load/internal/pace", "load/internal/loadtest"}},
	{"scenarios/assembly", 4, nil},
	{"scenarios/hooks", 3, []string{"scenarios", "scenarios/target"}},
	{"suites/resource", 3, []string{"scenarios", "suites/catalogue", "suites/check"}},
	{"suites/temporary", 3, []string{"scenarios", "suites/catalogue", "suites/check"}},
	{"load/objective", 3, []string{"load/internal/grammar", "load/internal/hdr", "reports"}},
	{"load/internal/pace", 3, []string{"load/shape", "load/internal/hdr"}},
	{"load/internal/h1", 3, []string{"scenarios"}},
	{"load/internal/loadtest", 3, []string{"scenarios"}},
	{"suites/check", 2, []string{"scenarios", "reports", "suites/catalogue"}},
	{"load/internal/hdr", 2, []string{"reports"}},
	{"load/shape", 2, []string{"load/internal/grammar"}},
	{"scenarios/basic", 2, nil},
	{"scenarios/clearxp", 2, nil},
	{"scenarios/lxhive", 2, nil},
	{"scenarios/xena", 2, nil},
	{"scenarios/oauth2", 2, nil},
	{"scenarios/login", 2, nil},
	{"scenarios/target", 2, nil},
	{"scenarios/lease", 2, []string{"scenarios"}},
	{"fakeserver/faults", 2, []string{"fakeserver"}},
	{"scenarios", 1, nil},
	{"reports", 1, nil},
	{"fakeserver", 1, []string{}},
	{"load/internal/grammar", 0, []string{}},
	{"cmd/internal/laws", 0, []string{}},
	{"suites/catalogue", 0, nil},
}

// Doors are the folders whose external tests may bring up the reference server.
var doors = []string{"suites", "scenarios", "load", "reports"}

// Raisers make a target ready, or the reference server as one: the doors of suites
// stand below them and may look up.
var raisers = []string{"suites/selftest", "scenarios/assembly"}

func judgeFloors(h *house) []complaint {
	var found []complaint
	homeless := map[string]bool{}
	for _, s := range h.shipped() {
		if _, ok := roomAt(s.dir); !ok && !homeless[s.dir] {
			homeless[s.dir] = true
			found = append(found, h.complain(s, s.tree.Package,
				"no floor is known for %s: give it a floor in the list of rooms", s.dir))
		}
	}
	for _, s := range h.sources {
		from, ok := roomAt(s.dir)
		if !ok {
			continue // examples, folders of tests, and what was said above
		}
		for _, i := range s.tree.Imports {
			dir, ok := h.ours(unquoted(i))
			if !ok {
				continue
			}
			if reason := refusal(s, from, dir); reason != "" {
				found = append(found, h.complain(s, i.Pos(), "%s imports %s: %s", s.dir, dir, reason))
			}
		}
	}
	return found
}

// refusal says why a source in a room may not import the package at dir; it is
// empty where it may.
func refusal(s *source, from room, dir string) string {
	to, known := roomAt(dir)
	door := s.external && isDoor(s.dir)
	switch {
	case s.external && dir == s.dir:
		return ""
	case !known:
		return "no floor is known for it"
	case door && dir == "fakeserver", door && within(s.dir, "suites") && slices.Contains(raisers, dir):
		return ""
	case strangers(s.dir, dir) && !door:
		return "the reference server and the client meet over HTTP only"
	case from.only != nil && !door && !slices.Contains(from.only, dir):
		return "this room may import nothing of ours but what its line in the list of rooms names"
	case to.floor == from.floor:
		return "packages on one floor do not know each other"
	case to.floor > from.floor:
		return "imports go down only"
	}
	return ""
}

// strangers tells the two houses that must share no code: one encoder on both
// sides would let one mistake cancel another.
func strangers(a, b string) bool {
	return within(a, "scenarios") && within(b, "fakeserver") ||
		within(a, "fakeserver") && within(b, "scenarios")
}

func isDoor(dir string) bool {
	return slices.ContainsFunc(doors, func(d string) bool { return within(dir, d) })
}

func roomAt(dir string) (room, bool) {
	i := slices.IndexFunc(rooms, func(r room) bool { return r.dir == path.Clean(dir) })
	if i < 0 {
		return room{}, false
	}
	return rooms[i], true
}
