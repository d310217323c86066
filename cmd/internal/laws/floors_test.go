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
	{"cmd/authassay", 10, nil},
	{"cmd/benchload", 10, []string{"load", "load/capacity", "load/credentials", "load/objective", "scenarios"}},
	{"suites/selftest", 9, nil},
	{"suites/assay", 8, nil},
	{"load/settings", 6, []string{"load", "load/credentials", "load/objective", "load/shape", "reports", "scenarios", "scenarios/assembly", "scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/targetfile"}},
	{"scenarios/preflight", 6, nil},
	{"suites/coverage", 7, nil},
	{"load/openmetrics", 5, []string{"load"}},
	{"load/credentials", 5, []string{"load", "reports", "scenarios", "scenarios/clock", "scenarios/entropy",
		"scenarios/pointer", "scenarios/transcript", "suites/catalogue"}},
	{"load/capacity", 5, []string{"load", "load/objective", "load/shape", "load/internal/pace", "load/internal/loadtest", "reports", "scenarios"}},
	{"suites", 6, []string{"scenarios", "scenarios/clock", "scenarios/entropy", "scenarios/jwt", "scenarios/legible",
		"scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/wire", "reports", "suites/catalogue", "suites/leaks", "suites/nearmiss", "suites/check", "suites/authorization", "suites/resource", "suites/identity", "suites/sessions", "suites/temporary"}},
	{"suites/authorization", 5, []string{"scenarios", "scenarios/pointer", "suites/catalogue", "suites/nearmiss", "suites/check"}},
	{"suites/resource", 5, []string{"scenarios", "scenarios/clock", "scenarios/entropy", "scenarios/jwt", "scenarios/legible",
		"scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/wire", "suites/catalogue", "suites/leaks", "suites/nearmiss", "suites/check"}},
	{"suites/identity", 5, []string{"scenarios", "scenarios/clock", "scenarios/entropy", "scenarios/jwt", "scenarios/legible",
		"scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/wire", "suites/catalogue", "suites/nearmiss", "suites/check"}},
	{"suites/sessions", 5, []string{"scenarios", "scenarios/clock", "scenarios/entropy", "scenarios/jwt", "scenarios/legible",
		"scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/wire", "suites/catalogue", "suites/nearmiss", "suites/check"}},
	{"suites/temporary", 5, []string{"scenarios", "scenarios/clock", "scenarios/entropy", "scenarios/jwt", "scenarios/legible",
		"scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/wire", "suites/catalogue", "suites/leaks", "suites/nearmiss", "suites/check"}},
	{"suites/check", 4, []string{"scenarios", "scenarios/clock", "scenarios/entropy", "scenarios/jwt", "scenarios/legible",
		"scenarios/pointer", "scenarios/redact", "scenarios/transcript", "scenarios/wire", "reports", "suites/catalogue", "suites/leaks", "suites/nearmiss"}},
	{"load", 4, []string{"scenarios", "reports", "suites/catalogue", "load/shape", "load/objective", "load/histogram",
		"load/internal/h1", "load/internal/hdr", "load/internal/pace", "load/internal/send", "load/internal/loadtest"}},
	{"scenarios/assembly", 5, nil},
	{"scenarios/profiles", 4, nil},
	{"load/histogram", 3, []string{"load/internal/hdr", "reports"}},
	{"load/internal/send", 3, []string{"load/internal/h1", "scenarios"}},
	{"reports/format", 4, nil},
	{"reports/compare", 4, nil},
	{"reports/internal/markdown", 3, nil},
	{"reports/internal/junit", 3, nil},
	{"reports/internal/github", 3, nil},
	{"reports/internal/text", 2, nil},
	{"reports/attestation", 2, []string{"reports", "reports/internal/words"}},
	{"reports/internal/html", 3, nil},
	{"reports/internal/view", 1, nil},
	{"reports/internal/plot", 2, nil},
	{"reports/internal/reporttest", 1, nil},
	{"scenarios/hooks", 3, []string{"scenarios", "scenarios/legible", "scenarios/wire", "scenarios/targetfile"}},
	{"load/objective", 3, []string{"load/internal/grammar", "load/internal/hdr", "reports"}},
	{"load/internal/pace", 3, []string{"load/shape", "load/internal/hdr"}},
	{"load/internal/h1", 2, []string{"scenarios"}},
	{"load/internal/loadtest", 3, []string{"scenarios"}},
	{"load/internal/hdr", 2, []string{"reports"}},
	{"load/shape", 2, []string{"load/internal/grammar"}},
	{"scenarios/basic", 3, nil},
	{"scenarios/clearxp", 3, nil},
	{"scenarios/lxhive", 3, nil},
	{"scenarios/xena", 3, nil},
	{"scenarios/oauth2", 3, nil},
	{"scenarios/login", 3, nil},
	{"scenarios/targetfile", 2, nil},
	{"scenarios/lease", 3, []string{"scenarios"}},
	{"scenarios/redact", 3, []string{"scenarios", "scenarios/transcript", "scenarios/legible", "scenarios/internal/secrets"}},
	{"scenarios/clock", 2, []string{"scenarios"}},
	{"scenarios/ledger", 2, []string{"scenarios"}},
	{"scenarios/transcript", 2, []string{"scenarios", "scenarios/internal/secrets"}},
	{"scenarios/dialecttest", 2, []string{"scenarios"}},
	{"scenarios/wire", 2, []string{"scenarios"}},
	{"fakeserver/faults", 4, []string{"fakeserver", "fakeserver/rules", "fakeserver/clearxp", "fakeserver/lxhive", "fakeserver/oauth2", "fakeserver/xena", "fakeserver/internal/comparison", "fakeserver/internal/jws", "fakeserver/internal/packing", "fakeserver/faults/internal/authorization"}},
	{"fakeserver/faults/internal/authorization", 4, []string{"fakeserver", "fakeserver/rules", "fakeserver/clearxp", "fakeserver/internal/comparison"}},
	{"fakeserver/contracts", 4, []string{"fakeserver", "fakeserver/clearxp", "fakeserver/lxhive", "fakeserver/oauth2", "fakeserver/xena"}},
	{"fakeserver/clearxp", 3, contractRooms},
	{"fakeserver/lxhive", 3, contractRooms},
	{"fakeserver/oauth2", 3, contractRooms},
	{"fakeserver/xena", 3, contractRooms},
	{"fakeserver/internal/servertest", 2, []string{"fakeserver"}},
	{"scenarios", 1, nil},
	{"fakeserver", 1, []string{"fakeserver/rules", "fakeserver/clock", "fakeserver/internal/store", "fakeserver/internal/jws"}},
	{"fakeserver/rules", 0, []string{}},
	{"fakeserver/clock", 0, []string{}},
	{"fakeserver/internal/store", 0, []string{}},
	{"fakeserver/internal/comparison", 0, nil},
	{"fakeserver/internal/packing", 0, nil},
	{"fakeserver/internal/jws", 0, []string{}},
	{"reports", 0, nil},
	{"reports/internal/words", 0, []string{}},
	{"scenarios/entropy", 0, []string{}},
	{"scenarios/internal/secrets", 0, []string{}},
	{"scenarios/jwt", 0, []string{}},
	{"scenarios/legible", 0, []string{}},
	{"scenarios/pointer", 0, []string{}},
	{"load/internal/grammar", 0, []string{}},
	{"cmd/internal/laws", 0, []string{}},
	{"cmd/internal/manual", 0, []string{}},
	{"suites/leaks", 0, nil},
	{"suites/nearmiss", 0, nil},
	{"suites/catalogue", 0, nil},
}

// ContractRooms are what a contract of the reference server is made of.
var contractRooms = []string{"fakeserver", "fakeserver/rules", "fakeserver/internal/store", "fakeserver/internal/servertest"}

// Doors are the folders whose external tests may bring up the reference server,
// and read a run as its users do: in every format.
var doors = []string{"suites", "scenarios", "load", "reports"}

// Raisers make a target ready, or the reference server as one: the doors of suites
// stand below them and may look up.
var raisers = []string{"suites/selftest", "suites/assay", "scenarios/assembly"}

// carrier carries the requests of tests wherever scenarios are tried: a second
// transport would be one that nobody uses.
const carrier = "scenarios/wire"

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
	case s.external && dir == s.dir, within(dir, s.dir+"/internal"):
		return "" // what is internal to a room is a part of it
	case !known:
		return "no floor is known for it"
	case s.external && within(s.dir, "fakeserver") && within(dir, "fakeserver"):
		return "" // tests of the reference server know all of it
	case door && (within(dir, "fakeserver") || dir == "reports/format"), door && within(s.dir, "suites") && slices.Contains(raisers, dir):
		return ""
	case s.test && within(s.dir, "scenarios") && dir == carrier:
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
