package fakeserver

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Visit is one request with all that it is judged by: what an endpoint is handed.
type Visit struct {
	*site
	W     http.ResponseWriter
	R     *http.Request
	Rules *Rules
	Now   time.Time // by the server's clock
	state *state
}

func (s *site) visit(w http.ResponseWriter, r *http.Request) *Visit {
	return (&Visit{s, w, r, s.rules, s.clock.Now(), s.state.Load()}).settle()
}

// State is what the contract's own State has made. Several requests may hold it at
// once, so it guards itself.
func (v *Visit) State() any { return v.state.own }

// Random is where the server's randomness comes from.
func (v *Visit) Random() io.Reader { return v.random }

// Fixtures are those of the server.
func (v *Visit) Fixtures() *Fixtures { return &v.fixtures }

// Origin is how the client reached this server, scheme and authority.
func (v *Visit) Origin() string {
	if v.R.TLS != nil {
		return "https://" + v.R.Host
	}
	return "http://" + v.R.Host
}

// here is the absolute URL of a path of this server, as the request named it.
func (v *Visit) here(path string) string { return v.Origin() + path }

// issuer is the issuer identifier of the contract.
func (v *Visit) issuer() string { return v.here(v.contract.Metadata.Issuer) }

// state is all that requests leave behind.
type state struct {
	codes     *store.Store[*code]
	accesses  *store.Store[*accessToken]
	refreshes *store.Store[*refreshToken]
	sessions  *store.Store[*session]
	hints     *store.Store[hint] // ID tokens, by their texts
	logins    *logins
	habits    habits
	fatigue   fatigue
	latest    latest
	felled    atomic.Bool // the next token request gets no answer; set by bent rules only
	revoked   revocations
	own       any // of the contract
}

func newState(c *Contract) *state {
	s := &state{
		codes:     store.New[*code](),
		accesses:  store.New[*accessToken](),
		refreshes: store.New[*refreshToken](),
		sessions:  store.New[*session](),
		hints:     store.New[hint](),
		logins:    newLogins(),
	}
	if c.State != nil {
		s.own = c.State()
	}
	return s
}

// ReadBody says whether the body keeps to the limit. A body that breaks off is
// taken as far as it came, and found malformed.
func (v *Visit) ReadBody() ([]byte, bool) {
	limit := v.Rules.Hygiene.MaxBodyBytes
	body, _ := io.ReadAll(io.LimitReader(v.R.Body, limit+1))
	return body, int64(len(body)) <= limit
}

// Encode writes a JSON object in the manner of the server.
func (v *Visit) Encode(members []Member) []byte {
	return Object(members).Text(v.Rules.Manners.PrettyJSON)
}

// SetHeader leaves the header out when the value is empty.
func (v *Visit) SetHeader(name, value string) {
	if value != "" {
		v.W.Header().Set(name, value)
	}
}

// Write answers with a body. A client that has gone away is nobody's error.
func (v *Visit) Write(status int, contentType string, body []byte) {
	v.SetHeader("Content-Type", contentType)
	if shows := v.Rules.Hygiene.Shows; shows != nil {
		body = shows(v.R, status, v.W.Header(), body)
	}
	v.W.WriteHeader(status)
	_, _ = v.W.Write(body)
}

// Allows says whether the method is one of those named. If not, it has set the
// Allow header (RFC 9110 §15.5.6), and the caller answers 405.
func (v *Visit) Allows(methods ...string) bool {
	if v.Rules.Manners.HeadSupported && slices.Contains(methods, http.MethodGet) {
		methods = append(slices.Clone(methods), http.MethodHead)
	}
	if slices.Contains(methods, v.R.Method) {
		return true
	}
	if v.Rules.Hygiene.AllowSent {
		v.SetHeader("Allow", strings.Join(methods, ", "))
	}
	return false
}

// About answers the about resource of an xAPI (xAPI 1.0.3 Communication §2.8),
// which needs no credentials.
func About(v *Visit) {
	v.SetHeader("X-Experience-API-Version", "1.0.3")
	v.Write(http.StatusOK, "application/json", v.Encode([]Member{{Name: "version", Value: []string{"1.0.3"}}}))
}

// clientCredentials come from the body or, form-encoded inside, from the header
// (RFC 6749 §2.3.1), never from both.
func (v *Visit) clientCredentials(p parameters) (id, secret string, given bool, refusal *Refusal) {
	rules := &v.Rules.ClientAuthentication
	user, password, used, readable := v.clientHeader()
	switch {
	case !used:
		return p.get("client_id"), p.get("client_secret"), p.has("client_secret"), nil
	case !readable:
		return "", "", false, &rules.MalformedHeader
	}
	id, errID := url.QueryUnescape(user)
	secret, errSecret := url.QueryUnescape(password)
	if errID != nil || errSecret != nil || !rules.HeaderDecoded {
		id, secret = user, password
	}
	if p.has("client_secret") && rules.BodyFirst {
		return id, p.get("client_secret"), true, nil
	}
	both := p.has("client_secret") && !rules.BothWaysTaken && (!rules.BothEqualTaken || p.get("client_secret") != secret)
	other := p.has("client_id") && p.get("client_id") != id && !rules.OtherIDIgnored
	if both || other {
		return "", "", false, &rules.TwoWays
	}
	return id, secret, true, nil
}

// clientHeader reads HTTP Basic at the token endpoint.
func (v *Visit) clientHeader() (user, password string, used, readable bool) {
	r := &v.Rules.ClientAuthentication
	fields := v.R.Header.Values("Authorization")
	if len(fields) == 0 {
		return "", "", false, false
	}
	field := fields[0]
	if r.SeveralHeaders == rules.LastCounts {
		field = fields[len(fields)-1]
	}
	scheme, credentials, _ := strings.Cut(field, " ")
	if !r.HeaderAccepted || !r.HeaderScheme(scheme) {
		return "", "", false, false
	}
	pair, ok := r.HeaderDecode(r.HeaderBlanks(credentials))
	user, password, cut := strings.Cut(pair, ":")
	return user, password, true, ok && cut && (len(fields) == 1 || r.SeveralHeaders != rules.SeveralRefused)
}

// clientLike is the client that an id means.
func (v *Visit) clientLike(id string, check *rules.ClientCheck) *Client {
	if check.IDMatches == nil {
		return v.client(id)
	}
	for i, c := range v.fixtures.Clients {
		if check.IDMatches(c.ID, id) {
			return &v.fixtures.Clients[i]
		}
	}
	return nil
}
