package rules

import (
	"io"
	"net/http"
	"net/url"
	"time"
)

// Authorizing decides what the authorization endpoint and its login and
// consent pages do (RFC 6749 §3.1, §4.1.1, §4.1.2).
type Authorizing struct {
	ClientDefaulted          bool                                         // a request without client_id means the first client; else it is refused
	UnknownClientRedirected  bool                                         // an unknown client's error goes to the URI that it sent
	ClientMatches            func(known, sent string) bool                // whether a client_id names a client; nil compares exactly
	PostTaken                bool                                         // requests are taken by POST too (OpenID Connect Core 1.0 §3.1.2.1)
	PostRedirectMatches      func(registered, sent string) bool           // RedirectMatches of a request by POST; nil is that one
	RedirectMatches          func(registered, sent string) bool           // whether a redirect URI is the registered one
	RedirectDefaulted        bool                                         // a request without a redirect URI means the first registered one
	UnregisteredGoesTo       string                                       // where a browser is sent whose redirect URI is not registered; "" shows a page
	MissingRedirectLoops     bool                                         // a request without a redirect URI is redirected to itself
	MalformedGivesCode       bool                                         // a query that cannot be decoded gives a code to the first client
	ErrorDropsQuery          bool                                         // not in errors
	RedirectQueryKept        bool                                         // the query of the redirect URI survives
	ResponseTypeRequired     bool                                         // a request without response_type is refused
	EmptyResponseTypeMissing bool                                         // an empty response_type counts as missing; else as code
	ResponseTypeSupported    func(sent string) bool                       // asked of a response_type that is not empty
	UnknownParameterRefused  bool                                         // parameters that no document names are refused
	RepeatedParameterRefused bool                                         // a parameter sent twice is refused; else the first counts
	RepetitionTaken          func(name string, values []string) bool      // which repetition is taken all the same; nil is none
	LastCounts               bool                                         // of a repetition that is taken the last counts
	MalformedStatus          int                                          // for a query that cannot be decoded
	LoginSkipped             bool                                         // a code at once, as the tenant's first administrator
	PasswordMatches          func(stored, sent string) bool               // asked of the user that was named
	MayAuthorise             func(user User, client Client) bool          // who may authorise an integration
	ConsentAsked             bool                                         // a consent page follows the login
	ConsentRemembered        bool                                         // the page is skipped once a user has allowed a client
	ConsentTokenChecked      bool                                         // the consent form needs its anti-forgery field
	LoginOfAnyBrowser        bool                                         // a login goes on in another browser than the one that it began in
	ConsentTokenOfAnyone     bool                                         // that of any login under way will do
	ConsentOfLatest          bool                                         // a consent is given to what the browser has asked for last, whatever was shown
	ConsentForAnyScope       bool                                         // a consent that is remembered counts for every scope
	ConsentScopeTaken        bool                                         // the consent form may say which scope it is for
	ConsentRedirectTaken     bool                                         // a redirect URI in the consent form comes before that of the request
	ConsentStateTaken        bool                                         // so does a state
	ConsentClientTaken       bool                                         // so does a client
	ConsentPersonTaken       bool                                         // so does a username, before whoever has logged in
	ConsentBeforeLogin       bool                                         // a consent counts before anybody has logged in, as the first administrator's
	ConsentRepeatable        bool                                         // a consent that is sent again counts again
	ConsentUnlessDenied      bool                                         // any decision counts that is no refusal
	CodeEndsFormer           bool                                         // a code ends the one that the same user and client had before
	DenialEndsGrants         bool                                         // a refusal of consent ends what the user has given the client
	NameQueried              func(name string) (of string, known bool)    // whose name a query finds by what was typed in, whatever the password; may be nil
	UnknownNameTold          bool                                         // the page of a failed login says that nobody has the name
	ConsentByCookie          bool                                         // the consent form may leave out whose login it belongs to: the browser's latest
	ConsentOriginChecked     bool                                         // the consent form has to come from this server (RFC 6454 §7)
	DenialHeeded             bool                                         // a refusal of consent gives access_denied; else a code
	NewCode                  func(random io.Reader) string                // makes a code
	CodeRepeatedFor          time.Duration                                // a user and client get the same code again for so long
	SuccessParameters        func(parameters url.Values)                  // a last look at what the redirect URI is sent; may be nil
	FailureParameters        func(parameters url.Values)                  // the same for errors; may be nil
	Place                    func(due Place, parameters url.Values) Place // where an answer stands; nil is where it is due
	RedirectStatus           int                                          // of the redirect to the redirect URI
	IssuerSent               bool                                         // answers name their issuer (RFC 9207)
	IssuerNamed              func(issuer string) string                   // what they call it; nil is its name
	NonceRequired            bool                                         // a hybrid request needs a nonce (OpenID Connect Core 1.0 §3.3.2.11)
	FormPostHeeded           bool                                         // response_mode=form_post is heeded; else the fragment is used
	HybridWithheld           bool                                         // a hybrid answer comes without the ID token
	ImplicitNonceRequired    bool                                         // an implicit request needs a nonce (OpenID Connect Core 1.0 §3.2.2.1)
	ImplicitWorks            bool                                         // the access token of an implicit answer opens the API
	ImplicitInQuery          bool                                         // response_mode=query is heeded for an implicit answer; else the fragment is used
	ImplicitParameters       func(parameters url.Values)                  // a last look at an implicit answer; may be nil
	EmptyMinded              []string                                     // parameters that are refused without a value; else they count as left out
	Prompting                Prompting
	Pages                    Pages
}

// Place is where an answer stands at the redirect URI.
type Place string

// The places of answers.
const (
	InQuery    Place = "query"
	InFragment Place = "fragment"
	InBoth     Place = "both"
)

// Pages decides what the login and consent pages look like on the wire.
type Pages struct {
	ContentSecurityPolicy string
	FrameOptions          string                                    // X-Frame-Options
	ReferrerPolicy        string                                    // Referrer-Policy
	CacheControl          string                                    // Cache-Control
	AllowOrigin           string                                    // Access-Control-Allow-Origin
	CookieHTTPOnly        bool                                      // of the cookie that binds a login to its browser
	CookieSameSite        http.SameSite                             // 0 leaves the attribute out
	AfterLoginStatus      int                                       // of the redirect from the login to the consent page; 200 shows it at once
	WrongPasswordStatus   int                                       // of the login page shown again
	TwoSteps              bool                                      // the username is asked on a page before the password
	SessionLifetime       time.Duration                             // how long a browser stays logged in; 0 for not at all
	LoginByGet            bool                                      // the login form is sent by GET
	FailedLoginKept       bool                                      // a login with a wrong password begins a session
	SessionKept           bool                                      // a session goes by the cookie that the browser had before the login
	NewSession            func() string                             // the cookie of a session; nil is a random one
	Extra                 func(page string, said url.Values) string // HTML that a page ends with, made of what the request said; nil for none
	Location              func(path string) string                  // how one page's Location names the next; path is absolute
	OneStep               bool                                      // the login page asks for consent as well
}

func honestAuthorizing() Authorizing {
	return Authorizing{
		RedirectMatches:          func(registered, sent string) bool { return registered == sent },
		RedirectQueryKept:        true,
		ResponseTypeRequired:     true,
		EmptyResponseTypeMissing: true,
		ResponseTypeSupported:    func(sent string) bool { return sent == "code" },
		RepeatedParameterRefused: true,
		MalformedStatus:          http.StatusBadRequest,
		PasswordMatches:          SameSecret,
		MayAuthorise:             func(User, Client) bool { return true },
		ConsentAsked:             true,
		ConsentTokenChecked:      true,
		DenialHeeded:             true,
		NewCode:                  func(random io.Reader) string { return RandomString(random, 40) },
		RedirectStatus:           http.StatusFound,
		IssuerSent:               true,
		FormPostHeeded:           true,
		ImplicitWorks:            true,
		Prompting:                honestPrompting(),
		Pages:                    honestPages(),
	}
}

// Prompting decides about the parameter prompt (OpenID Connect Core 1.0 §3.1.2.1).
type Prompting struct {
	Told            bool // the metadata lists its values (OpenID Connect Prompt Create 1.0 §4.2)
	NoneHeeded      bool // none shows no page to anybody; else it is as good as not sent
	NoneAlone       bool // none beside another value is refused; else none counts
	OthersFirst     bool // another value beside none counts, and none does not
	NoneOnPage      bool // what none cannot do is told on a page
	NoneGrants      bool // with none, a browser in which nobody is logged in is the first administrator's
	NoneAsksConsent bool // with none, consent is asked for all the same
	NoneConsents    bool // with none, consent is taken for granted
	StateDropped    bool // what none cannot do is told without the state
	LoginHeeded     bool // login has whoever is logged in log in again
	LoginRequired   string
	ConsentRequired string
}

func honestPrompting() Prompting {
	return Prompting{
		Told: true, NoneHeeded: true, NoneAlone: true, LoginHeeded: true,
		LoginRequired: "login_required", ConsentRequired: "consent_required",
	}
}

func honestPages() Pages {
	return Pages{
		ContentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
		FrameOptions:          "DENY",
		ReferrerPolicy:        "no-referrer",
		CacheControl:          "no-store",
		CookieHTTPOnly:        true,
		CookieSameSite:        http.SameSiteLaxMode,
		AfterLoginStatus:      http.StatusOK,
		WrongPasswordStatus:   http.StatusUnauthorized,
		SessionLifetime:       8 * time.Hour,
		Location:              func(path string) string { return path },
	}
}
