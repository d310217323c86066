package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

// settings are what the command line says.
type settings struct {
	role        string
	url         string
	wrk, vegeta string
	rounds      int
	length      time.Duration
	connections int
	tokens      int
	only        string
	levels      bool
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "benchload:", err)
		os.Exit(1)
	}
}

// run reads the flags and plays the role that they name.
func run(args []string, in io.Reader, out io.Writer) error {
	var s settings
	flags := flag.NewFlagSet("benchload", flag.ContinueOnError)
	flags.StringVar(&s.role, "role", "compare", "compare, memory, pacing or capacity; or what these start: serve, known or attack")
	flags.StringVar(&s.url, "url", "", "of the server, for attack")
	flags.StringVar(&s.wrk, "wrk", "wrk", "path of wrk")
	flags.StringVar(&s.vegeta, "vegeta", ".bin/vegeta", "path of vegeta")
	flags.IntVar(&s.rounds, "rounds", 5, "how often each tool runs")
	flags.DurationVar(&s.length, "time", 5*time.Second, "how long each run takes")
	flags.IntVar(&s.connections, "connections", 64, "open at a time")
	flags.IntVar(&s.tokens, "tokens", 10_000, "different ones")
	flags.StringVar(&s.only, "only", "", "the one server that capacity looks at: workers, bucket, lock or leaking")
	flags.BoolVar(&s.levels, "levels", false, "print the levels that capacity tried")
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch s.role {
	case "serve":
		return serve(s.tokens, in, out)
	case "attack":
		return attack(s)
	case "known":
		return serveKnown(s.only, in, out)
	case "memory":
		return memory(s, out)
	case "pacing":
		return pacing(s, out)
	case "capacity":
		return capacities(s, out)
	}
	return compare(s, out)
}
