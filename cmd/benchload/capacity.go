package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"github.com/authassay/authassay/load/capacity"
	"github.com/authassay/authassay/load/objective"
)

const (
	nearEnough = 10.0            // percent that the found rate may be off
	soonEnough = 2 * time.Minute // that a search may take
)

// capacities looks for the capacity of the known servers, in real time and over
// real sockets, and prints how far off it comes and how long it takes. What a
// server carries is asked when the search is over: one of them gets slower.
func capacities(s settings, out io.Writer) error {
	fmt.Fprintf(out, "%-8s %9s %9s %8s %8s  %s\n", "server", "carries", "found", "error", "took", "bound by")
	missed := 0
	for _, k := range knownServers {
		if s.only != "" && s.only != k.name {
			continue
		}
		ok, err := s.capacityOf(k, out)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		if !ok {
			missed++
		}
	}
	if missed > 0 {
		return fmt.Errorf("%d searches were off by more than %g %%, or took longer than %s", missed, nearEnough, soonEnough)
	}
	return nil
}

// capacityOf searches one server.
func (s settings) capacityOf(k known, out io.Writer) (bool, error) {
	self, err := os.Executable()
	if err != nil {
		return false, err
	}
	up, err := start(serverCore, self, "-role", "known", "-only", k.name)
	if err != nil {
		return false, err
	}
	defer up.stop()
	s.url = up.url
	search := capacity.Options{Plan: s.plan()}
	search.Plan.Closed = false
	for _, text := range []string{"p99 < 50ms", "errors < 0.1%"} {
		t, err := objective.Parse(text)
		if err != nil {
			return false, err
		}
		search.Plan.Thresholds = append(search.Plan.Thresholds, t)
	}
	began := time.Now()
	found, err := capacity.Find(context.Background(), search, nil)
	if err != nil {
		return false, err
	}
	took := time.Since(began)
	carries, err := up.ask()
	if err != nil {
		return false, err
	}
	off := 100 * (found.Rate/carries - 1)
	fmt.Fprintf(out, "%-8s %7.0f/s %7.0f/s %+7.1f%% %7.0fs  %s\n", k.name, carries, found.Rate, off, took.Seconds(), found.Binding)
	if s.levels {
		for _, l := range found.Levels {
			fmt.Fprintf(out, "    %-9s %8.1f/s done %8.1f/s p99 %8.1f ms good %-5t %s\n", l.Phase, l.Rate, l.Done, l.P99, l.Good, l.Why)
		}
	}
	return math.Abs(off) <= nearEnough && took <= soonEnough, nil
}
