package manual

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Page writes the page of the manual, in the man macros of troff. version is
// what its foot shows.
func Page(w io.Writer, app *kong.Application, version string) error {
	b := &bytes.Buffer{}
	about, codes, _ := strings.Cut(app.Help, "\n\n")
	short, long, _ := strings.Cut(about, ": ")
	fmt.Fprintf(b, ".TH %s 1 \"\" \"%s\" \"User Commands\"\n", strings.ToUpper(app.Name), troff(version))
	fmt.Fprintf(b, ".SH NAME\n%s \\- %s\n.SH SYNOPSIS\n.B %s\n.I command\n[flags]\n", app.Name, troff(strings.ToLower(short[:1])+short[1:]), app.Name)
	fmt.Fprintf(b, ".SH DESCRIPTION\n%s\n.SH COMMANDS\n", troff(short+": "+long))
	for _, command := range app.Children {
		fmt.Fprintf(b, ".SS %s\n%s\n", troff(strings.TrimPrefix(command.Summary(), app.Name+" ")), troff(command.Help))
		for _, p := range command.Positional {
			fmt.Fprintf(b, ".TP\n.I %s\n%s\n", troff(p.Name), troff(p.Help))
		}
		for _, f := range command.Flags {
			if f.Hidden {
				continue
			}
			fmt.Fprintf(b, ".TP\n.B %s\n%s\n", troff(shown(f)), troff(f.Help))
		}
	}
	if _, table, ok := strings.Cut(codes, "Exit codes: "); ok {
		b.WriteString(".SH EXIT STATUS\n")
		for row := range strings.SplitSeq(strings.TrimSuffix(table, "."), "; ") {
			code, meaning, _ := strings.Cut(row, " ")
			fmt.Fprintf(b, ".TP\n.B %s\n%s\n", troff(code), troff(meaning))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// shown is a flag with its value.
func shown(f *kong.Flag) string {
	text := strings.Join(spellings(f), ", ")
	if valued(f) {
		text += "=" + f.FormatPlaceHolder()
	}
	return text
}

// troff makes text mean itself: no backslash is an escape, no dash a hyphen, and
// no line that begins with a dot or an apostrophe a request.
func troff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ", `"`, `\(dq`, "^", `\(ha`, "~", `\(ti`, "'", `\(aq`, "`", `\(ga`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
