// Package laws is the house style as tests: which room may import which, who
// keeps a library, how long a file and a function may be, how many files a
// package may hold. It ships nothing and has no names. A law judges the sources
// of the whole module by reading them, and must not know what they do.
//
//	go test ./cmd/internal/laws
//
// Each complaint says where, what and why; each law has a proof that it can
// fail.
package laws
