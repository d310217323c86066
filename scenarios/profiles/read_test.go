package profiles_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// folder holds profiles by the folder that each stands in.
func folder(texts map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for dir, text := range texts {
		files[dir+"/profile.yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// mistake is a text with one mistake, and what is said of it.
type mistake struct{ text, want, hint string }

// mistakesTogether are parts of a file, or of a file and its dialect, that do not
// fit each other, and text that nobody should be sent.
func mistakesTogether() map[string]mistake {
	return map[string]mistake{
		"a clash unsaid":      {"name: acme\nbased_on: oauth2\nmembers: { access_token: refresh_token }\n", "dir/a/profile.yaml:3:26: members.access_token: is called refresh_token, as refresh_token is", "one message can hold both"},
		"nothing adopted":     {"name: acme\ndialect: oauth2\n", "dir/a/profile.yaml:1:7: name: adopts no requirement", "based_on: oauth2"},
		"on itself":           {"name: acme\nbased_on: acme\n", "dir/a/profile.yaml:2:11: based_on: acme is based on itself: acme, acme", "built in"},
		"speaking itself":     {"name: acme\ndialect: acme\n", "dir/a/profile.yaml:2:10: dialect: the dialect of acme stands on this one again", "known: basic"},
		"of forms, in JSON":   {"name: acme\nbased_on: oauth2\nrequest: json\n", "dir/a/profile.yaml:3:10: request: token requests are written as json, and of another encoding speak EXC-25, EXC-26, EXC-27", "say without: [EXC-25, EXC-26, EXC-27]; of json bodies speak EXC-01, EXC-14"},
		"of JSON, in forms":   {"name: acme\nbased_on: oauth2\nduties: { EXC-14: { level: MUST, clause: HOUSE } }\n", "dir/a/profile.yaml:3:1: duties: token requests are written as form, and of another encoding speak EXC-14", "say without: [EXC-14]"},
		"grace of nothing":    {"name: acme\nbased_on: oauth2\npolicy: { rotation: none, refresh_grace: 10s }\n", "dir/a/profile.yaml:3:42: policy.refresh_grace: speaks of rotated refresh tokens", "leave one of the two out"},
		"reuse of nothing":    {"name: acme\nbased_on: oauth2\npolicy: { rotation: rotating, refresh_reuse: nothing }\n", "dir/a/profile.yaml:3:21: policy.rotation: has the used token die", "leave one of the two out"},
		"a control character": {"name: acme\nbased_on: oauth2\ntitle: \"a\\e[31m\"\n", "dir/a/profile.yaml:3:8: title: ", ""},
		"a header in a path":  {"name: acme\nbased_on: oauth2\nendpoints: { token: \"/a\\r\\nX: 1\" }\n", "dir/a/profile.yaml:3:21: endpoints.token: ", ""},
		"a host in a path":    {"name: acme\nbased_on: oauth2\nendpoints: { token: //x.test/t }\n", "dir/a/profile.yaml:3:21: endpoints.token: is no path", ""},
		"a URL in a path":     {"name: acme\nbased_on: oauth2\nendpoints: { token: \"/x://y\" }\n", "dir/a/profile.yaml:3:21: endpoints.token: is no path", ""},
		"half a pointer":      {"name: acme\nbased_on: oauth2\nmembers: { access_token: /a~2 }\n", "dir/a/profile.yaml:3:26: members.access_token: ", ""},
		"an unknown without":  {"name: acme\nbased_on: oauth2\nwithout: [EXC-99]\n", "dir/a/profile.yaml:3:11: without[0]: EXC-99 is not adopted", "exchanging has EXC-01"},
		"nothing in it":       {"# soon\n", "dir/a/profile.yaml:1:1: the file does not hold exactly one document", "a name and based_on: oauth2 are enough"},
	}
}

// mistakesAlone are values that are wrong by themselves.
func mistakesAlone() map[string]mistake {
	return map[string]mistake{
		"unknown key":         {"name: acme\nbase_on: oauth2\n", `dir/a/profile.yaml:2:1: unknown key "base_on"`, `did you mean "based_on"?`},
		"half a key":          {"name: acme\nbase: oauth2\n", `dir/a/profile.yaml:2:1: unknown key "base"`, `did you mean "based_on"?`},
		"not YAML":            {"name: [\n", "dir/a/profile.yaml:1:7: YAML", "check the indentation"},
		"no name":             {"based_on: oauth2\n", `dir/a/profile.yaml:1:1: key "name" is missing`, ""},
		"a bad name":          {"name: Acme\nbased_on: oauth2\n", "dir/a/profile.yaml:1:7: name: a name is made of small letters", ""},
		"a taken name":        {"based_on: oauth2\nname: xena\n", "dir/a/profile.yaml:2:7: name: the name xena is taken", ""},
		"no dialect":          {"name: acme\n", "dir/a/profile.yaml:1:7: name: the profile names no dialect", "say dialect: oauth2"},
		"unknown dialect":     {"name: acme\ndialect: oauth3\n", `dir/a/profile.yaml:2:10: dialect: no profile "oauth3" is known`, "known: basic, clearxp"},
		"based on nothing":    {"name: acme\nbased_on: oauth3\n", `dir/a/profile.yaml:2:11: based_on: there is no profile "oauth3"`, "there are basic, clearxp"},
		"unknown ID":          {"name: acme\ndialect: oauth2\nduties:\n  EXC-99: { level: MUST, clause: HOUSE }\n", "dir/a/profile.yaml:4:3: duties.EXC-99: adopts EXC-99, which is no requirement", "exchanging has EXC-01 to EXC-"},
		"unknown prefix":      {"name: acme\ndialect: oauth2\nduties:\n  EXX-01: { level: MUST, clause: HOUSE }\n", "which is no requirement", "IDs begin with AUT, PKC, EXC"},
		"no such level":       {"name: acme\nbased_on: oauth2\nduties:\n  EXC-02: { level: SHALL }\n", `dir/a/profile.yaml:4:20: duties.EXC-02.level: "SHALL" is none of MUST, SHOULD, MAY`, ""},
		"no level":            {"name: acme\ndialect: oauth2\nduties:\n  EXC-02: { clause: HOUSE }\n", "dir/a/profile.yaml:4:3: duties.EXC-02: names no level", ""},
		"no clause":           {"name: acme\ndialect: oauth2\nduties:\n  EXC-02: { level: MUST }\n", "names no clause", ""},
		"without what is not": {"name: acme\nbased_on: oauth2\nwithout: [REV-01, LAU-01]\n", "dir/a/profile.yaml:3:19: without[1]: LAU-01 is not adopted", ""},
		"unknown statement":   {"name: acme\nbased_on: oauth2\nduties: { EXC-02: { from: [ACM-1] } }\n", "dir/a/profile.yaml:3:28: duties.EXC-02.from[0]: comes from ACM-1, which is no statement", ""},
		"a lifetime":          {"name: acme\nbased_on: oauth2\npolicy: { code_lifetime: soon }\n", "dir/a/profile.yaml:3:26: policy.code_lifetime:", ""},
		"another host":        {"name: acme\nbased_on: oauth2\nendpoints: { token: https://x.test/t }\n", "dir/a/profile.yaml:3:21: endpoints.token: is no path", "another host is for the target file"},
		"a mistyped member":   {"name: acme\nbased_on: oauth2\nmembers: { acess_token: token }\n", `dir/a/profile.yaml:3:12: members: unknown key "acess_token"`, `did you mean "access_token"?`},
		"two of one name":     {"name: acme\nbased_on: oauth2\nparameters: { code: it, client_id: it }\n", "dir/a/profile.yaml:3:21: parameters.code: is called it, as client_id is", ""},
		"another encoding":    {"name: acme\nbased_on: oauth2\nrequest: xml\n", `"xml" is none of form, json`, ""},
	}
}

func TestReadMistakes(t *testing.T) {
	all := mistakesAlone()
	maps.Copy(all, mistakesTogether())
	for name, test := range all {
		t.Run(name, func(t *testing.T) {
			_, err := profiles.Read(folder(map[string]string{"a": test.text}), "dir", profiles.BuiltIn())
			var problems targetfile.Problems
			if !errors.As(err, &problems) || len(problems) != 1 {
				t.Fatalf("error = %v, want one problem", err)
			}
			p := problems[0]
			if !strings.Contains(p.Error(), test.want) || !strings.Contains(p.Hint, test.hint) || p.Kind != "profile" || !strings.Contains(p.Excerpt, "^") {
				t.Errorf("%v\n%s\nhint: %s\nwant %s\nhint: %s", p, p.Excerpt, p.Hint, test.want, test.hint)
			}
		})
	}
}

// TestReadTellsAllAtOnce reads several files with several mistakes.
func TestReadTellsAllAtOnce(t *testing.T) {
	_, err := profiles.Read(folder(map[string]string{
		"a": "name: a\nbased_on: oauth2\nwithout: [LAU-01]\nduties: { EXX-01: { level: MUST, clause: HOUSE } }\n",
		"b": "name: b\nbased_on: a\nduties: { EXX-02: { level: MUST, clause: HOUSE } }\n",
		"c": "name: b\nbased_on: oauth2\n",
	}), "dir", profiles.BuiltIn())
	var problems targetfile.Problems
	if !errors.As(err, &problems) || len(problems) != 4 {
		t.Errorf("%v", err)
	}
}

// TestReadTakesNoRequirements keeps what nobody checks from passing.
func TestReadTakesNoRequirements(t *testing.T) {
	files := folder(map[string]string{"a": "name: acme\nbased_on: oauth2\nduties: { ACM-01: { level: MUST, clause: HOUSE } }\n"})
	files["a/requirements/own.yaml"] = &fstest.MapFile{Data: []byte("- { id: ACM-01, sentence: Our own. }\n")}
	_, err := profiles.Read(files, "dir", profiles.BuiltIn())
	if err == nil || err.Error() != "dir/a/requirements/own.yaml:1:1: a requirement of one's own needs a check, which data cannot bring" {
		t.Errorf("%v", err)
	}
}

func TestReadFindsNothing(t *testing.T) {
	if _, err := profiles.Read(fstest.MapFS{"x/readme.md": {}}, "dir", profiles.BuiltIn()); !errors.Is(err, profiles.ErrNone) {
		t.Errorf("no profile: %v", err)
	}
	if _, err := profiles.Read(os.DirFS("/does/not/exist"), "dir", profiles.BuiltIn()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

// TestReadTakesFilesOnly keeps a pipe or a device from being read without end.
func TestReadTakesFilesOnly(t *testing.T) {
	for name, mode := range map[string]fs.FileMode{"folder": fs.ModeDir, "pipe": fs.ModeNamedPipe, "device": fs.ModeDevice} {
		files := fstest.MapFS{"profile.yaml": {Data: []byte("name: acme\nbased_on: oauth2\n"), Mode: mode | 0o644}}
		if _, err := profiles.Read(files, "dir", profiles.BuiltIn()); !errors.Is(err, targetfile.ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReadTakesMarkedFiles reads what an editor has put a mark before, and a
// profile beside those of the folders below it.
func TestReadTakesMarkedFiles(t *testing.T) {
	files := folder(map[string]string{"eu": "\ufeffname: eu\nbased_on: acme\n"})
	files["profile.yaml"] = &fstest.MapFile{Data: []byte("\ufeffname: acme\nbased_on: oauth2\n")}
	mine, err := profiles.Read(files, "dir", profiles.BuiltIn())
	if err != nil || len(mine) != 2 {
		t.Errorf("%v, %v", mine, err)
	}
}

// TestReadFindsRings tells each profile of a ring once.
func TestReadFindsRings(t *testing.T) {
	for _, key := range []string{"based_on", "dialect"} {
		_, err := profiles.Read(folder(map[string]string{"a": "name: a\n" + key + ": b\n", "b": "name: b\n" + key + ": a\n"}), "dir", profiles.BuiltIn())
		var problems targetfile.Problems
		if !errors.As(err, &problems) || len(problems) != 2 || strings.Contains(err.Error(), "no profile") {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// TestReadTakesOneNameInTwoMessages lets a product call a code and a refresh
// token the same: no request holds both.
func TestReadTakesOneNameInTwoMessages(t *testing.T) {
	if _, err := profiles.Read(folder(map[string]string{
		"a": "name: acme\nbased_on: oauth2\nparameters: { code: ticket, refresh_token: ticket }\n",
	}), "dir", profiles.BuiltIn()); err != nil {
		t.Error(err)
	}
}

// TestReadAProfile reads one from the folder itself, and one that is based on
// it from beside it.
func TestReadAProfile(t *testing.T) {
	const acme = "name: acme\nbased_on: oauth2\nwithout: [REV-01, EXC-25, EXC-26, EXC-27]\nduties: { EXC-02: { level: MAY } }\npolicy: { code_lifetime: 1m }\n" +
		"endpoints: { token: /v2/token }\nrequest: json\nparameters: { code: ticket }\nmembers: { access_token: token }\n"
	one := fstest.MapFS{"profile.yaml": {Data: []byte(acme)}, "target.yaml": {Data: []byte("profile: acme\n")}}
	mine, err := profiles.Read(one, "acme", profiles.BuiltIn())
	if err != nil || len(mine) != 1 || mine[0].Name != "acme" {
		t.Fatalf("%v, %v", mine, err)
	}
	if text, err := mine[0].Template(); err != nil || string(text) != "profile: acme\n" {
		t.Errorf("template %q, %v", text, err)
	}
	both, err := profiles.Read(folder(map[string]string{"acme": acme, "a": "name: acme-eu\nbased_on: acme\nmembers: { expires_in: ttl }\n"}), "dir", profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	c, err := profiles.Catalogue(append(profiles.BuiltIn(), both...))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("acme-eu")
	if _, there := p.Duty("REV-01"); there || p.Policy.CodeLifetime.String() != "1m0s" {
		t.Errorf("REV-01 is adopted: %v; %+v", there, p.Policy)
	}
	if d, _ := p.Duty("EXC-02"); d.Level != catalogue.May || d.Clause == "" {
		t.Errorf("%+v", d)
	}
	r := &scenarios.Reply{Step: scenarios.Step{Verb: scenarios.Exchange}, Status: 200, Body: []byte(`{"token":"t1","ttl":60}`)}
	if both[0].Dialect.Decode(r); r.Grant.AccessToken != "t1" || r.Grant.ExpiresIn.Seconds() != 60 {
		t.Errorf("%+v", r.Grant)
	}
}

// TestTheBuiltInTablesFitTheSchema keeps the schema and the tables together.
func TestTheBuiltInTablesFitTheSchema(t *testing.T) {
	for _, p := range profiles.BuiltIn() {
		text, err := fs.ReadFile(p.Files, "profile.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := targetfile.ReadDocument("profile", p.Name, text, profiles.Schema()); err != nil {
			t.Error(err)
		}
	}
}
