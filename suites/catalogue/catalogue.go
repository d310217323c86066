package catalogue

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Version names the state of the requirements. It changes whenever a
// requirement is added, or adopted otherwise, so that two reports can be
// compared.
const Version = "2026.12"

//go:embed requirements/*.yaml profiles/*.yaml
var tables embed.FS

// Catalogue is every requirement and every profile.
type Catalogue struct {
	Requirements []Requirement // by chapter and number
	Profiles     []Profile     // by name
}

// Load reads the tables that are built in. An error is a mistake in them.
func Load() (*Catalogue, error) { return read(tables) }

// Profile returns the profile of a name.
func (c *Catalogue) Profile(name string) (Profile, bool) {
	for _, p := range c.Profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// read reads the tables in a file system.
func read(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{}
	known := map[ID]Requirement{}
	err := each(files, "requirements/*.yaml", func(name string, text []byte) error {
		var rs []Requirement
		if err := strict(text, &rs); err != nil {
			return err
		}
		for _, r := range rs {
			if err := r.check(); err != nil {
				return err
			}
			if _, twice := known[r.ID]; twice {
				return fmt.Errorf("requirement %s: stands twice", r.ID)
			}
			if want := "requirements/" + r.ID.Chapter() + ".yaml"; name != want {
				return fmt.Errorf("requirement %s: stands in %s, not in %s", r.ID, name, want)
			}
			known[r.ID] = r
			c.Requirements = append(c.Requirements, r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(c.Requirements, func(a, b Requirement) int { return Order(a.ID, b.ID) })
	err = each(files, "profiles/*.yaml", func(_ string, text []byte) error {
		p, err := readProfile(text, known)
		c.Profiles = append(c.Profiles, p)
		return err
	})
	return c, err
}

// profileFile is a profile as its table has it.
type profileFile struct {
	Name       string
	Title      string
	Policy     policyFile
	Statements map[string]struct {
		Kind Kind
		Text string
	}
	Duties map[ID]struct {
		Level  Level
		Clause string
		From   []string
	}
}

// policyFile is a policy as its table has it.
type policyFile struct {
	CodeLifetime         time.Duration `yaml:"code_lifetime"`
	CodesUnlimited       bool          `yaml:"-"` // no document says so
	AccessTokenLifetime  time.Duration `yaml:"access_token_lifetime"`
	RefreshTokenLifetime time.Duration `yaml:"refresh_token_lifetime"`
	LaunchLifetime       time.Duration `yaml:"launch_lifetime"`
	TemporaryLifetime    time.Duration `yaml:"temporary_lifetime"`
	Unprivileged         int           `yaml:"unprivileged"`
	Skew                 time.Duration `yaml:"skew"`
	Rotation             string        `yaml:"rotation"`
	ReplayRevokes        *bool         `yaml:"replay_revokes"`
	RefreshGrace         time.Duration `yaml:"refresh_grace"`
	RefreshReuse         string        `yaml:"refresh_reuse"`
	RevocationDelay      time.Duration `yaml:"revocation_delay"`
	ExpiresIn            string        `yaml:"expires_in"`
	PKCE                 string        `yaml:"pkce"`
}

// readProfile reads one profile and joins it to the requirements.
func readProfile(text []byte, known map[ID]Requirement) (Profile, error) {
	var f profileFile
	if err := strict(text, &f); err != nil {
		return Profile{}, err
	}
	p := Profile{Name: f.Name, Title: f.Title, Policy: Policy(f.Policy)}
	for id, s := range f.Statements {
		p.Statements = append(p.Statements, Statement{id, s.Kind, s.Text})
	}
	slices.SortFunc(p.Statements, func(a, b Statement) int { return strings.Compare(a.ID, b.ID) })
	for id, d := range f.Duties {
		r, ok := known[id]
		if !ok {
			return p, fmt.Errorf("profile %s: adopts %s, which is no requirement", p.Name, id)
		}
		p.Duties = append(p.Duties, Duty{r, d.Level, d.Clause, d.From})
	}
	slices.SortFunc(p.Duties, func(a, b Duty) int { return Order(a.ID, b.ID) })
	return p, p.check()
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
