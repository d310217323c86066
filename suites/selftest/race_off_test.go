//go:build !race

package selftest

// sparse is how many servers are passed over for each that is tried: none.
const sparse = 1
