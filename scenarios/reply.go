package scenarios

import (
	"net/http"
	"time"
)

// Class is what an answer says of the credential that was sent, whatever its
// exact status: checks judge by class and report exactly.
type Class string

// The classes of answers. A broken answer never counts as a refusal.
const (
	Alive     Class = "alive"     // the credential was accepted
	Forbidden Class = "forbidden" // accepted as a credential, but not for this
	Dead      Class = "dead"      // refused as a credential or as a grant
	Rejected  Class = "rejected"  // the request itself was refused, whatever the credential
	Broken    Class = "broken"    // a server error, no answer, or an unreadable one
	Busy      Class = "busy"      // not looked at for now, RFC 6585 §4: it says nothing of the credential
)

// Reply is what came back for a step.
type Reply struct {
	Step    Step
	Request Request // as it was sent, bends included
	Status  int     // 0 where there was no answer
	Header  http.Header
	Body    []byte
	Err     error // why there is no readable answer

	Class       Class
	Problem     string         // the error code of RFC 6749 §5.2, or the product's own name for it
	Description string         // error_description, or the product's own text
	Members     map[string]any // the body, where it is a JSON object
	Grant       Grant          // what a token endpoint granted
	Minted      Credentials    // credentials that were made by the step, other than a grant
	Temporary   Temporary      // what the answer says of a temporary token
	Documented  bool           // the error body has the shape that the product documents

	Sent, Received time.Time // on the tester's clock

	receipt any // of its recorder
}

// Grant is what a token response hands out, RFC 6749 §5.1.
type Grant struct {
	AccessToken  string
	RefreshToken string
	TokenType    string
	Scope        string
	IDToken      string
	ExpiresIn    time.Duration // 0 where the response says nothing
	// Pair is what was handed out instead of a bearer token: a key and its
	// secret. AccessToken is then the key, which tells one grant from another.
	Pair Credentials
}

// Credentials returns what the grant opens the API with: its access token as
// bearer credentials, or its pair.
func (g Grant) Credentials() Credentials {
	if g.Pair.Scheme != SchemeNone {
		return g.Pair
	}
	return Bearer(g.AccessToken)
}
