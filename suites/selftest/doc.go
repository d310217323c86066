// Package selftest proves the checks: it runs them against the reference
// server, honest and with each fault and each manner in turn, and compares what
// breaks with what must break.
//
// It is the one room beside the command line that sees both sides. It holds no
// check and no fault of its own.
package selftest
