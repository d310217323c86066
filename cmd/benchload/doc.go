// Command benchload measures what a request costs the generator: it runs this
// repository's engine, wrk and vegeta in turn against one server, each on a
// core of its own, and prints CPU time for each request and the ratios with
// their spread. It is a tool of the house, and not part of the product.
//
// It must not know how a target is set up: tokens and server are made up here.
package main
