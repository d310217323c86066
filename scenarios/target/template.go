package target

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed templates/*.yaml
var templates embed.FS

// Template gives the commented target file of a profile. It fits the reference
// server on its default addresses; its secrets are variables without defaults,
// which Variables lists. An unknown profile is an error that names the known.
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
