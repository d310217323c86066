// Package assembly turns a target, as its file describes it, into a client
// that can be used: it chooses the dialect of the profile, the way of logging
// in, the wire, the clock and the redactor, and lays the target's declared
// policy over the profile's.
//
// It is the one room that knows every dialect. It must not know checks, load
// or the reference server, and it sends nothing itself.
package assembly
