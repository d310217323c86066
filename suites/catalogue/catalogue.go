package catalogue

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Version names the state of the requirements. It changes whenever a
// requirement is added, or adopted otherwise, so that two reports can be
// compared.
const Version = "2026.12"

//go:embed requirements/*.yaml
var builtIn embed.FS

// Catalogue is every requirement and every profile.
type Catalogue struct {
	Requirements []Requirement // by chapter and number
	Profiles     []Profile     // by name
}

// Load reads the requirements that are built in and what is laid beside them,
// profile by profile: a folder holds profile.yaml and, where the profile brings
// requirements along, requirements/*.yaml with IDs of a prefix of their own.
// What is wrong with the tables comes back as Mistakes, as many at once as can
// be told; a table that cannot be read at all is another error.
func Load(profiles ...fs.FS) (*Catalogue, error) { return load(builtIn, profiles, nil) }

// Folder is a profile as it is handed in.
type Folder struct {
	Name  string
	Files fs.FS
}

// Read reads as Load does what is handed in by name: mistakes name the folder, and
// one whose profile.yaml has another name is one of them.
func Read(folders ...Folder) (*Catalogue, error) {
	var names []string
	var files []fs.FS
	for _, f := range folders {
		switch {
		case f.Name == "":
			return nil, errors.New("read catalogue: a profile is handed in without a name")
		case f.Files == nil:
			return nil, fmt.Errorf("read catalogue: the profile %s is handed in without files", f.Name)
		}
		names, files = append(names, f.Name), append(files, f.Files)
	}
	return load(builtIn, files, names)
}

// Profile returns the profile of a name.
func (c *Catalogue) Profile(name string) (Profile, bool) {
	for _, p := range c.Profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// reader gathers a catalogue from its tables.
type reader struct {
	known    map[ID]Requirement
	from     map[ID]string // the file that a requirement stands in
	tables   []table
	done     map[string]Profile
	mistakes Mistakes
	handed   []string // what the folders are handed in as; none where nobody says
	axes     axes
	brought  map[ID]Mistake // what is told of a requirement that a folder brings and nobody adopts
}

// load reads the requirements in a file system of ours and the folders of
// profiles, and holds these to their names where they have some.
func load(own fs.FS, folders []fs.FS, names []string) (*Catalogue, error) {
	r := &reader{known: map[ID]Requirement{}, from: map[ID]string{}, done: map[string]Profile{}, handed: names, brought: map[ID]Mistake{}}
	var err error
	if r.axes, err = readAxes(builtInAxes); err != nil {
		return nil, err
	}
	if err := r.requirements(own, ours); err != nil {
		return nil, err
	}
	for i, files := range folders {
		if err := r.folder(files, i); err != nil {
			return nil, err
		}
	}
	c := &Catalogue{}
	for _, t := range r.tables {
		if p, ok := r.profile(t.Name, nil); ok {
			c.Profiles = append(c.Profiles, p)
		}
	}
	r.unadopted(c.Profiles)
	if len(r.mistakes) > 0 {
		return nil, r.mistakes
	}
	for _, q := range r.known {
		c.Requirements = append(c.Requirements, q)
	}
	slices.SortFunc(c.Requirements, func(a, b Requirement) int { return Order(a.ID, b.ID) })
	slices.SortFunc(c.Profiles, func(a, b Profile) int { return strings.Compare(a.Name, b.Name) })
	return c, nil
}

// unadopted tells of requirements that were brought along for nothing, where
// nothing else explains it.
func (r *reader) unadopted(profiles []Profile) {
	if len(r.mistakes) > 0 {
		return
	}
	for _, id := range slices.SortedFunc(maps.Keys(r.brought), Order) {
		has := func(p Profile) bool { _, adopted := p.Duty(id); return adopted }
		if !slices.ContainsFunc(profiles, has) {
			r.tell(r.brought[id])
		}
	}
}

// requirements reads the requirements of a folder.
func (r *reader) requirements(files fs.FS, folder int) error {
	return each(files, "requirements/*.yaml", func(name string, text []byte) error {
		var all []Requirement
		if err := strict(text, &all); err != nil {
			return err
		}
		for i, q := range all {
			tell := func(message string) {
				r.tell(Mistake{Folder: folder, File: name, Path: []string{fmt.Sprint(i), "id"}, Message: message})
			}
			if why := cmp.Or(q.wrong(name, folder == ours), r.axes.wrong(q)); why != "" {
				tell(why)
			}
			if at, twice := r.from[q.ID]; twice {
				tell(fmt.Sprintf("requirement %s stands twice, first in %s", q.ID, at))
				continue
			}
			r.known[q.ID], r.from[q.ID] = q, name
			if folder != ours {
				r.from[q.ID] += " of " + called(r.name(folder), folder)
				r.brought[q.ID] = Mistake{
					Folder: folder, File: name, Path: []string{fmt.Sprint(i), "id"},
					Message: fmt.Sprintf("no profile adopts %s, so that nothing would be held to it", q.ID), Hint: "adopt it under duties",
				}
			}
		}
		return nil
	})
}

// folder reads the tables of a profile.
func (r *reader) folder(files fs.FS, folder int) error {
	if err := r.requirements(files, folder); err != nil {
		return err
	}
	text, err := fs.ReadFile(files, profileName)
	if errors.Is(err, fs.ErrNotExist) {
		r.tell(Mistake{Folder: folder, File: profileName, Message: "is not there"})
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", profileName, err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // a mark of some editors, which is no part of the YAML
	t := table{folder: folder, text: text}
	if err := strict(text, &t.profileFile); err != nil {
		return fmt.Errorf("read %s of %s: %w", profileName, called(r.name(folder), folder), err)
	}
	if name := r.name(folder); name != "" && t.Name != name {
		r.tell(t.mistake(fmt.Sprintf("it is handed in as %s, and its table says %q", name, t.Name), "name"))
		return nil
	}
	switch {
	case !nameForm.MatchString(t.Name):
		r.tell(t.mistake("a name is made of small letters, digits, - and _, and begins with a letter", "name"))
	case slices.ContainsFunc(r.tables, func(other table) bool { return other.Name == t.Name }):
		m := t.mistake(fmt.Sprintf("the name %s is taken", t.Name), "name")
		m.Hint = "take a name of your own; based_on takes over the contract of another profile"
		r.tell(m)
	default:
		r.tables = append(r.tables, t)
	}
	return nil
}

// each calls f with every file that matches, by name.
func each(files fs.FS, pattern string, f func(name string, text []byte) error) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return fmt.Errorf("list %s: %w", pattern, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if err := f(name, text); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	return nil
}

// strict decodes YAML and refuses keys that it does not know.
func strict(text []byte, into any) error {
	return yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(into)
}
