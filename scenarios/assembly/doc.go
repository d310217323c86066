// Package assembly turns a target, as its file describes it, into a client
// that can be used: it takes the dialect of the profile, chooses the way of
// logging in, the wire, the clock and the redactor, and lays the target's
// declared policy over the profile's. Profiles of one's own are handed to it
// beside the built-in ones:
//
//	a, err := assembly.Assemble(target, assembly.Options{Profiles: append(profiles.BuiltIn(), mine), Random: rand.Reader})
//
// It must not know products, checks, load or the reference server, and it sends
// nothing itself.
package assembly
