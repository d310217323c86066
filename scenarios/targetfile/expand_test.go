package targetfile

import (
	"slices"
	"strings"
	"testing"
)

func TestReferencesAreReplacedWhereverAStringStands(t *testing.T) {
	getenv := env(map[string]string{"A": "one", "B": "${A}", "EMPTY": "", "TRICKY": "a: {b}, #c\n\"'"})
	read := files(map[string]string{"conf/pw": "from file\r\n", "/abs": "absolute"})
	cases := []struct{ written, want string }{
		{"${A}", "one"},
		{"x${A}y${A}z", "xoneyonez"},
		{`"${A}"`, "one"},
		{"${B}", "${A}"},
		{"${C:-two}", "two"},
		{"${A:-two}", "one"},
		{"${EMPTY:-two}", "two"},
		{"${EMPTY:-}", ""},
		{"${C:-http://h.example:80/a,b}", "http://h.example:80/a,b"},
		{"$${A}", "${A}"},
		{"a$b", "a$b"},
		{"${TRICKY}", "a: {b}, #c\n\"'"},
		{"${file:pw}", "from file"},
		{"${file:/abs}", "absolute"},
	}
	for _, c := range cases {
		// In a flow mapping unquoted braces would end the mapping.
		text := head + "headers: { x: " + c.written + ", y: z }\n"
		got, err := Load("conf/t.yaml", []byte(text), getenv, read)
		if err != nil {
			t.Errorf("%s: %v", c.written, err)
			continue
		}
		if v := got.Headers["x"].Reveal(); v != c.want {
			t.Errorf("%s gives %q, want %q", c.written, v, c.want)
		}
	}
}

func TestBadReferencesAreToldWhereTheyStand(t *testing.T) {
	getenv := env(map[string]string{"EMPTY": "", "BYTES": "\xff"})
	read := files(map[string]string{"empty": "\n"})
	cases := []struct{ written, want string }{
		{"ab${NO}", "t.yaml:3:9: environment variable NO is not set"},
		{"'ä ${NO}'", "t.yaml:3:10: environment variable NO is not set"},
		{"${EMPTY}", "t.yaml:3:7: environment variable EMPTY is empty"},
		{"${BYTES}", "t.yaml:3:7: environment variable BYTES is not UTF-8"},
		{"${1}", "t.yaml:3:7: not a reference to a variable or a file"},
		{"${A:+b}", "t.yaml:3:7: not a reference to a variable or a file"},
		{"'${A'", "t.yaml:3:8: not a reference to a variable or a file"},
		{"${file:no}", "t.yaml:3:7: read no: file does not exist"},
		{"${file:empty}", "t.yaml:3:7: file empty holds no UTF-8 text"},
	}
	for _, c := range cases {
		_, err := Load("t.yaml", []byte(head+"name: "+c.written+"\n"), getenv, read)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s gives %v, want %s", c.written, err, c.want)
		}
	}
}

func TestAMissingVariableIsNotJudgedAsAValue(t *testing.T) {
	problems := mustFail(t, "profile: clearxp\nauth: ${HOST}\nload: { rate: '${RATE}' }\n")
	want := "t.yaml:2:7: environment variable HOST is not set\nt.yaml:3:16: environment variable RATE is not set"
	if problems.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", problems, want)
	}
}

func TestProblemsQuoteTheFileAndNotTheVariable(t *testing.T) {
	_, err := Load("t.yaml", []byte(head+"load: { rate: '${S}' }\n"), env(map[string]string{"S": "hunter2"}), nil)
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), `"${S}"`) {
		t.Errorf("got %v", err)
	}
}

func TestVariablesListsThoseWithoutDefaultOnce(t *testing.T) {
	names, err := Variables("t.yaml", []byte("a: ${X}\nb: { c: [\"${Y:-1}${Z}\", ${X}] }\n# ${NOT}\n"))
	if err != nil || !slices.Equal(names, []string{"X", "Z"}) {
		t.Errorf("got %v, %v", names, err)
	}
	if _, err := Variables("t.yaml", []byte("a: [")); err == nil {
		t.Error("no error for text that is no YAML")
	}
}
