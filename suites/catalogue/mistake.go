package catalogue

import (
	"fmt"
	"strings"
)

// Mistake is one thing that is wrong with the tables, and where it stands.
type Mistake struct {
	Folder  int      // which of the folders that were handed in, from 0; -1 for what is built in
	Called  string   // what the folder is handed in as; "" where only its number is known
	File    string   // in the folder
	Profile string   // the name of the profile; "" for a requirement
	Path    []string // the keys that lead to it
	Message string
	Hint    string // what to do about it; it may be empty
}

// Error names the table, the place in it, and what is wrong.
func (m Mistake) Error() string {
	where := m.File
	if m.Folder != ours {
		where += " of " + called(m.Called, m.Folder)
	}
	if m.Profile != "" {
		where = "profile " + m.Profile
	}
	if len(m.Path) > 0 {
		where += ": " + strings.Join(m.Path, ".")
	}
	return where + ": " + m.Message
}

// Mistakes are all the mistakes that one reading found.
type Mistakes []Mistake

// Error gives one line for each mistake.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = "read catalogue: " + m.Error()
	}
	return strings.Join(lines, "\n")
}

// called is a folder by its name, where it has one, and else by its number.
func called(name string, folder int) string {
	if name == "" {
		return fmt.Sprintf("folder %d", folder+1)
	}
	return name
}

func (r *reader) tell(m Mistake) {
	m.Called = r.name(m.Folder)
	r.mistakes = append(r.mistakes, m)
}

// name is what a folder is handed in as, "" where nobody has said.
func (r *reader) name(folder int) string {
	if folder < 0 || folder >= len(r.handed) {
		return ""
	}
	return r.handed[folder]
}
