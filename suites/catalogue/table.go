package catalogue

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// profileName is the file of a folder that holds a profile.
const profileName = "profile.yaml"

// ours is the folder of the requirements that are built in.
const ours = -1

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// table is a profile as its folder has it.
type table struct {
	profileFile
	folder int
	text   []byte
}

func (t table) mistake(message string, path ...string) Mistake {
	return Mistake{Folder: t.folder, File: profileName, Profile: t.Name, Path: path, Message: message}
}

// profileFile is a profile as its table has it.
type profileFile struct {
	Name       string
	Title      string
	BasedOn    string   `yaml:"based_on"` // the profile whose statements, duties and policy it starts from
	Without    []ID     // the duties of that one that it does not take over
	Told       []string `yaml:"where_told"` // the capabilities that a target is taken to have only where it is told of them
	Policy     policyFile
	Statements map[string]struct {
		Kind Kind
		Text string
	}
	Duties map[ID]adoption
	// How the steps look on the wire is the concern of whoever makes the dialect.
	Dialect    string
	Endpoints  map[string]string
	Request    string
	Parameters map[string]string
	Members    map[string]string
	Callback   map[string]string `yaml:"authorization_response"`
}

// adoption is a duty as its table has it.
type adoption struct {
	Level  Level
	Clause string
	From   []string
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

// profile makes the profile of a name of its table and of those that it is
// based on. The names in above are on their way to be made of it.
func (r *reader) profile(name string, above []string) (Profile, bool) {
	if p, done := r.done[name]; done {
		return p, true
	}
	i := slices.IndexFunc(r.tables, func(t table) bool { return t.Name == name })
	if i < 0 || slices.Contains(above, name) {
		return Profile{}, false
	}
	t := r.tables[i]
	var base Profile
	if t.BasedOn != "" {
		var ok bool
		base, ok = r.profile(t.BasedOn, append(above, name))
		if !ok {
			r.baseless(t)
			return Profile{}, false
		}
	}
	p := base
	p.Name, p.Title = t.Name, t.Title
	if p.Title == "" {
		p.Title = t.Name
	}
	p.Policy = Policy(t.Policy)
	if t.BasedOn != "" {
		overlaid := struct{ Policy policyFile }{policyFile(base.Policy)}
		if err := yaml.Unmarshal(t.text, &overlaid); err != nil {
			r.tell(t.mistake(err.Error(), "policy"))
		}
		p.Policy = Policy(overlaid.Policy)
	}
	if t.Told != nil { // an empty list promises everything
		p.Told = t.Told
	}
	p.Statements = t.stated(p.Statements)
	p.Duties = r.adopted(t, p)
	r.done[name] = p
	return p, true
}

// baseless tells why a table stands on nothing, unless it stands on one that is
// wrong itself.
func (r *reader) baseless(t table) {
	chain := []string{t.Name}
	for name := t.BasedOn; ; {
		i := slices.IndexFunc(r.tables, func(other table) bool { return other.Name == name })
		switch {
		case i < 0 && len(chain) == 1:
			m := t.mistake(fmt.Sprintf("there is no profile %q that it could be based on", t.BasedOn), "based_on")
			m.Hint = "there are " + strings.Join(r.names(t.Name), ", ")
			r.tell(m)
			return
		case name == t.Name:
			m := t.mistake(fmt.Sprintf("%s is based on itself: %s", name, strings.Join(append(chain, name), ", ")), "based_on")
			m.Hint = "one of them begins with a profile that is built in"
			r.tell(m)
			return
		case i < 0 || slices.Contains(chain, name):
			return
		}
		chain, name = append(chain, name), r.tables[i].BasedOn
	}
}

// names are those of all profiles but one.
func (r *reader) names(but string) []string {
	var names []string
	for _, t := range r.tables {
		if t.Name != but {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	return names
}

// stated lays the statements of the table over those that it is based on.
func (t table) stated(base []Statement) []Statement {
	all := map[string]Statement{}
	for _, s := range base {
		all[s.ID] = s
	}
	for id, s := range t.Statements {
		all[id] = Statement{id, s.Kind, s.Text}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b Statement) int { return strings.Compare(a.ID, b.ID) })
}

// adopted lays the duties of the table over those that it is based on. What a
// duty does not say is as it is there.
func (r *reader) adopted(t table, base Profile) []Duty {
	all := map[ID]Duty{}
	for _, d := range base.Duties {
		all[d.ID] = d
	}
	for i, id := range t.Without {
		m := Mistake{}
		if _, there := all[id]; !there {
			m = t.mistake(fmt.Sprintf("%s is not adopted by what the profile is based on", id), "without", fmt.Sprint(i))
			if m.Hint = "take it out"; r.known[id].ID == "" {
				m.Hint = r.near(id)
			}
		} else if _, again := t.Duties[id]; again {
			m = t.mistake(fmt.Sprintf("%s is adopted below duties", id), "without", fmt.Sprint(i))
			m.Hint = "leave one of the two out"
		}
		if m.Message != "" {
			r.tell(m)
		}
		delete(all, id)
	}
	stated := map[string]bool{}
	for _, s := range base.Statements {
		stated[s.ID] = true
	}
	for _, id := range slices.SortedFunc(maps.Keys(t.Duties), Order) {
		q, known := r.known[id]
		if !known {
			m := t.mistake(fmt.Sprintf("adopts %s, which is no requirement", id), "duties", string(id))
			m.Hint = r.near(id)
			r.tell(m)
			continue
		}
		d := t.Duties[id].over(all[id])
		d.Requirement = q
		for _, m := range d.wrong(stated) {
			r.tell(t.mistake(m.Message, append([]string{"duties", string(id)}, m.Path...)...))
		}
		all[id] = d
	}
	duties := slices.SortedFunc(maps.Values(all), func(a, b Duty) int { return Order(a.ID, b.ID) })
	r.axes.lay(duties)
	return duties
}

// near says what there is beside an ID that is none.
func (r *reader) near(id ID) string {
	all := slices.SortedFunc(maps.Keys(r.known), Order)
	same := slices.DeleteFunc(slices.Clone(all), func(other ID) bool { return other.prefix() != id.prefix() })
	if len(same) > 0 {
		return fmt.Sprintf("%s has %s to %s", same[0].Chapter(), same[0], same[len(same)-1])
	}
	var prefixes []string
	for _, other := range all {
		if p := other.prefix(); !slices.Contains(prefixes, p) {
			prefixes = append(prefixes, p)
		}
	}
	return "IDs begin with " + strings.Join(prefixes, ", ")
}

// over lays what an adoption says over how the duty is adopted already.
func (a adoption) over(d Duty) Duty {
	if a.Level != "" {
		d.Level = a.Level
	}
	if a.Clause != "" {
		d.Clause = a.Clause
	}
	if a.From != nil {
		d.From = a.From
	}
	return d
}

// wrong says what is wrong with a duty; the paths begin at it.
func (d Duty) wrong(stated map[string]bool) Mistakes {
	var out Mistakes
	switch {
	case d.Level == "":
		out = append(out, Mistake{Message: "names no level: MUST, SHOULD or MAY"})
	case d.Level != Must && d.Level != Should && d.Level != May:
		out = append(out, Mistake{Path: []string{"level"}, Message: fmt.Sprintf("level %q is none of MUST, SHOULD, MAY", d.Level)})
	}
	if d.Clause == "" {
		out = append(out, Mistake{Message: "names no clause; HOUSE stands for one's own word"})
	}
	for i, from := range d.From {
		if !stated[from] {
			out = append(out, Mistake{Path: []string{"from", fmt.Sprint(i)}, Message: fmt.Sprintf("comes from %s, which is no statement", from)})
		}
	}
	return out
}
