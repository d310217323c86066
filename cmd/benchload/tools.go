package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// tool is one of the generators: how it is called.
type tool struct {
	name string
	argv []string
}

// tools writes what the others need into a folder, and returns all generators.
func tools(s settings, self, dir, url string) ([]tool, error) {
	script, targets := filepath.Join(dir, "tokens.lua"), filepath.Join(dir, "targets.http")
	if err := write(script, func(w *bufio.Writer) {
		fmt.Fprintln(w, "local all = {")
		for i := range s.tokens {
			fmt.Fprintf(w, "%q,\n", token(i))
		}
		fmt.Fprintln(w, "}\nlocal n, requests = 0, {}")
		fmt.Fprintln(w, `init = function() for i, t in ipairs(all) do
  requests[i] = wrk.format("GET", nil, {["Authorization"] = "Bearer " .. t, ["X-Cxp-Tenant"] = "acme"}) end end`)
		fmt.Fprintln(w, "request = function() n = n % #requests + 1; return requests[n] end")
	}); err != nil {
		return nil, err
	}
	if err := write(targets, func(w *bufio.Writer) {
		for i := range s.tokens {
			fmt.Fprintf(w, "GET %s\nAuthorization: Bearer %s\nX-Cxp-Tenant: acme\n\n", url, token(i))
		}
	}); err != nil {
		return nil, err
	}
	n, length := strconv.Itoa(s.connections), s.length.String()
	return []tool{
		{"authassay", []string{self, "-role", "attack", "-url", url, "-time", length, "-connections", n, "-tokens", strconv.Itoa(s.tokens)}},
		{"wrk", []string{s.wrk, "-t1", "-c" + n, fmt.Sprintf("-d%.0fs", s.length.Seconds()), "-s", script, url}},
		{"vegeta", []string{s.vegeta, "attack", "-rate=0", "-workers=" + n, "-max-workers=" + n, "-connections=" + n,
			"-duration=" + length, "-targets=" + targets, "-output=/dev/null"}},
	}, nil
}

// write makes a file.
func write(name string, fill func(*bufio.Writer)) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	fill(w)
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}
