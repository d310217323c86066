// Package manual writes what people want beside a program: completions for
// their shell, and a page of the manual. It reads the model that kong has made of
// a command line, so that neither can say other things than --help.
//
//	manual.Completion(os.Stdout, parser.Model, "bash")
//	manual.Page(os.Stdout, parser.Model)
//
// It must not know what a command does.
package manual

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Shells are the names that Completion takes.
var Shells = []string{"bash", "zsh", "fish"}

// Completion writes the completions of a program for a shell, one of Shells.
func Completion(w io.Writer, app *kong.Application, shell string) error {
	write := map[string]func(*bytes.Buffer, *kong.Application){"bash": bash, "zsh": zsh, "fish": fish}[shell]
	if write == nil {
		return fmt.Errorf("write completion: no shell %q; there are %s", shell, strings.Join(Shells, ", "))
	}
	b := &bytes.Buffer{}
	write(b, app)
	_, err := w.Write(b.Bytes())
	return err
}

// flagsOf are the flags that a command takes, those of the program among them.
func flagsOf(command *kong.Node) (flags []*kong.Flag) {
	for _, group := range command.AllFlags(true) {
		flags = append(flags, group...)
	}
	return flags
}

// spellings are the ways to write a flag, the long one first.
func spellings(f *kong.Flag) []string {
	all := []string{"--" + f.Name}
	if f.Tag != nil && f.Tag.Negatable != "" {
		all = append(all, "--no-"+f.Name)
	}
	if f.Short != 0 {
		all = append(all, "-"+string(f.Short))
	}
	return all
}

// valued says whether a flag is followed by a value.
func valued(f *kong.Flag) bool { return !f.IsBool() && !f.IsCounter() }

// kind is what a value is: dir, file, or words that are listed.
func kind(v *kong.Value, placeholder string) (what string, listed []string) {
	switch {
	case v.Enum != "":
		for word := range strings.SplitSeq(v.Enum, ",") {
			if word = strings.TrimSpace(word); word != "" {
				listed = append(listed, word)
			}
		}
		return "words", listed
	case placeholder == "DIR":
		return "dir", nil
	case placeholder == "FILE", v.Name == "file":
		return "file", nil
	}
	return "", nil
}

// operand is what stands behind the flags of a command.
func operand(command *kong.Node) (what string, listed []string) {
	if len(command.Positional) == 0 {
		return "", nil
	}
	return kind(command.Positional[0], "")
}
