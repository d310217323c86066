package nearmiss

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// Packing is a living token presented as none is presented: behind another scheme,
// in another place, or in several at once. The token itself is right.
type Packing struct {
	As     string  // where the token is, in words that hold nothing of it
	Why    string  // a server might look there
	Header []Field // header fields, in their order; a name may come twice
	Query  []Field
	Body   string                      // "" for none
	Type   string                      // of the body
	Method string                      // "" for that of the request
	Path   func(escaped string) string // another spelling of the path; nil leaves it
}

// Field is a header field or a parameter.
type Field struct{ Name, Value string }

// authorization packs a token into the Authorization field, RFC 6750 §2.1.
func authorization(as, why, value string) Packing {
	return Packing{As: as, Why: why, Header: []Field{{"Authorization", value}}}
}

// Schemes are Authorization values that hold a token otherwise than behind the
// Bearer scheme and blanks, RFC 6750 §2.1.
func Schemes(token string) []Packing {
	const ignored, split, parameter = "the scheme is not looked at", "split at any kind of blank", "read as parameters"
	pair := func(user, password string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	}
	return []Packing{
		authorization("without a scheme", "the scheme is taken off where it is there", token),
		authorization("behind the scheme Token", "a scheme of its own, taken beside Bearer", "Token "+token),
		authorization("behind the scheme JWT", "a scheme of its own, taken beside Bearer", "JWT "+token),
		authorization("behind the scheme OAuth", "a draft of RFC 6750 called it so", "OAuth "+token),
		authorization("behind the scheme MAC", ignored, "MAC "+token),
		authorization("behind the scheme DPoP", "RFC 9449, and the proof is not asked for", "DPoP "+token),
		authorization("behind the scheme Digest", ignored, "Digest "+token),
		authorization("behind the scheme Basic, as it is", ignored, "Basic "+token),
		authorization("behind a scheme that nobody has", ignored, "Assay "+token),
		authorization("behind a scheme that begins as Bearer does", "compared by its beginning", "BearerToken "+token),
		authorization("behind a scheme that ends as Bearer does", "a search for Bearer", "XBearer "+token),
		authorization("behind the scheme twice", "the last word is taken", "Bearer Bearer "+token),
		authorization("behind another scheme and Bearer", "a search for Bearer", "Assay Bearer "+token),
		authorization("behind the scheme and nothing between", "as many characters are cut off as Bearer has", "Bearer"+token),
		authorization("behind a colon", "as many characters are cut off as Bearer has and one", "Bearer:"+token),
		authorization("behind a colon and a blank", "the last word is taken", "Bearer: "+token),
		authorization("behind an equals sign", "as many characters are cut off as Bearer has and one", "Bearer="+token),
		authorization("behind a tab", split, "Bearer\t"+token),
		authorization("in quotation marks", "unquoted", `Bearer "`+token+`"`),
		authorization("in angle brackets", "copied from a manual, and cleaned", "Bearer <"+token+">"),
		authorization("as the parameter token", parameter, `Bearer token="`+token+`"`),
		authorization("as the parameter access_token", parameter, `Bearer access_token="`+token+`"`),
		authorization("as the parameter token of the scheme Token", parameter, `Token token="`+token+`"`),
		authorization("as the user of HTTP Basic", "a token taken for a pair without a secret", pair(token, "")),
		authorization("as the user of HTTP Basic, with a word", "a token taken for a pair", pair(token, "x-oauth-basic")),
		authorization("as the password of HTTP Basic", "a token taken for a pair", pair("x-access-token", token)),
		authorization("as the password of HTTP Basic without a user", "a token taken for a pair", pair("", token)),
		authorization("as the password of HTTP Basic of the user oauth2", "a token taken for a pair", pair("oauth2", token)),
		authorization("as base64 behind Bearer", "decoded though nothing says so", "Bearer "+base64.StdEncoding.EncodeToString([]byte(token))),
	}
}

// holders are header fields that servers have been seen to read tokens from.
var holders = []string{
	"X-Access-Token", "X-Auth-Token", "X-Authorization", "X-Forwarded-Authorization", "X-Original-Authorization",
	"Proxy-Authorization", "Authentication", "X-Api-Key", "X-Token", "Access-Token", "X-Forwarded-Access-Token",
	"X-Jwt-Assertion", "X-Bearer-Token", "X-Amzn-Oidc-Accesstoken",
}

// cookies are names of cookies that servers have been seen to read tokens from.
var cookies = []string{"access_token", "token", "jwt", "Authorization", "auth_token", "bearer", "session", "accessToken"}

// parameters are names that servers have been seen to read tokens from; access_token
// itself is that of RFC 6750 §2.3, which a server may know.
var parameters = []string{"token", "bearer_token", "auth_token", "oauth_token", "authorization", "api_key", "jwt", "accessToken", "Access_Token", "id_token"}

// Elsewhere are requests that hold a token in a place that none of the methods of
// RFC 6750 §2 names.
func Elsewhere(token string) []Packing {
	const field, cookie, query = "a gateway's field, or a framework's", "a page's cookie that the API knows, too", "a parameter for who cannot set fields"
	var out []Packing
	for _, name := range holders {
		value := token
		if strings.HasSuffix(name, "Authorization") || name == "Authentication" { // what stands for Authorization holds a scheme, too
			value = "Bearer " + token
		}
		out = append(out, Packing{As: "in the field " + name, Why: field, Header: []Field{{name, value}}})
	}
	for _, name := range cookies {
		out = append(out, Packing{As: "in the cookie " + name, Why: cookie, Header: []Field{{"Cookie", name + "=" + token}}})
	}
	for _, name := range parameters {
		out = append(out, Packing{As: "in the query as " + name, Why: query, Query: []Field{{name, token}}})
	}
	const form, object, text = "application/x-www-form-urlencoded", "application/json", "text/plain"
	return append(out,
		Packing{As: "in the cookie Authorization, behind Bearer", Why: cookie, Header: []Field{{"Cookie", "Authorization=Bearer%20" + token}}},
		Packing{As: "in a form as token", Why: query, Body: "token=" + url.QueryEscape(token), Type: form},
		Packing{As: "in a form as authorization", Why: query, Body: "authorization=Bearer+" + url.QueryEscape(token), Type: form},
		Packing{As: "in a JSON object as access_token", Why: "the form of RFC 6750 §2.2, whatever the type", Body: `{"access_token":"` + token + `"}`, Type: object},
		Packing{As: "in a JSON object as token", Why: query, Body: `{"token":"` + token + `"}`, Type: object},
		Packing{As: "in a form that says that it is text", Why: "the form of RFC 6750 §2.2, whatever the type", Body: "access_token=" + url.QueryEscape(token), Type: text},
	)
}

// Beside are requests whose Authorization field holds a bad token while a good one is
// somewhere else: more than one method at once, RFC 6750 §2.
func Beside(good, bad string) []Packing {
	const any = "one place after another is tried until a token is good"
	places := append(Elsewhere(good),
		Packing{As: "in the query as access_token", Query: []Field{{"access_token", good}}},
		Packing{As: "in a form as access_token", Body: "access_token=" + url.QueryEscape(good), Type: "application/x-www-form-urlencoded"})
	for i := range places {
		places[i].Why = any
		places[i].Header = append([]Field{{"Authorization", "Bearer " + bad}}, places[i].Header...)
	}
	return places
}

// Several are requests with more than one Authorization value, RFC 6750 §3.1.
func Several(good, bad string) []Packing {
	const pick, list, merged = "one of several fields is looked at", "read as a list", "equal fields are taken for one"
	two := func(as, why, one, other string) Packing {
		return Packing{As: as, Why: why, Header: []Field{{"Authorization", one}, {"Authorization", other}}}
	}
	return []Packing{
		two("the good token first", pick, "Bearer "+good, "Bearer "+bad),
		two("the good token last", pick, "Bearer "+bad, "Bearer "+good),
		two("the good token twice", merged, "Bearer "+good, "Bearer "+good),
		two("the good token behind HTTP Basic", pick, "Basic eDp5", "Bearer "+good),
		two("the good token before HTTP Basic", pick, "Bearer "+good, "Basic eDp5"),
		two("the good token behind an empty field", pick, "", "Bearer "+good),
		authorization("in one field, the good token first", list, "Bearer "+good+", Bearer "+bad),
		authorization("in one field, the good token last", list, "Bearer "+bad+", Bearer "+good),
		authorization("in one field, the good token twice", list, "Bearer "+good+", Bearer "+good),
		authorization("in one field, behind HTTP Basic", list, "Basic eDp5, Bearer "+good),
	}
}
