// Package suites holds the checks: Ginkgo specs, a chapter a file, that hold a
// target to the requirements that its profile adopts. It is the only package
// that knows Ginkgo and Gomega.
//
// It knows no dialect and no product. Worlds arrive ready-made, and a check
// says what a client does in the words of the scenarios package.
package suites
