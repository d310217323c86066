package assembly_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// taken tries a target file as far as that can be done without a server.
func taken(c *catalogue.Catalogue, text string) error {
	loaded, err := targetfile.Load("t.yaml", []byte(text), func(string) (string, bool) { return "a-value", true }, os.ReadFile)
	if err != nil {
		return err
	}
	a, err := assembly.Assemble(loaded, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: c, Random: rand.Reader, ReadFile: os.ReadFile})
	if err == nil {
		a.Close()
	}
	return err
}

// examples are the groups of such lines in a text, by the numbers of their first
// lines and those behind their last. A group goes on for as long as its lines
// belong to the mapping or the list of its first.
func examples(lines []string) [][2]int {
	begins := regexp.MustCompile(`^ *#[a-z_]+: ?`)
	goesOn := regexp.MustCompile(`^ *#  +\S`)
	var out [][2]int
	for i := 0; i < len(lines); i++ {
		if !begins.MatchString(lines[i]) {
			continue
		}
		end := i + 1
		for end < len(lines) && goesOn.MatchString(lines[end]) {
			end++
		}
		out = append(out, [2]int{i, end})
	}
	return out
}

// uncommented is a text in which groups of lines have lost their #.
func uncommented(lines []string, groups ...[2]int) string {
	out := append([]string(nil), lines...)
	for _, g := range groups {
		for i := g[0]; i < g[1]; i++ {
			out[i] = strings.Replace(out[i], "#", "", 1)
		}
	}
	return strings.Join(out, "\n")
}

var quoted = regexp.MustCompile("`([a-z_]+: [^`]*)`")

// TestEveryExampleOfATemplateCanBeUsed takes the # from each example of each
// template, and from all at once, and puts what is quoted in comments to use.
func TestEveryExampleOfATemplateCanBeUsed(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range profiles.Names(profiles.BuiltIn()) {
		text, err := profiles.Template(profile)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		groups := examples(lines)
		if len(groups) < 2 {
			t.Errorf("%s: only %d examples", profile, len(groups))
		}
		for _, g := range groups {
			if err := taken(c, uncommented(lines, g)); err != nil {
				t.Errorf("%s: without the # of line %d: %v", profile, g[0]+1, err)
			}
		}
		if err := taken(c, uncommented(lines, groups...)); err != nil {
			t.Errorf("%s: without any #: %v", profile, err)
		}
		for _, said := range quoted.FindAllStringSubmatch(strings.ReplaceAll(string(text), "\n# ", " "), -1) {
			place := said[1] + "\n"
			if strings.HasPrefix(place, "check: ") || strings.HasPrefix(place, "untick: ") {
				place = fmt.Sprintf("login: { steps: [ { when: a, %s } ] }\n", said[1])
			}
			if err := taken(c, "profile: "+profile+"\nauth: http://127.0.0.1:1\n"+place); err != nil {
				t.Errorf("%s: %s: %v", profile, said[1], err)
			}
		}
	}
}

// TestTemplatesNameAllThatCanBeAbsent keeps the example of absent complete.
func TestTemplatesNameAllThatCanBeAbsent(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Profiles {
		text, err := profiles.Template(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(`(?s)\n#absent: \[([^\]]*)\]`).FindSubmatch(text)
		if m == nil {
			t.Errorf("%s: the template does not show absent", p.Name)
			continue
		}
		words := strings.FieldsFunc(string(m[1]), func(r rune) bool { return strings.ContainsRune(", \n#", r) })
		if want := p.Capabilities(); fmt.Sprint(words) != fmt.Sprint(want) && !(p.Name == "basic" && fmt.Sprint(words) == "[basic_colon other_basic]") {
			t.Errorf("%s: the template names %v, the catalogue %v", p.Name, words, want)
		}
	}
}
