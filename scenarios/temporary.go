package scenarios

import (
	"encoding/json"
	"time"
)

// The verbs of temporary tokens: credentials for HTTP Basic that a caller with
// administration rights has made for somebody else.
const (
	Issue    Verb = "issue"    // make a temporary token
	Replace  Verb = "replace"  // the same by the verb that is meant for replacing
	Inspect  Verb = "inspect"  // look at a temporary token
	Withdraw Verb = "withdraw" // end a temporary token
	Write    Verb = "write"    // write to the protected resource that Call reads
	About    Verb = "about"    // ask for the resource that describes the server
)

// Right is something that a token or a user may do, whatever a product calls
// it. A dialect writes a right that it has no name for as it stands.
type Right string

// The rights.
const (
	Everything     Right = "everything" // all of the API, and no administration
	Administration Right = "administration"
	Reading        Right = "reading" // the protected resource
	Writing        Right = "writing" // the protected resource
)

// Asked is what a temporary token is asked for. A nil or empty member is left
// out of the request. Email, Permissions, Scopes and Expires take a value of
// any type, for a server that has to refuse the wrong ones; the right ones are
// string, []Right and what the product takes for a time.
type Asked struct {
	Email             any // of the user whom the token is for
	Password          string
	Permissions       any // of the user
	Name, Description string
	Scopes            any // of the token
	Expires           any
}

// Null is a member that is there and holds null.
const Null = null("null")

type null string

// MarshalJSON writes null.
func (n null) MarshalJSON() ([]byte, error) { return json.RawMessage(n), nil }

// Temporary is what an answer says of a temporary token.
type Temporary struct {
	Expires, Created time.Time     // zero where the answer does not say
	Left             time.Duration // until it expires
	Expired          bool
	Scopes           []Right
	Permissions      []Right
	Email            string
	Missing          []string // documented members that the answer does not hold
	Odd              []string // documented members of another type than documented
	Bare             []string // lists of rights whose entries lack a name or a description
}
