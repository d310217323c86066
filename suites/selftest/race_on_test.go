//go:build race

package selftest

// sparse is how many servers are passed over for each that is tried. The race
// detector makes everything ten times slower, and looks for races in the code,
// which one server in ten runs through as well as all of them; that every fault
// is killed is proven without it.
const sparse = 10
