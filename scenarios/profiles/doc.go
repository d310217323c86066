// Package profiles lists the contracts that targets can be held to, and reads
// those that are handed in as data. A profile is one folder: a dialect, the
// requirements that it adopts, and a target file to start from.
//
//	mine, err := profiles.Read(os.DirFS("profiles"), "profiles", profiles.BuiltIn())
//	all := append(profiles.BuiltIn(), mine...)
//	c, err := profiles.Catalogue(all)
//
// It is the one room that knows every built-in dialect. It must not know checks,
// load or the reference server, and it sends nothing.
package profiles
