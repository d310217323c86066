package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/catalogue"
)

// A judged server is a column: its recorded verdicts, by requirement.
type judgedServer struct {
	name, folder, title string
	profile             catalogue.Profile
	marks               map[catalogue.ID]mark
}

// A mark is what a cell shows.
type mark string

// The marks, the worst first: of several checks of one requirement the worst
// counts.
const (
	broken   mark = "✗"
	unkept   mark = "!"
	fact     mark = "i"
	untried  mark = "?"
	kept     mark = "✓"
	unneeded mark = "–"
)

// markOf is the mark of a verdict. That a deviation is known changes nothing
// about what it is.
func markOf(verdict string, level catalogue.Level) mark {
	switch {
	case verdict == string(reports.Fail), verdict == string(reports.Expected) && level == catalogue.Must:
		return broken
	case verdict == string(reports.Warn), verdict == string(reports.Expected):
		return unkept
	case verdict == string(reports.Note):
		return fact
	case verdict == string(reports.Pass):
		return kept
	case verdict == string(reports.NotApplicable):
		return unneeded
	}
	return untried
}

// writeSideBySide writes the page anew.
func writeSideBySide(t *testing.T, dir string) {
	t.Helper()
	_, want := sideBySide(t, dir)
	if err := os.WriteFile(filepath.Join(dir, sideBySidePage), []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sideBySide returns the page as it is and as it should be.
func sideBySide(t *testing.T, dir string) (page, want string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, sideBySidePage))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), sideBySideFrom)
	_, after, ends := strings.Cut(rest, sideBySideTo)
	if !begins || !ends {
		t.Fatalf("%s lacks the lines between which it is written", sideBySidePage)
	}
	servers := judgedServers(t, dir)
	return string(text), before + sideBySideFrom + "\n" + summed(servers) + compared(servers) + "\n" + sideBySideTo + after
}

// judgedServers reads all recorded verdicts below a folder, by name. Several
// servers may share a folder: verdicts-2.txt goes with target-2.yaml.
func judgedServers(t *testing.T, dir string) []judgedServer {
	t.Helper()
	contracts, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	var servers []judgedServer
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "state" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasPrefix(entry.Name(), "verdicts") || path.Ext(name) != ".txt":
			return nil
		}
		servers = append(servers, judgedServerOf(t, contracts, dir, name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(servers, func(a, b judgedServer) int { return cmp.Compare(a.name, b.name) })
	return servers
}

// judgedServerOf reads one record and the target file that it goes with.
func judgedServerOf(t *testing.T, contracts *catalogue.Catalogue, dir, record string) judgedServer {
	t.Helper()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	suffix := strings.TrimSuffix(strings.TrimPrefix(path.Base(record), "verdicts"), ".txt")
	s := judgedServer{folder: path.Dir(record), marks: map[catalogue.ID]mark{}}
	s.name = s.folder + suffix
	target := read(path.Join(s.folder, "target"+suffix+".yaml"))
	said := func(key string) string {
		found := regexp.MustCompile(`(?m)^` + key + `: (.+)$`).FindStringSubmatch(target)
		if found == nil {
			t.Fatalf("%s: its target file has no %s", record, key)
		}
		return found[1]
	}
	var known bool
	if s.profile, known = contracts.Profile(said("profile")); !known {
		t.Fatalf("%s: there is no profile %s", record, said("profile"))
	}
	s.title = said("name")
	order := []mark{broken, unkept, fact, untried, kept, unneeded}
	for line := range strings.Lines(read(record)) {
		words := regexp.MustCompile(`^(\S+) ([^:]+):`).FindStringSubmatch(line)
		if words == nil {
			t.Fatalf("%s: no verdict in %q", record, line)
		}
		id := catalogue.ID(words[1])
		duty, adopted := s.profile.Duty(id)
		if !adopted {
			t.Fatalf("%s: the profile %s has no %s", record, s.profile.Name, id)
		}
		one := markOf(words[2], duty.Level)
		if other, is := s.marks[id]; !is || slices.Index(order, one) < slices.Index(order, other) {
			s.marks[id] = one
		}
	}
	return s
}

// summed is the table of the servers.
func summed(servers []judgedServer) string {
	var b strings.Builder
	b.WriteString("| folder | server | profile | apply | ✓ | ✗ | ! | i | ? |\n|---|---|---|--:|--:|--:|--:|--:|--:|\n")
	for _, s := range servers {
		n := map[mark]int{}
		for _, one := range s.marks {
			n[one]++
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %d | %d | %d | %d | %d | %d |\n", s.name, s.folder, s.title, s.profile.Name,
			len(s.marks)-n[unneeded], n[kept], n[broken], n[unkept], n[fact], n[untried])
	}
	return b.String()
}

// A contrast is a row: a requirement, by the levels that the servers' profiles
// give it.
type contrast struct {
	sentence string
	levels   []string
	odd      bool // somebody fails, warns or is unusual about it
}

// contrasts are the rows of all servers.
func contrasts(servers []judgedServer) map[catalogue.ID]contrast {
	rows := map[catalogue.ID]contrast{}
	for _, s := range servers {
		for id, one := range s.marks {
			duty, _ := s.profile.Duty(id)
			row := rows[id]
			row.sentence = duty.Sentence
			if !slices.Contains(row.levels, string(duty.Level)) {
				row.levels = append(row.levels, string(duty.Level))
			}
			row.odd = row.odd || one == broken || one == unkept || one == fact
			rows[id] = row
		}
	}
	return rows
}

// compared is a table for each chapter with what is odd somewhere.
func compared(servers []judgedServer) string {
	rows := contrasts(servers)
	var b strings.Builder
	for _, chapter := range catalogue.Chapters {
		in := func(id catalogue.ID) bool { return id.Chapter() == chapter.Name && rows[id].odd }
		var concerned []judgedServer
		for _, s := range servers {
			if slices.ContainsFunc(slices.Collect(maps.Keys(s.marks)), in) {
				concerned = append(concerned, s)
			}
		}
		if len(concerned) == 0 {
			continue
		}
		b.WriteString("\n### " + chapter.Name + "\n\n| ID | level | requirement |")
		for _, s := range concerned {
			b.WriteString(" " + s.name + " |")
		}
		b.WriteString("\n|---|---|---|" + strings.Repeat(":-:|", len(concerned)) + "\n")
		for _, id := range slices.SortedFunc(maps.Keys(rows), catalogue.Order) {
			if in(id) {
				b.WriteString(rows[id].text(id, concerned))
			}
		}
	}
	return b.String()
}

// text is the row of a requirement.
func (c contrast) text(id catalogue.ID, servers []judgedServer) string {
	slices.Sort(c.levels)
	line := fmt.Sprintf("| %s | %s | %s |", id, strings.Join(c.levels, ", "), strings.ReplaceAll(c.sentence, "|", `\|`))
	for _, s := range servers {
		line += fmt.Sprintf(" %s |", s.marks[id])
	}
	return line + "\n"
}
