package targetfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/scenarios"
)

// reference is ${NAME}, ${NAME:-default} or ${file:PATH}; a dollar sign before
// it, as in $${NAME}, keeps it from being one.
var reference = regexp.MustCompile(`\$\{[^{}\n]*\}`)

var (
	variable   = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)(:-(.*))?$`)
	secretName = regexp.MustCompile(`(?i)secret|passw|token`)
)

// expander puts the environment and files into string values.
type expander struct {
	*source
	getenv   func(string) (string, bool)
	readFile func(string) ([]byte, error)
	problems Problems
	missing  []string
}

func (e *expander) walk(n *node) {
	for _, key := range n.keys {
		e.walk(n.members[key])
	}
	for _, item := range n.items {
		e.walk(item)
	}
	if text, ok := n.scalar.(string); ok && n.kind == scalarNode {
		n.scalar = e.expand(n, text)
	}
}

// expand goes over the text once, so that what is put in is not read again.
func (e *expander) expand(n *node, text string) string {
	var out strings.Builder
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			return out.String() + text
		}
		end := len(text)
		if m := reference.FindStringIndex(text[start:]); m != nil && m[0] == 0 {
			end = start + m[1]
		}
		if start > 0 && text[start-1] == '$' {
			out.WriteString(text[:start-1] + text[start:end])
		} else {
			out.WriteString(text[:start] + e.value(n, text[start:end]))
		}
		text = text[end:]
	}
}

func (e *expander) value(n *node, ref string) string {
	body := strings.TrimSuffix(strings.TrimPrefix(ref, "${"), "}")
	if path, ok := strings.CutPrefix(body, "file:"); ok {
		return e.file(n, ref, path)
	}
	m := variable.FindStringSubmatch(body)
	if m == nil || !strings.HasSuffix(ref, "}") {
		e.tell(n, ref, "not a reference to a variable or a file", "write ${NAME}, ${NAME:-default} or ${file:PATH}, and $${ for a plain ${")
		return ""
	}
	name, hasDefault, fallback := m[1], m[2] != "", m[3]
	value, set := "", false
	if e.getenv != nil {
		value, set = e.getenv(name)
	}
	switch {
	case value == "" && hasDefault:
		return fallback
	case !set:
		e.missing = append(e.missing, name)
		e.tell(n, ref, fmt.Sprintf("environment variable %s is not set", name), fmt.Sprintf("set it: export %s=...", name))
	case value == "":
		e.tell(n, ref, fmt.Sprintf("environment variable %s is empty", name), fmt.Sprintf("set it: export %s=...", name))
	case !utf8.ValidString(value):
		e.tell(n, ref, fmt.Sprintf("environment variable %s is not UTF-8", name), "")
	case secretName.MatchString(name):
		e.secrets = append(e.secrets, value)
	}
	return value
}

// file reads a secret. The error names the path but none of the content.
func (e *expander) file(n *node, ref, path string) string {
	if e.readFile == nil {
		e.tell(n, ref, "files cannot be read here", "use an environment variable")
		return ""
	}
	text, err := e.readFile(e.beside(path))
	if err != nil {
		if p := (*fs.PathError)(nil); errors.As(err, &p) {
			err = p.Err // it would name the path again
		}
		e.tell(n, ref, fmt.Sprintf("read %s: %v", path, err), "paths are relative to the target file")
		return ""
	}
	value := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if value == "" || !utf8.ValidString(value) {
		e.tell(n, ref, fmt.Sprintf("file %s holds no UTF-8 text", path), "")
		return ""
	}
	e.secrets = append(e.secrets, value)
	return value
}

// beside resolves a path against the folder of the target file.
func (s *source) beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(s.name), path)
}

// tell places a problem at the reference itself where the line still shows it.
func (e *expander) tell(n *node, ref, message, hint string) {
	n.marred = true
	at := n.at
	if at.line >= 1 && at.line <= len(e.lines) {
		line := []rune(e.lines[at.line-1])
		from := min(max(at.column-1, 0), len(line))
		if i := strings.Index(string(line[from:]), ref); i >= 0 {
			at.column = from + 1 + len([]rune(string(line[from:])[:i]))
		}
	}
	e.problems = append(e.problems, e.problem(at, message, hint))
}

// Variables names the environment variables that a target file refers to and
// has no default for, each once, in the order of the file. A file that is no
// YAML gives Problems.
func Variables(name string, text []byte) ([]string, error) {
	s, problems, ok := parse(name, text)
	if !ok {
		return nil, problems.sorted()
	}
	e := &expander{source: s}
	e.walk(s.root)
	var names []string
	for _, name := range e.missing {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// undecided is the line of every template at which its user says what may be
// done to the server.
const undecided = "\n#permit: testing\n"

// Decided is a template in which it stands what may be done to the server.
func Decided(template []byte, permit scenarios.Permit) []byte {
	return bytes.Replace(template, []byte(undecided), fmt.Appendf(nil, "\npermit: %s\n", permit), 1)
}
