package profiles

import (
	"bytes"
	"cmp"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// tableName is the file of a profile's folder that makes it one.
const tableName = "profile.yaml"

//go:embed profile.schema.json
var schema []byte

// Schema gives the JSON Schema (2020-12) of profile.yaml, for editors. Read holds
// what is handed in against the same text.
func Schema() []byte { return bytes.Clone(schema) }

// ErrNone says that a folder holds no profile.
var ErrNone = errors.New("no profile.yaml stands in it, nor in a folder of it")

// handed is a profile as its file has it, as far as the wire goes. The rest is
// the catalogue's to read.
type handed struct {
	Name       string            `json:"name"`
	Dialect    string            `json:"dialect"`
	BasedOn    string            `json:"based_on"`
	Endpoints  map[string]string `json:"endpoints"`
	Request    string            `json:"request"`
	Parameters map[string]string `json:"parameters"`
	Members    map[string]string `json:"members"`
	Callback   map[string]string `json:"authorization_response"`

	document *targetfile.Document
	files    fs.FS
	making   bool // its dialect is being made, so that it stands on itself
}

// Read reads profiles that are data alone: a folder that holds profile.yaml, or
// several such folders. Each stands on the dialect of one of the known profiles,
// or of another one of the folder. It brings no requirements of its own along:
// nothing would check them. The name of the folder stands in problems.
// What is wrong comes back as targetfile.Problems, as many at once as can be told; a
// folder without a profile is ErrNone, and what cannot be read as a file wraps
// targetfile.ErrFile or an *fs.PathError.
func Read(folder fs.FS, name string, known []scenarios.Profile) ([]scenarios.Profile, error) {
	dirs, err := dirsOf(folder)
	if err != nil {
		return nil, fmt.Errorf("read profiles of %s: %w", name, err)
	}
	r := &reading{known: known}
	for _, dir := range dirs {
		if err := r.file(folder, dir, path.Join(name, dir, tableName)); err != nil {
			return nil, err
		}
	}
	if len(r.problems) > 0 {
		return nil, r.sorted()
	}
	out := make([]scenarios.Profile, len(r.handed))
	for i, h := range r.handed {
		out[i] = scenarios.Profile{Name: h.Name, Dialect: r.dialect(h), Files: h.files}
	}
	r.judgeTables(out)
	if len(r.problems) > 0 {
		return nil, r.sorted()
	}
	return out, r.err
}

// dirsOf are the folders that hold a profile: the folder itself and those in it.
func dirsOf(folder fs.FS) ([]string, error) {
	if _, err := fs.ReadDir(folder, "."); err != nil {
		return nil, err
	}
	var dirs []string
	if _, err := fs.Stat(folder, tableName); err == nil {
		dirs = append(dirs, ".")
	}
	files, err := fs.Glob(folder, "*/"+tableName)
	for _, file := range files {
		dirs = append(dirs, path.Dir(file))
	}
	if err == nil && len(dirs) == 0 {
		err = ErrNone
	}
	return dirs, err
}

// reading is the profiles of a folder on their way.
type reading struct {
	known    []scenarios.Profile
	handed   []*handed
	problems targetfile.Problems
	err      error // of tables that are not handed in here
}

// file reads one profile.
func (r *reading) file(folder fs.FS, dir, name string) error {
	files, err := fs.Sub(folder, dir)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	text, err := tableOf(files)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	document, err := targetfile.ReadDocument("profile", name, text, schema)
	var problems targetfile.Problems
	if errors.As(err, &problems) {
		for i := range problems {
			problems[i].Hint = cmp.Or(problems[i].Hint, "authassay's README shows how a profile.yaml is written; a name and based_on: oauth2 are enough to begin with")
		}
		r.problems = append(r.problems, problems...)
		return nil
	}
	if err != nil {
		return err
	}
	h := &handed{document: document, files: files}
	if err := document.Decode(h); err != nil {
		return err
	}
	h.judge(r.tell)
	r.handed = append(r.handed, h)
	own, err := fs.Glob(files, "requirements/*.yaml")
	for _, file := range own {
		r.tell(targetfile.Problem{
			Kind: "profile", File: path.Join(path.Dir(name), file), Line: 1, Column: 1,
			Message: "a requirement of one's own needs a check, which data cannot bring",
			Hint:    "a program in Go can hand in both; here a profile adopts what authassay list knows",
		})
	}
	return err
}

// tableOf reads profile.yaml. A pipe would be waited for without end and a device
// read without end; what is too long for a table is the document's to say.
func tableOf(files fs.FS) ([]byte, error) {
	about, err := fs.Stat(files, tableName)
	if err != nil {
		return nil, err
	}
	if !about.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: it is no regular file", targetfile.ErrFile)
	}
	file, err := files.Open(tableName)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 1<<20))
}

// sorted are the problems as they stand in the files.
func (r *reading) sorted() targetfile.Problems {
	slices.SortStableFunc(r.problems, func(a, b targetfile.Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.problems
}

// tell takes a problem in, once.
func (r *reading) tell(p targetfile.Problem) {
	if !slices.Contains(r.problems, p) {
		r.problems = append(r.problems, p)
	}
}

// dialect makes the dialect of a profile, nil where there is none that it could
// stand on.
func (r *reading) dialect(h *handed) scenarios.Dialect {
	key, name := "dialect", h.Dialect
	if name == "" {
		key, name = "based_on", h.BasedOn
	}
	base := r.standsOn(h, name)
	if base == nil {
		if key == "dialect" { // of the other the catalogue has its say
			message := fmt.Sprintf("no profile %q is known", name)
			if slices.ContainsFunc(r.handed, func(other *handed) bool { return other.Name == name }) {
				message = fmt.Sprintf("the dialect of %s stands on this one again", name)
			}
			r.tell(h.document.Complain(message, "known: "+strings.Join(Names(r.known), ", "), key))
		}
		return nil
	}
	m := Mapping{
		Endpoints: h.Endpoints, Encoding: scenarios.Encoding(h.Request), Parameters: h.Parameters,
		Members: h.Members, AuthorizationResponse: h.Callback,
	}
	return m.Over(base)
}

// standsOn is the dialect of the profile of a name, nil where there is none.
func (r *reading) standsOn(h *handed, name string) scenarios.Dialect {
	for _, p := range r.known {
		if p.Name == name {
			return p.Dialect
		}
	}
	h.making = true
	defer func() { h.making = false }()
	for _, other := range r.handed {
		if other.Name == name && !other.making {
			return r.dialect(other)
		}
	}
	return nil
}

// judgeTables has the catalogue say what is wrong with the tables, finds the
// places, and holds each profile against its dialect.
func (r *reading) judgeTables(mine []scenarios.Profile) {
	c, err := Catalogue(slices.Concat(r.known, mine))
	var mistakes catalogue.Mistakes
	if !errors.As(err, &mistakes) {
		if r.err = err; err != nil {
			return
		}
		for i, h := range r.handed {
			if mine[i].Dialect == nil {
				continue // that was told
			}
			p, _ := c.Profile(h.Name)
			h.judgeContract(p, encodingOf(mine[i].Dialect), c.Requirements, r.tell)
		}
		return
	}
	for _, m := range mistakes {
		i := m.Folder - len(r.known)
		if i < 0 {
			r.err = err
			continue
		}
		r.tell(r.handed[i].document.Complain(m.Message, m.Hint, m.Path...))
	}
}
