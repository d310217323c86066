package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/dialecttest"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// blocks are the code blocks of a language in a page of Markdown.
func blocks(page, language string) (out []string) {
	for _, part := range strings.Split(page, "\n```"+language+"\n")[1:] {
		text, _, _ := strings.Cut(part, "\n```")
		out = append(out, text+"\n")
	}
	return out
}

// Whoever copies a file from the README starts with one that is right, and that
// does what the text around it says.
func TestTheFilesOfTheReadme(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	all := blocks(string(page), "yaml")
	if len(all) != 2 {
		t.Fatalf("%d files in the README, want a target file and a profile", len(all))
	}
	environment := func(name string) (string, bool) { return "a-secret-" + name, true }
	if _, err := targetfile.Load("README.md", []byte(all[0]), environment, os.ReadFile); err != nil {
		t.Errorf("the target file: %v", err)
	}
	mine, err := profiles.Read(fstest.MapFS{"profile.yaml": {Data: []byte(all[1])}}, "README.md", profiles.BuiltIn())
	if err != nil {
		t.Fatalf("the profile: %v", err)
	}
	step := scenarios.Step{Verb: scenarios.Exchange, Code: "c1", Client: scenarios.Registration{ID: "a1", Secret: "s1"}}
	sent, err := dialecttest.Written(mine[0].Dialect, scenarios.Endpoints{Auth: "https://acme.test"}, step)
	if err != nil || !strings.HasPrefix(sent, "POST https://acme.test/v2/token\n") || !strings.HasSuffix(sent, `"ticket":"c1","app":"a1","app_key":"s1"}`) {
		t.Errorf("%v\n%s", err, sent)
	}
	answered := func(status int, body string) *scenarios.Reply {
		r := &scenarios.Reply{Step: step, Status: status, Body: []byte(strings.ReplaceAll(body, "…", `"t1"`))}
		mine[0].Dialect.Decode(r)
		return r
	}
	shown := 0
	for span := range strings.SplitSeq(string(page), "`") {
		switch {
		case strings.HasPrefix(span, `{"token"`):
			shown++
			if r := answered(200, span); r.Grant.AccessToken != "t1" || r.Grant.TokenType != "bearer" || r.Grant.ExpiresIn.Hours() != 1 {
				t.Errorf("%s is read as %+v", span, r.Grant)
			}
		case strings.HasPrefix(span, `{"problem"`):
			shown++
			if r := answered(400, span); r.Problem != "invalid_grant" {
				t.Errorf("%s is read as %q", span, r.Problem)
			}
		}
	}
	if shown != 2 {
		t.Errorf("%d answers of the product are shown, want two", shown)
	}
}
