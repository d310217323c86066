package targetfile

// Login is how the resource owner logs in and consents.
type Login struct {
	// Method is form, browser, manual or command; form where unset.
	Method string `json:"method"`
	// Steps are matched by what a page holds, in order, one page each.
	Steps []Step `json:"steps"`
	// DenySteps end with the owner's refusal; nil where none is known.
	DenySteps []Step `json:"deny_steps"`
	// Command is run by method command: the authorization URL stands in for
	// {url}, the redirect URI for {redirect_uri} and the owner's conduct for
	// {conduct}; the last line that it prints is the URL that the browser was
	// sent to.
	Command []string `json:"command"`
	// KeepSession brings the cookies of a visit that ended well along to the
	// next, so that the owner logs in once. Method form only.
	KeepSession bool `json:"keep_session"`
	// Settle is how long a page may rest in a browser before it counts as one
	// that no step fits; 1.5 s where unset.
	Settle Duration `json:"settle"`
	// Patience is how long a person is waited for; 2 m where unset.
	Patience Duration `json:"patience"`
}

// Logout is how the resource owner logs out in a browser (OpenID Connect
// RP-Initiated Logout 1.0).
type Logout struct {
	// RedirectURI is a post_logout_redirect_uri of Target.Client, absolute;
	// empty where it is registered with none.
	RedirectURI string `json:"redirect_uri"`
	// Steps say yes where the server asks whether to log out; nil where it does
	// not ask.
	Steps []Step `json:"steps"`
}

// Member is an account without administrator rights.
type Member struct {
	Steps []Step `json:"steps"`
}

// OtherUser is another person who may authorise the client.
type OtherUser struct {
	// Is is what the probe's answer names this person, where ProbeUser.Is
	// stands for the owner of Target.Login.
	Is    string `json:"is"`
	Steps []Step `json:"steps"`
}

// Step is what is done with one page, or one request sent before any page.
// Either When or Request is set.
type Step struct {
	// When names a field or a button; the step fits a page with a form that
	// holds it.
	When string `json:"when"`
	// Fill sets fields by name. The values may be secrets.
	Fill map[string]Secret `json:"fill"`
	// Check ticks the boxes of a name that carry one of the values.
	Check map[string][]string `json:"check"`
	// Untick unticks the boxes of these names, as the page may tick some by itself.
	Untick []string `json:"untick"`
	// Submit is the name or the value of the button to press; empty means the
	// form's first.
	Submit string `json:"submit"`
	// Optional says that the page may be skipped, as remembered consent is.
	Optional bool `json:"optional"`
	// Request is sent as it stands, in the cookie jar of the login.
	Request *RawRequest `json:"request"`
}

// RawRequest is a step for servers whose pages only JavaScript builds.
type RawRequest struct {
	// Method is POST where unset.
	Method string `json:"method"`
	// URL is absolute or a path below Target.Auth.
	URL     string            `json:"url"`
	Headers map[string]Secret `json:"headers"`
	// JSON is sent as application/json; empty sends no body.
	JSON JSON `json:"json"`
	// Status is the expected answer; 0 accepts any below 400.
	Status int `json:"status"`
}

// Launch is how learners launch content and how launch credentials are made.
type Launch struct {
	// URL is the launch page: absolute, or a path below Target.API.
	URL string `json:"url"`
	// Content is the prefix of the URL at which a launch ends; nothing
	// connects to it.
	Content string `json:"content"`
	// Steps log the learner in.
	Steps []Step `json:"steps"`
	// Learner and OtherLearner are xAPI actors; Learner is who logs in.
	Learner      map[string]any `json:"learner"`
	OtherLearner map[string]any `json:"other_learner"`
	// Credentials is where launch credentials are made; nil if nowhere.
	Credentials *LaunchCredentials `json:"credentials"`
}

// LaunchCredentials is the resource that makes launch credentials.
type LaunchCredentials struct {
	// Path is below Target.API, or an absolute URL.
	Path string `json:"path"`
}

// Resource is a protected resource that shows whether a credential lives.
type Resource struct {
	// Method is GET where unset.
	Method string `json:"method"`
	// Path is below Target.API, or an absolute URL.
	Path    string            `json:"path"`
	Headers map[string]Secret `json:"headers"`
}

// Probe is the resource for bearer tokens.
type Probe struct {
	Resource
	// Scope is the scope that the resource asks for; empty where none.
	Scope string `json:"scope"`
	// Alive and Dead are the statuses that mean that a token lives or is
	// refused; empty ones leave it to the profile.
	Alive []int `json:"alive"`
	Dead  []int `json:"dead"`
	// User tells whom the answer is about; nil where it does not say.
	User *ProbeUser `json:"user"`
	// Tenant tells which tenant the answer is about; nil where it does not say.
	Tenant *ProbeTenant `json:"tenant"`
}

// ProbeTenant is where the probe's answer names the tenant.
type ProbeTenant struct {
	// Pointer is a JSON Pointer (RFC 6901) into the answer.
	Pointer string `json:"pointer"`
	// Is is what stands there for Target.Tenant, its name where unset.
	Is string `json:"is"`
}

// ProbeUser is where the probe's answer names the user.
type ProbeUser struct {
	// Pointer is a JSON Pointer (RFC 6901) into the answer.
	Pointer string `json:"pointer"`
	// Is is what stands there for the resource owner of Target.Login.
	Is string `json:"is"`
}

// Temporary is what checks must know of temporary tokens.
type Temporary struct {
	// Scopes open the API, in the server's words; nil leaves it to the checks to
	// find out. Permissions are those of the user, Scopes where unset.
	Scopes      []string `json:"scopes"`
	Permissions []string `json:"permissions"`
	// Login is where the users log in; nil where the file does not say.
	Login *UserLogin `json:"login"`
}

// UserLogin is a page where a user logs in by an e-mail address and a password.
type UserLogin struct {
	// URL is absolute, or a path below Target.Auth.
	URL string `json:"url"`
	// UserField and PasswordField name the fields of its form; email and password
	// where unset.
	UserField     string `json:"user_field"`
	PasswordField string `json:"password_field"`
}
