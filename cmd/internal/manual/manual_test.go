package manual

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// awkward is a command line whose words would break what quotes them wrongly.
type awkward struct {
	Do struct {
		Name  []string `arg:"" optional:"" help:".dot first, it's \\ and [this]: \"that\""`
		Force bool     `short:"f" negatable:"" help:"It's $(no) command: [really] \\n ~ ^."`
		Mode  string   `enum:"one,two" default:"one" help:"'quoted'"`
		In    string   `placeholder:"DIR" help:"A folder."`
	} `cmd:"" help:"Do what's [asked]: at once."`
}

func model(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := kong.New(&awkward{}, kong.Name("tool"), kong.Description("A tool: does it.\n\nExit codes: 0 well; 1 not well."))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

func TestShellsReadTheirCompletions(t *testing.T) {
	for _, shell := range Shells {
		var b bytes.Buffer
		if err := Completion(&b, model(t), shell); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"force", "mode", "one two"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s has no %s:\n%s", shell, want, b.String())
			}
		}
		if _, err := exec.LookPath(shell); err != nil {
			t.Logf("not read: there is no %s", shell)
			continue
		}
		reader := exec.Command(shell, "-n")
		reader.Stdin = &b
		if said, err := reader.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", shell, err, said)
		}
	}
	if err := Completion(&bytes.Buffer{}, model(t), "tcsh"); err == nil || !strings.Contains(err.Error(), "bash, zsh, fish") {
		t.Errorf("got %v", err)
	}
}

func TestWordsOfThePageMeanThemselves(t *testing.T) {
	var b bytes.Buffer
	if err := Page(&b, model(t), "tool v1"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\ntool \\- a tool\n", "\n\\&.dot first, it\\(aqs \\e and", "\n.B \\-\\-force, \\-\\-no\\-force, \\-f\n",
		"\n.B \\-\\-in=DIR\n", "\n.TP\n.B 1\nnot well\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page has no %q:\n%s", want, b.String())
		}
	}
}
