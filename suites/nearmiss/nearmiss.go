// Package nearmiss holds what a careless server takes for a value that it is not:
// for each kind of value a table of spellings, each with the reason why it might
// get through. A check that wants a value refused goes through the whole table of
// its kind, for a comparison that is right about one wrong spelling may be wrong
// about the next:
//
//	for _, m := range nearmiss.Of(nearmiss.ClientSecret, secret) {
//		send(m.Value) // and m.As says in the finding which one it was
//	}
//
// It is tables and the functions in them. It must not know a check, a target or a
// dialect, and what it says of a spelling holds nothing of the value.
package nearmiss

import "slices"

// Miss is a spelling of a value that is not the value.
type Miss struct {
	As    string // what was done to the value, in words that hold nothing of it
	Why   string // a server might take it for the value
	Value string
}

// Kind is what a value is for, which decides how it can be sent and which
// mistakes are made with it. Requirements name theirs.
type Kind string

// The kinds of values.
const (
	ClientSecret Kind = "client secret" // and API secrets: sent in a body or inside HTTP Basic, so that it may hold any character
	Password     Kind = "password"      // of a person, sent in a form
	Credential   Kind = "credential"    // a code or a token where it is a parameter
	BearerToken  Kind = "bearer token"  // a token in a header field, where it can hold no blanks at the ends and no controls
	Verifier     Kind = "code verifier" // of RFC 7636
	Redirect     Kind = "redirect URI"  // all of the following
	Neighbour    Kind = "neighbour of a redirect URI"
	Detour       Kind = "detour to a redirect URI"
	Fragment     Kind = "redirect URI with a fragment"
	Site         Kind = "redirect URI of a site, with a query"
	Tenant       Kind = "tenant"       // in a header field
	Name         Kind = "name"         // of a client, a key or a user
	Scope        Kind = "scope"        // one name in a list that is divided by blanks
	Word         Kind = "word"         // of a protocol, such as a response_type
	NeededScope  Kind = "needed scope" // the one that a resource asks for, by a login for each
	Base64       Kind = "base64"       // in a header field, as a text that has to be decoded
)

// spelling is a row of a table.
type spelling struct {
	as, why string
	of      func(value string) string // the value itself where the row does not fit it
}

// tables hold what there is of each kind.
var tables = map[Kind][]spelling{
	ClientSecret: slices.Concat(edges, blanks, controls, letters, lengths, encodings, patterns, digests, fallbacks),
	Password:     slices.Concat(edges, blanks, controls, letters, lengths, encodings, patterns, digests),
	Credential:   slices.Concat(edges, blanks, controls, letters, lengths, encodings, patterns, digests),
	BearerToken:  slices.Concat(edges, letters, lengths, encodings, visible, patterns, digests),
	Verifier:     slices.Concat(edges, blanks, controls, letters, verifierLengths, lengths, encodings, patterns, digests),
	Redirect:     slices.Concat(hosts, authorities, schemes, paths, tails, blanks, controls, redirectPatterns, ports, queries, detours, fragments, nothing),
	Neighbour:    slices.Concat(hosts, authorities, schemes, paths, tails, blanks, controls, redirectPatterns),
	Detour:       detours,
	Fragment:     fragments,
	Site:         slices.Concat(hosts, ports, queries),
	Tenant:       slices.Concat(edges, letters, lists, lengths, encodings, patterns, nobodies),
	Scope:        slices.Concat(edges, letters, scopes),
	Word:         words,
	NeededScope:  neededScopes,
	Base64:       packings,
	Name:         slices.Concat(edges, blanks, controls, letters, encodings, patterns),
}

// Kinds are all kinds, in the order of the alphabet.
func Kinds() []Kind {
	var out []Kind
	for k := range tables {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Rows are the rows of the table of a kind, without values. One that does not fit a
// value is left out where near misses are made of it.
func Rows(k Kind) []Miss {
	var out []Miss
	for _, s := range tables[k] {
		out = append(out, Miss{As: s.as, Why: s.why})
	}
	return out
}

// Of are the near misses of a value of a kind: no two alike, and none that is the
// value itself. A value of no characters has none. Beside the table others are
// values that belong to somebody or something else, by what they are: they come
// first.
func Of(k Kind, value string, others ...Miss) []Miss {
	var out []Miss
	seen := map[string]bool{value: true}
	take := func(m Miss) {
		if !seen[m.Value] {
			seen[m.Value] = true
			out = append(out, m)
		}
	}
	for _, o := range others {
		take(o)
	}
	if value == "" {
		return out
	}
	for _, s := range tables[k] {
		take(Miss{As: s.as, Why: s.why, Value: s.of(value)})
	}
	return out
}

// few are the rows that tell most: one for each way in which comparisons go wrong.
var few = []string{
	"empty", "a character less", "a character more", "the middle one changed", "a blank behind", "a NUL and more behind",
	"its letters in the other case", "alike in its first 8 characters only", "alike in its first 72 characters only",
	"percent-encoded once more", "% alone",
}

// Few are those near misses that tell most, for where the whole table was gone
// through on another way already.
func Few(k Kind, value string, others ...Miss) []Miss {
	all := Of(k, value, others...)
	return slices.DeleteFunc(all, func(m Miss) bool {
		return !slices.Contains(few, m.As) && !slices.ContainsFunc(others, func(o Miss) bool { return o.As == m.As })
	})
}

// Crossed is a value of another holder, which is good, and not here.
func Crossed(as, value string) Miss {
	return Miss{As: as, Why: "a lookup that does not ask whose it is", Value: value}
}
