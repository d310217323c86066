package targetfile

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// decided are the headers that each request decides by itself; a file that sets
// one for all would be overridden, or would take from a check what it is about.
var decided = map[string]string{
	"Authorization":     "credentials stand under client, basic and administrator",
	"Cookie":            "a login keeps the cookies of the server by itself",
	"Content-Type":      "the profile knows how bodies are written",
	"Content-Length":    "it is the length of the body",
	"Host":              "it is that of auth and api",
	"Origin":            "a login sends that of its pages",
	"Connection":        "connections are kept by authassay",
	"Transfer-Encoding": "bodies are sent with their length",
}

// judgeHeaders refuses what could not be kept: every other header of the file is
// sent in the place of what the profile would send.
func (t *Target) judgeHeaders(tell func(pointer, message, hint string)) {
	for _, name := range slices.Sorted(maps.Keys(t.Headers)) {
		if why, taken := decided[http.CanonicalHeaderKey(name)]; taken {
			tell("/headers/"+name, fmt.Sprintf("%s is decided by each request and cannot be set for all", name), why)
		}
	}
}
