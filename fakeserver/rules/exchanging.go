package rules

import (
	"mime"
	"net/http"
	"time"
)

// Exchanging decides how the token endpoint reads a request and what an
// authorization code is worth there (RFC 6749 §3.2, §4.1.3, §5.2).
type Exchanging struct {
	Offered              bool                                                           // codes are exchanged at all; else UnknownCode
	Methods              []string                                                       // methods that the token endpoint takes
	MediaType            func(header string) string                                     // the media type that a Content-Type header names
	JSONAccepted         bool                                                           // JSON is read
	FormAccepted         bool                                                           // form encoding is read
	ClientCredentials    bool                                                           // a client gets tokens for itself, for no resource owner
	ClientTokensWork     bool                                                           // those open the API
	QueryCounts          bool                                                           // parameters in the URI fill those that the body lacks
	DuplicateRefused     bool                                                           // a member or parameter given twice is refused; else one of them counts
	UnknownMemberRefused bool                                                           // members that no document names are refused
	ArraysTaken          bool                                                           // an array of strings stands for its first element
	NeedsTenant          bool                                                           // the token endpoint asks for the tenant header
	DefaultGrant         string                                                         // grant_type meant by a request without one; "" refuses it
	UnknownGrant         string                                                         // grant_type meant by one that nobody knows; "" refuses it
	CutShortTaken        bool                                                           // JSON that ends before its last brace is read as far as it goes
	MissingCodeTaken     bool                                                           // a request without a code means the latest one
	EmptyCodeTaken       bool                                                           // so does one with an empty code
	UnknownCodeTaken     bool                                                           // a code that was never issued is as good as a new one
	CodeMatches          func(issued, sent string) bool                                 // nil compares exactly and at no cost
	CodeReusable         bool                                                           // a redeemed code is good again
	UserOfLatest         bool                                                           // tokens act for whoever was given a code last
	UserTaken            bool                                                           // tokens act for whoever the request names as username
	ScopeTaken           bool                                                           // a scope in the request comes before that of the code
	MarkDelay            time.Duration                                                  // above zero: a code is looked up and marked in two steps, so far apart
	Collides             time.Duration                                                  // above zero: redeeming takes so long, and who comes with the same code meanwhile collides
	CollisionSpoils      bool                                                           // whoever came first gets nothing either
	CollisionFells       bool                                                           // the token endpoint gives no answer to the request after a collision
	AnyClientInTime      bool                                                           // the client is looked at only while nobody else comes with the code
	ReplayRevokesAccess  bool                                                           // replaying a code kills the access tokens that came from it
	ReplayRevokesRefresh bool                                                           // replaying a code kills the refresh tokens that came from it
	ReplayReach          Reach                                                          // whose grants a replay kills with them
	ReplayMindedFor      time.Duration                                                  // above zero: a replay after that kills nothing
	ReplayOnceRefreshed  bool                                                           // a replay kills nothing either once the grant was refreshed
	ForgetsUse           time.Duration                                                  // a redeemed code is good again so long after its use; 0 is never
	BoundToClient        bool                                                           // a code belongs to the client that asked for it
	RedirectRequired     bool                                                           // redirect_uri has to be sent again
	RedirectMatches      func(authorised, sent string) bool                             // asked when it is sent
	RefreshTokenAsCode   bool                                                           // a refresh token is taken for a code
	AccessTokenAsCode    bool                                                           // an access token is taken for a code
	FailureBurnsCode     bool                                                           // a failed exchange kills the code
	DuplicateTaken       func(at, name string, values []string) (value string, ok bool) // asked of a parameter given several times, by what the request asks for; nil refuses it
	ReadName             func(name string) string                                       // what is done to the names of parameters; nil nothing
	QueryWins            bool                                                           // parameters in the URI come before those of the body
	QueryNames           func(name string) bool                                         // the parameters in the URI that count; nil all, where any do
	EmptyRedirectTaken   bool                                                           // an empty redirect URI is as good as the right one
	EmptyCounts          bool                                                           // an optional parameter without a value is judged like one with a wrong one
	MatchesAnything      func(value string) bool                                        // whether a value of JSON that is no string is taken for whatever it is compared with; may be nil
	MayRedeem            func(owner, sender Client) bool                                // whether a client may redeem the code of another one; may be nil
	GrantTypeMatches     func(known, sent string) bool                                  // nil compares exactly

	UnsupportedMedia Refusal // content type that is not read
	MalformedBody    Refusal // not JSON, or not form encoding
	WrongType        Refusal // a member that is not a string
	Duplicate        Refusal // a member or parameter given twice
	UnknownMember    Refusal
	MissingTenant    Refusal
	MissingGrantType Refusal
	UnknownGrantType Refusal
	MissingCode      Refusal
	EmptyCode        Refusal
	MissingRedirect  Refusal
	UnknownCode      Refusal
	UsedCode         Refusal
	Collision        Refusal // to whoever comes with a code while it is redeemed
	ExpiredCode      Refusal
	OtherClient      Refusal
	WrongRedirect    Refusal
}

func honestExchanging() Exchanging {
	r := Exchanging{
		ClientTokensWork:     true,
		Offered:              true,
		Methods:              []string{http.MethodPost},
		MediaType:            mediaType,
		FormAccepted:         true,
		DuplicateRefused:     true,
		ReplayRevokesAccess:  true,
		ReplayRevokesRefresh: true,
		BoundToClient:        true,
		RedirectRequired:     true,
		RedirectMatches:      func(authorised, sent string) bool { return authorised == sent },
	}
	request := func(description string) Refusal {
		return Refusal{http.StatusBadRequest, InvalidRequest, description}
	}
	r.UnsupportedMedia = request("the body has to be application/x-www-form-urlencoded")
	r.MalformedBody = request("the body could not be read")
	r.WrongType = request("a parameter has the wrong type")
	r.Duplicate = request("a parameter was given more than once")
	r.UnknownMember = request("a parameter is not known")
	r.MissingTenant = request("the tenant is missing")
	r.MissingGrantType = request("grant_type is missing")
	r.MissingCode = request("code is missing")
	r.EmptyCode = request("code is missing")
	r.MissingRedirect = request("redirect_uri is missing")
	r.UnknownGrantType = Refusal{http.StatusBadRequest, UnsupportedGrantType, "grant_type is not supported"}

	// One description for all, so that nobody learns whether a code exists.
	dead := Refusal{http.StatusBadRequest, InvalidGrant, "the code is not valid for this request"}
	r.UnknownCode, r.UsedCode, r.ExpiredCode, r.OtherClient, r.WrongRedirect = dead, dead, dead, dead, dead
	r.Collision = dead
	return r
}

// mediaType reads a Content-Type header and drops its parameters (RFC 9110 §8.3.1).
func mediaType(header string) string {
	media, _, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return media
}
