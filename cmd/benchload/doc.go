// Command benchload measures the generator. As compare it runs this
// repository's engine, wrk and vegeta in turn against one server, each on a
// core of its own, and prints CPU time for each request and the ratios with
// their spread. As memory it prints how large the engine is after each million
// hits, as pacing how evenly it sends at several rates and what becomes of it
// at twice the rate that the server carries, and as capacity what the search
// finds on servers of known capacity in real time. What misses its aim ends
// with exit code 1. It is a tool of the house, and not part of the product.
//
// It must not know how a target is set up: tokens and server are made up here.
package main
