// Package leaks tells what an answer shows that it should keep back: a server's
// insides, and secrets that it was sent.
//
//	what := leaks.Inside(`{"trace":"goroutine 1 [running]"}`) // "a trace of Go"
//
// It looks at texts alone, and must not know who answered what, nor whether that is
// to be held against anybody.
package leaks

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// inside is what a server's insides look like in a text.
type inside struct {
	what  string
	marks []string // one of them stands in every text that is like it; a search for them costs little
	like  *regexp.Regexp
}

// insides are what there is to be seen, by where it comes from. Each is so particular
// that no page of help or text for people has it by chance.
var insides = []inside{
	{"a trace of Go", []string{`goroutine `, `.go:`, `panic: `, `runtime.gopanic`}, regexp.MustCompile(`goroutine \d+|\.go:\d+|panic: runtime error|runtime\.gopanic`)},
	{"a trace of Python", []string{`Traceback (`, `.py`}, regexp.MustCompile(`Traceback \(most recent|\.py"?, line \d+|\bFile "[^"]+\.py"`)},
	{"a trace of Java", []string{`.java:`, `.kt:`, `.scala:`, `.groovy:`, `.clj:`, `Native Method`, `Unknown Source`, `Exception`, `Error`}, regexp.MustCompile(`\bat [\w.$<>/]+\((?:\w+\.(?:java|kt|scala|groovy|clj):\d+|Native Method|Unknown Source)\)|\b(?:java|javax|jakarta|kotlin|scala|org\.springframework|org\.hibernate|org\.apache|com\.fasterxml)\.[\w.$]+(?:Exception|Error)\b`)},
	{"a trace of .NET", []string{`:line `, `Exception`, `at System.`, `at Microsoft.`, `Server Error in`}, regexp.MustCompile("\\bat [\\w.`<>\\[\\],+]+\\([^)\\n]*\\) in \\S[^\\n]*:line \\d+|\\b(?:System|Microsoft)\\.[\\w.]*Exception\\b|\\bat (?:System|Microsoft)\\.[\\w.`]+\\(|Server Error in '/[^']*' Application")},
	{"a trace of PHP", []string{`.php`, `Stack trace:`, `PHP `, ` error: `, `Illuminate`, `Symfony\Component`, `Doctrine\DBAL`, `Whoops`, `Slim`}, regexp.MustCompile(`\.php(?: on line |:|\()\d+|Stack trace:|PHP (?:Fatal|Parse|Warning|Notice|Deprecated)|(?:Fatal|Parse) error: .+ on line \d+|\b(?:Illuminate|Symfony\\Component|Doctrine\\DBAL|Whoops|Slim)\\\w+`)},
	{"a trace of Ruby", []string{`.rb:`, `Action`, `ActiveRecord`, `Rails.root:`}, regexp.MustCompile(`\.rb:\d+(?::in |\b)|\b(?:ActionController|ActiveRecord|ActionView|ActionDispatch)::\w+|Rails\.root:`)},
	{"a trace of Node.js", []string{`js:`, `ts:`, `jsx:`, `tsx:`, `node:`, `<anonymous>`, `native)`, `/node_modules/`}, regexp.MustCompile(`\bat .+\.[cm]?[jt]sx?:\d+:\d+|\bat [\w.<> \[\]]*\(?node:[\w/]+|\bat [\w.]+ \((?:<anonymous>|native)\)|/node_modules/[\w@.-]+/.+:\d+`)},
	{"a trace of Perl", []string{` line `}, regexp.MustCompile(`\bat \S+\.(?:p[lm]|cgi|psgi|t) line \d+`)},
	{"a trace of Rust", []string{`panicked at`, `.rs:`}, regexp.MustCompile(`thread '[^']*' panicked at|\.rs:\d+:\d+`)},
	{"a trace of Elixir", []string{`** (`, `.ex:`, `.exs:`}, regexp.MustCompile(`\*\* \(\w+(?:\.\w+)*Error\)|\.exs?:\d+:`)},
	{"a query", []string{`SELECT `, `INSERT INTO `, `UPDATE `, `DELETE FROM `}, regexp.MustCompile(`SELECT .+ FROM |INSERT INTO \S+|UPDATE \S+ SET |DELETE FROM \S+`)},
	{"an error of a database", []string{`SQL`, `ORA-`, `PG::`, `pq: `, `ERROR: `, `sqlite`, `syntax error`, `Mongo`, `E11000`, `quotation mark`, `Incorrect syntax`, `Sequelize`, `PDOException`, `psycopg2.`, `PrismaClient`}, regexp.MustCompile(`SQLSTATE|You have an error in your SQL syntax|\bORA-\d{5}\b|\bPG::\w+|\bpq: |ERROR: +(?:syntax error|relation|column|duplicate key)|sqlite3?\.\w*Error|\bSQLITE_[A-Z]+|near "[^"]*": syntax error|Mongo(?:Server)?Error|E11000 duplicate key|Unclosed quotation mark|Incorrect syntax near|Sequelize\w*Error|PDOException|psycopg2\.|PrismaClient\w*Error`)},
	{"a file of the server", []string{`/usr/`, `/var/`, `/home/`, `/Users/`, `/opt/`, `/srv/`, `/root/`, `/etc/`, `:\`}, regexp.MustCompile(`/usr/(?:local|lib|src|share)/|/var/(?:www|lib|task|log)/|/(?:home|Users|opt|srv|root|etc)/[\w./-]+\.(?:py|php|rb|[cm]?js|ts|java|jar|war|go|cs|p[lm]|conf|ini|ya?ml|env|sql|db|sqlite)\b|\b[A-Z]:\\(?:inetpub|Users|Windows|Program Files|www|src|app)\\`)},
	{"a framework's page for developers", []string{`DEBUG = True`, `Werkzeug`, `Whoops`, `exception-message`, `sf-dump`, `phpdebugbar`, `Exception caught`, `Developer Exception`, `unhandled exception`}, regexp.MustCompile(`seeing this error because you have <code>DEBUG = True|seeing this error because you have DEBUG = True|Werkzeug Debugger|Whoops, looks like something went wrong|class="exception-message|sf-dump|phpdebugbar|Action Controller: Exception caught|Developer Exception Page|An unhandled exception occurred while processing the request`)},
	{"a private key", []string{`-----BEGIN `}, regexp.MustCompile(`-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----`)},
	{"a hash of a password", []string{`$2`, `$argon2`, `$5$`, `$6$`, `pbkdf2`}, regexp.MustCompile(`\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(?:id|i|d)\$|\$(?:5|6)\$[./A-Za-z0-9]{4,16}\$|pbkdf2[_:](?:sha|hmac)`)},
	{"the address of a store", []string{`jdbc:`, `://`}, regexp.MustCompile(`\bjdbc:\w+:|\b(?:mongodb(?:\+srv)?|postgres(?:ql)?|mysql|redis|amqp)://`)},
	{"a setting of the server", []string{`DB_`, `DATABASE_`, `APP_`, `JWT_`, `AWS_`, `SESSION_`, `MAIL_`}, regexp.MustCompile(`\b(?:DB|DATABASE|APP|JWT|AWS|SESSION|MAIL)_(?:PASSWORD|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|KEY|URL)\b["']?\s*(?:=|:|\]|=>)`)},
}

// tag is a tag of HTML, which pages put between the words of a trace.
var tag = regexp.MustCompile(`<[^<>]*>`)

// escape is an escape of JSON, RFC 8259 §7.
var escape = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])`)

// Inside says what of a server's insides a text shows, "" for nothing, however it is
// escaped.
func Inside(text string) string {
	for _, form := range forms(text) {
		for _, i := range insides {
			if i.marked(form) && i.like.MatchString(form) {
				return i.what
			}
		}
	}
	return ""
}

// marked says whether it is worth a closer look at a text.
func (i inside) marked(text string) bool {
	return slices.ContainsFunc(i.marks, func(mark string) bool { return strings.Contains(text, mark) })
}

// InsideOf says what of a server's insides the fields of an answer show, "" for
// nothing.
func InsideOf(fields http.Header) string {
	for name, values := range fields {
		if strings.HasPrefix(name, "X-Debug-Exception") {
			return "a framework's field for developers"
		}
		for _, v := range values {
			if what := Inside(v); what != "" {
				return what + ", in the field " + name
			}
			if plain, err := url.QueryUnescape(v); err == nil && plain != v && Inside(plain) != "" {
				return Inside(plain) + ", in the field " + name
			}
		}
	}
	return ""
}

// forms are a text as it was sent and with its escapes undone.
func forms(text string) []string {
	all := []string{text}
	add := func(form string) {
		if !slices.Contains(all, form) {
			all = append(all, form)
		}
	}
	if strings.Contains(text, `\`) {
		add(escape.ReplaceAllStringFunc(text, unescaped))
	}
	for _, form := range slices.Clone(all) {
		if strings.ContainsAny(form, "&<") {
			add(html.UnescapeString(form))
			add(html.UnescapeString(tag.ReplaceAllString(form, "")))
		}
	}
	return all
}

// unescaped is what an escape of JSON stands for.
func unescaped(e string) string {
	if e == `\/` {
		return "/"
	}
	plain, err := strconv.Unquote(`"` + e + `"`)
	if err != nil {
		return e
	}
	return plain
}
