package targetfile

import (
	"slices"
	"strings"
	"testing"
)

const head = "profile: clearxp\nauth: http://a.example\n"

// mistake is a file and what Load says to it.
type mistake struct{ name, text, want, hint string }

// wrongKeys are mistakes of keys and types.
func wrongKeys() []mistake {
	return []mistake{
		{"unknown key", head + "client: { id: a, secrett: b }\n",
			`t.yaml:3:18: client: unknown key "secrett"`, `did you mean "secret"?`},
		{"unknown key, none near", head + "tenant:\n  name: a\n  quux: b\n",
			`t.yaml:5:3: tenant: unknown key "quux"`, "known here: name, other, resident"},
		{"unknown key at the top", head + "tennant: {}\n",
			`t.yaml:3:1: unknown key "tennant"`, `did you mean "tenant"?`},
		{"camel case", head + "otherClient: {}\n",
			`t.yaml:3:1: unknown key "otherClient"`, `did you mean "other_client"?`},
		{"wrong type", head + "sacrificial: maybe\n",
			"t.yaml:3:14: sacrificial: a string stands where true or false belongs", ""},
		{"number for text", head + "tenant: { name: 12 }\n",
			"t.yaml:3:17: tenant.name: a number stands where a string belongs", "put it in quotes"},
		{"number for a duration", head + "policy: { skew: 2 }\n",
			"t.yaml:3:17: policy.skew: a number stands where a string belongs", "write a duration such as 10m"},
		{"nothing", head + "client:\n",
			"t.yaml:3:1: client: nothing stands here", "give it a value or take the key out"},
		{"missing key", "profile: clearxp\n",
			`t.yaml:1:1: key "auth" is missing`, ""},
		{"missing key below", head + "client:\n  secret: a\n",
			`t.yaml:3:1: client: key "id" is missing`, ""},
	}
}

// wrongValues are mistakes that a single value shows.
func wrongValues() []mistake {
	return []mistake{
		{"bad URL", "profile: clearxp\nauth: auth.example\n",
			`t.yaml:2:7: auth: "auth.example" is not an absolute http or https URL without query and fragment, such as https://auth.example.com`, ""},
		{"neither URL nor path", head + "probe: { path: api/users }\n",
			`t.yaml:3:16: probe.path: "api/users" is neither a path that begins with / nor an absolute http or https URL`, ""},
		{"fragment", head + "client: { id: a, redirect_uri: 'http://a/#f' }\n",
			`t.yaml:3:32: client.redirect_uri: "http://a/#f" is a URI with a fragment, which a redirect URI must not have (RFC 6749 section 3.1.2)`, ""},
		{"no query", head + "client: { id: a, redirect_uri_with_query: 'http://a/' }\n",
			`t.yaml:3:43: client.redirect_uri_with_query: "http://a/" is a URI without a query`, ""},
		{"bad duration", head + "load: { warmup: 1 hour }\n",
			`t.yaml:3:17: load.warmup: "1 hour" is not a duration such as 10m, 90s or 1h30m`, ""},
		{"no time", head + "load: { duration: 0s }\n",
			`t.yaml:3:19: load.duration: "0s" is not a duration above 0, such as 10m or 90s`, ""},
		{"bad lifetime", head + "policy: { code_lifetime: forever }\n",
			`t.yaml:3:26: policy.code_lifetime: "forever" is not a duration such as 10m or 1h, nor the word unlimited`, ""},
		{"bad rate", head + "load: { rate: lots }\n",
			`t.yaml:3:15: load.rate: "lots" is not a rate such as 500/s, 90/m or 1000/h`, ""},
		{"too few", head + "load: { pool: 0 }\n",
			"t.yaml:3:15: load.pool: less than 1", ""},
		{"none of", head + "login: { method: forn, steps: [{ when: a }] }\n",
			`t.yaml:3:18: login.method: "forn" is none of form, browser, manual, command`, `did you mean "form"?`},
		{"twice", head + "absent: [launch, launch]\n",
			"t.yaml:3:9: absent: entries 1 and 2 are the same", "take one of them out"},
		{"clock", head + "clock: fake\n",
			`t.yaml:3:8: clock: "fake" is neither the word real nor a mapping with command or post`, ""},
		{"clock both", head + "clock: { command: ['{until}'], post: http://c.example }\n",
			"t.yaml:3:8: clock: exactly one of command and post is needed", ""},
		{"clock to nowhere", head + "clock: { post: http://c.example, json: { to: now } }\n",
			"t.yaml:3:8: clock: none of {until}, {advance}, {until_seconds} and {advance_seconds} stands in it, so the server would not learn where to move to", ""},
	}
}

// wrongYAML are mistakes below the schema.
func wrongYAML() []mistake {
	return []mistake{
		{"duplicate key", head + "auth: http://b.example\n",
			`t.yaml:3:1: key "auth" stands here a second time`, "the first is in line 2; remove one"},
		{"indentation", "profile: clearxp\nclient:\n id: a\n  secret: b\n",
			"t.yaml:3:6: YAML: mapping value is not allowed in this context", "check the indentation, the quotes and the brackets of this line and its neighbours"},
		{"anchor", head + "name: &x a\n",
			"t.yaml:3:7: anchors, aliases and tags are not understood here", "write the value out"},
		{"merge key", head + "<<: { name: a }\n",
			"t.yaml:3:1: merge keys are not understood here", "write the members out"},
		{"no mapping", "- a\n",
			"t.yaml:1:1: the file is not a mapping of keys to values", startHint},
		{"empty", "",
			"t.yaml:1:1: the file does not hold exactly one document", startHint},
		{"two documents", head + "---\n" + head,
			"t.yaml:1:1: the file does not hold exactly one document", startHint},
		{"bytes", "profile: \xff\n", "t.yaml:1:1: the file is not UTF-8", ""},
		{"depth", "a: " + strings.Repeat("[", 5000), "t.yaml:1:1: the file nests too deeply", ""},
	}
}

func TestLoadExplainsOneMistake(t *testing.T) {
	for _, c := range slices.Concat(wrongKeys(), wrongValues(), wrongYAML()) {
		t.Run(c.name, func(t *testing.T) {
			problems := mustFail(t, c.text)
			if got := problems.Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got := problems[0].Hint; got != c.hint {
				t.Errorf("hint %q, want %q", got, c.hint)
			}
		})
	}
}

func TestLoadTellsAllMistakesAtOnce(t *testing.T) {
	problems := mustFail(t, `profile: clearxp
auth: ftp://a.example
auth: http://b.example
ä: 1
client:
  id: 7
  secret: ${MISSING}
load: { rate: lots, pool: -5, duration: soon }
`)
	want := `t.yaml:2:7: auth: "ftp://a.example" is not an absolute http or https URL without query and fragment, such as https://auth.example.com
t.yaml:3:1: key "auth" stands here a second time
t.yaml:4:1: unknown key "ä"
t.yaml:6:7: client.id: a number stands where a string belongs
t.yaml:7:11: environment variable MISSING is not set
t.yaml:8:15: load.rate: "lots" is not a rate such as 500/s, 90/m or 1000/h
t.yaml:8:27: load.pool: less than 1
t.yaml:8:41: load.duration: "soon" is not a duration above 0, such as 10m or 90s`
	if got := problems.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExcerptPointsAtThePlaceAndMasksSecrets(t *testing.T) {
	problems := mustFail(t, head+"client: { secrets: \"hunter2, 3\", secret: hunter2, ïd: a, id: ${X} }\n")
	const line = "client: { secrets: ************, secret: *******, ïd: a, id: ${X} }\n"
	for i, column := range []int{11, 51, 62} {
		want := line + strings.Repeat(" ", column-1) + "^"
		if i >= len(problems) || problems[i].Excerpt != want {
			t.Errorf("problem %d of\n%v\nhas not the excerpt\n%s", i, problems, want)
		}
	}
}

func TestMessagesShowNoCredentialsOfURLs(t *testing.T) {
	p := mustFail(t, "profile: clearxp\nauth: http://ada:hunter2@a.example\n")[0]
	if shown := p.Error() + p.Excerpt; strings.Contains(shown, "hunter2") || !strings.Contains(shown, "@a.example") {
		t.Errorf("the problem shows %s", shown)
	}
}
