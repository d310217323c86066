package manual

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// bash writes a function that looks at the word before the one in the making,
// and at the command, which is the first word that is no flag.
func bash(b *bytes.Buffer, app *kong.Application) {
	fmt.Fprintf(b, `# bash completion of %[1]s
_%[1]s() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == -* ]] || { command=${COMP_WORDS[i]}; break; }
  done
  local words='' IFS=$' \t\n'
  COMPREPLY=()
  case "$command $before" in
`, app.Name)
	offers := map[string]string{
		"file": `COMPREPLY=($(compgen -f -- "$current"))`, "dir": `COMPREPLY=($(compgen -d -- "$current"))`, "": ":",
	}
	for _, command := range app.Children {
		for _, f := range flagsOf(command) {
			if !valued(f) {
				continue
			}
			what, listed := kind(f.Value, f.PlaceHolder)
			offer := offers[what]
			if what == "words" {
				offer = fmt.Sprintf(`COMPREPLY=($(compgen -W "%s" -- "$current"))`, strings.Join(listed, " "))
			}
			fmt.Fprintf(b, "    %s) %s; return ;;\n", patterns(command.Name, f), offer)
		}
	}
	b.WriteString("  esac\n  case $command in\n")
	fmt.Fprintf(b, "    '') words='%s --help --version' ;;\n", strings.Join(names(app), " "))
	for _, command := range app.Children {
		var words []string
		for _, f := range flagsOf(command) {
			words = append(words, spellings(f)...)
		}
		what, listed := operand(command)
		fmt.Fprintf(b, "    %s) words='%s'", command.Name, strings.Join(append(words, listed...), " "))
		if what == "file" {
			fmt.Fprintf(b, "; [[ $current == -* ]] || %s", offers[what])
		}
		b.WriteString(" ;;\n")
	}
	fmt.Fprintf(b, "  esac\n  COMPREPLY+=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -F _%[1]s %[1]s\n", app.Name)
}

// patterns match a flag of a command as it stands before its value.
func patterns(command string, f *kong.Flag) string {
	var all []string
	for _, s := range spellings(f) {
		all = append(all, fmt.Sprintf("'%s %s'", command, s))
	}
	return strings.Join(all, " | ")
}

func names(app *kong.Application) (all []string) {
	for _, command := range app.Children {
		all = append(all, command.Name)
	}
	return all
}

// zsh writes a function for _arguments, which knows flags and their values.
func zsh(b *bytes.Buffer, app *kong.Application) {
	quoted := strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`)
	fmt.Fprintf(b, "#compdef %[1]s\n_%[1]s() {\n  local state line\n  local -a commands\n  commands=(\n", app.Name)
	for _, command := range app.Children {
		fmt.Fprintf(b, "    '%s:%s'\n", command.Name, quoted.Replace(command.Help))
	}
	b.WriteString("  )\n  _arguments -C '1: :->command' '*::: :->rest'\n  case $state in\n    command) _describe command commands ;;\n    rest) case $words[1] in\n")
	actions := func(what string, listed []string) string {
		return map[string]string{"file": "_files", "dir": "_files -/", "words": "(" + strings.Join(listed, " ") + ")", "": " "}[what]
	}
	for _, command := range app.Children {
		fmt.Fprintf(b, "      %s) _arguments", command.Name)
		for _, f := range flagsOf(command) {
			for _, s := range spellings(f) {
				fmt.Fprintf(b, " \\\n        '%s[%s]", s, quoted.Replace(f.Help))
				if valued(f) {
					fmt.Fprintf(b, ":value:%s", actions(kind(f.Value, f.PlaceHolder)))
				}
				b.WriteString("'")
			}
		}
		if len(command.Positional) > 0 {
			fmt.Fprintf(b, " \\\n        '*:%s:%s'", command.Positional[0].Name, actions(operand(command)))
		}
		b.WriteString(" ;;\n")
	}
	fmt.Fprintf(b, "    esac ;;\n  esac\n}\n_%[1]s \"$@\"\n", app.Name)
}

// fish writes a line a flag.
func fish(b *bytes.Buffer, app *kong.Application) {
	quoted := strings.NewReplacer(`\`, `\\`, "'", `\'`)
	fmt.Fprintf(b, "complete -c %s -f\n", app.Name)
	for _, command := range app.Children {
		fmt.Fprintf(b, "complete -c %s -n __fish_use_subcommand -a %s -d '%s'\n", app.Name, command.Name, quoted.Replace(command.Help))
		of := fmt.Sprintf("complete -c %s -n '__fish_seen_subcommand_from %s'", app.Name, command.Name)
		for _, f := range flagsOf(command) {
			fmt.Fprintf(b, "%s -l %s -d '%s'", of, f.Name, quoted.Replace(f.Help))
			if f.Short != 0 {
				fmt.Fprintf(b, " -s %c", f.Short)
			}
			what, listed := kind(f.Value, f.PlaceHolder)
			switch {
			case !valued(f):
			case what == "file", what == "dir":
				b.WriteString(" -r -F")
			default:
				fmt.Fprintf(b, " -x -a '%s'", strings.Join(listed, " "))
			}
			b.WriteByte('\n')
		}
		switch what, listed := operand(command); what {
		case "file":
			fmt.Fprintf(b, "%s -F\n", of)
		case "words":
			fmt.Fprintf(b, "%s -a '%s'\n", of, strings.Join(listed, " "))
		}
	}
}
