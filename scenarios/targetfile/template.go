package targetfile

import (
	"bytes"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

//go:embed templates/*.yaml
var templates embed.FS

// Template gives the commented target file of a profile. It fits the reference
// server on its default addresses; its secrets are variables without defaults,
// which Variables lists. Nothing is decided in it about what may be done to the
// server: see Decided. An unknown profile is an error that names the known.
func Template(profile string) ([]byte, error) {
	if !slices.Contains(Profiles(), profile) {
		return nil, fmt.Errorf("template: no profile %q, only %s", profile, strings.Join(Profiles(), ", "))
	}
	text, err := templates.ReadFile(path.Join("templates", profile+".yaml"))
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	return text, nil
}

// undecided is the line of every template at which its user says what may be
// done to the server.
const undecided = "\n#permit: testing\n"

// Decided is a template in which it stands what may be done to the server.
func Decided(template []byte, permit scenarios.Permit) []byte {
	return bytes.Replace(template, []byte(undecided), fmt.Appendf(nil, "\npermit: %s\n", permit), 1)
}

// Profiles names the profiles that have a template, in the order of the
// alphabet.
func Profiles() []string {
	entries, err := templates.ReadDir("templates")
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}
