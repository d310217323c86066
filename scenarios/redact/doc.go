// Package redact shows what went over the wire without its secrets: as an
// exchange with fingerprints, and as curl lines that do it again with variables.
//
//	r, err := redact.New(rand.Reader)
//	r.Hold("CLIENT_SECRET", secret)
//	shown := r.Render(entry)                     // fingerprints instead of secrets
//	lines := r.Script(keep).Lines(t.Exchanges()) // curl -u "id:$CLIENT_SECRET" ...
//
// A [Redactor] learns what the target hands out from the exchanges that it
// observes. It must not know who reads what it shows, nor any dialect: secrets
// are found by the structure of HTTP, forms, JSON and HTML.
package redact
