package preflight

import "strings"

// Cause is why a question failed.
type Cause string

// The causes that a mistake in the target file would explain.
const (
	NoHost          Cause = "the name does not resolve"
	Nobody          Cause = "nobody listens"
	Untrusted       Cause = "the certificate is not trusted"
	NoTLS           Cause = "TLS is refused"
	WantsHTTPS      Cause = "the server wants https"
	WantsHTTP       Cause = "the server wants http"
	Silent          Cause = "no answer in time" // of the server as a whole
	CutOff          Cause = "no answer"         // of the server as a whole
	Misplaced       Cause = "no such endpoint"
	Moved           Cause = "the endpoint redirects"
	ClientRefused   Cause = "the client is refused"
	ScopeRefused    Cause = "the scope is refused"
	RedirectRefused Cause = "the redirect URI is refused"
	RequestRefused  Cause = "the request is refused"
	ProofMissing    Cause = "a proof key is missing"
	LoginRefused    Cause = "the login is refused"
	OwnerRefused    Cause = "consent is refused"
	StepMissing     Cause = "no step fits the page"
	CookieRefused   Cause = "a cookie is refused"
	HostRefused     Cause = "a host is not allowed"
	NobodyCame      Cause = "nobody logged in"
	PortTaken       Cause = "the redirect URI cannot be waited at"
	CommandSilent   Cause = "the command brought no answer"
	ProbeMissing    Cause = "no such probe"
	ProbeSilent     Cause = "the probe names nobody"
	ProbeContrary   Cause = "the probe names whom the file names otherwise"
	TokenRefused    Cause = "a fresh token is refused"
	PairRefused     Cause = "the pair is refused"
	AdminRefused    Cause = "the administrator is refused"
	LaunchRefused   Cause = "the launch is refused"
	Unstarted       Cause = "the server was not started"
	ProgramMissing  Cause = "no such program"
	LedAstray       Cause = "the metadata leads elsewhere"
	Inexpressible   Cause = "the request cannot be written"
	OtherShut       Cause = "the other tenant opens to nobody"
	Unsupported     Cause = "the profile knows no such request"
	ClockTaken      Cause = "another authassay moves this clock"
	NoLease         Cause = "the clock is not leased"
)

// The causes that no file can explain: the checks judge them.
const (
	Crashed      Cause = "a server error"
	Late         Cause = "an answer did not come in time"
	Lost         Cause = "an answer was lost"
	NoTokens     Cause = "an answer without tokens"
	NoCode       Cause = "a redirect without a code"
	Stranded     Cause = "the login ends on a page"
	Unreadable   Cause = "an unreadable answer"
	GrantRefused Cause = "a fresh grant is refused"
	Throttled    Cause = "too many requests"
	Open         Cause = "the probe needs no token"
	Contradicted Cause = "the metadata says otherwise"
	ClockStuck   Cause = "the clock cannot be moved"
	Unexpected   Cause = "another answer"
)

// trait is what is known of a cause: whether a mistake in the file would
// explain it, whether it is a refusal, which the server may have got wrong, and
// what to do about it. {client} and {steps} stand for the keys that a question
// is about.
type trait struct {
	inFile, refusal bool
	hint            advice
}

// advice is what to do about a cause: to try something, or to answer a question.
type advice struct {
	text string
	asks bool // the text ends in a question, and needs no full stop
}

func asking(text string) advice   { return advice{text, true} }
func advising(text string) advice { return advice{text: text} }

// traits of the causes. One that is not here is judged, and the question says
// what to do.
var traits = map[Cause]trait{
	NoHost:          {true, false, advising("does the name resolve here? Look for a misspelt host")},
	Nobody:          {true, false, asking("nothing listens at this address: is the server up, and is the port right?")},
	Untrusted:       {true, false, advising("name the authority's certificate in tls.ca_file, and see that the host is one that the certificate names")},
	NoTLS:           {true, false, asking("does the server ask for a certificate of the client, or for another version of TLS?")},
	WantsHTTPS:      {true, false, advising("use https: the server does not speak plain http at this address")},
	WantsHTTP:       {true, false, advising("use http: the server does not speak TLS at this address")},
	Silent:          {true, false, advising("a firewall, or a server that hangs; limits.timeout is how long an answer may take")},
	CutOff:          {true, false, advising("something else than a web server listens here, or it wants https")},
	Misplaced:       {true, true, advising("is this the right profile? If so, see auth: and endpoints: in the target file")},
	Moved:           {true, true, advising("name the address that it redirects to, in auth: or endpoints:")},
	ClientRefused:   {true, true, asking("are {client}.id, {client}.secret and {client}.authentication those of the registration?")},
	ScopeRefused:    {true, true, asking("is {client}.scope one that the client may ask for?")},
	RedirectRefused: {true, true, asking("is {client}.redirect_uri registered, letter by letter?")},
	RequestRefused:  {true, true, asking("are {client}.id, {client}.redirect_uri, {client}.scope and {client}.pkce those of the registration, and is this the right profile?")},
	ProofMissing:    {true, true, advising("set {client}.pkce")},
	LoginRefused:    {true, true, asking("are the name and the password in {steps} right?")},
	OwnerRefused:    {true, true, asking("may this person allow it, and do {steps} press the right button?")},
	StepMissing:     {true, true, advising("compare {steps} with the pages: when names a field or a button of each")},
	CookieRefused:   {true, true, advising("a browser does not send such a cookie back, so that the server forgets the login: use the scheme and the host that the cookie is for")},
	HostRefused:     {true, false, advising("the login leaves the known hosts: name it in allow_hosts if it belongs to the login")},
	NobodyCame:      {true, false, advising("open the address in time, or give a person longer: login.patience")},
	PortTaken:       {true, false, asking("is the port of {client}.redirect_uri in use, by another run that waits for its person?")},
	CommandSilent:   {true, false, advising("run login.command by hand: the last line that it prints has to be the address that the browser is sent to")},
	ProbeMissing:    {true, true, asking("does probe name a resource that is there?")},
	ProbeSilent:     {true, true, advising("see probe.user and probe.tenant in the target file: pointer is a JSON Pointer into the answer")},
	ProbeContrary:   {true, false, advising("the file says elsewhere what the answer says: correct probe.user.is or probe.tenant.is")},
	TokenRefused:    {true, true, advice{}},
	PairRefused:     {true, true, advice{}},
	AdminRefused:    {true, true, asking("are administrator.key and administrator.secret a living pair that may issue tokens?")},
	LaunchRefused:   {true, true, advising("see launch: in the target file")},
	Unstarted:       {true, false, advising("see hooks.start in the target file, and what it wrote above")},
	ProgramMissing:  {true, false, advising("a program is found by its path, from the folder of the target file, or by its name in PATH")},
	LedAstray:       {true, false, advice{}}, // the hint names the hosts
	Inexpressible:   {true, false, advising("see endpoints: in the target file, or leave them to the metadata that endpoints.discovery names")},
	OtherShut:       {true, true, asking("is there such a tenant as tenant.other, and does tenant.resident belong to it?")},
	Unsupported:     {true, false, advising("is this the right profile? It has nothing of the kind")},
	ClockTaken:      {true, false, advising("let the other one end, or give it a server of its own")},
	NoLease:         {true, false, advising("see clock.lease in the target file; without it a file beside the target file is locked")},
	Throttled:       {false, false, advising("limits.requests_per_second paces the checks")},
}

// InFile says that a mistake in the target file would explain the cause.
func (c Cause) InFile() bool { return traits[c].inFile }

// Refusal says that the server refused, and may have been wrong to.
func (c Cause) Refusal() bool { return traits[c].refusal }

// Hint is what to do about the cause, whatever question ended in it.
func (c Cause) Hint() string { return traits[c].hint.text }

// hint is what to do about the cause, in the words of a question's keys.
func (c Cause) hint(q question) advice {
	client, steps := q.client, q.steps
	if client == "" {
		client = "client"
	}
	if steps == "" {
		steps = "login.steps"
	}
	known := traits[c].hint
	return advice{strings.NewReplacer("{client}", client, "{steps}", steps).Replace(known.text), known.asks}
}
