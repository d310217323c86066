package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/authassay/authassay/load"
)

const (
	million = 1_000_000
	early   = 1 * million // hits after which the generator must have reached its size
	late    = 10 * million

	mostGrown = 2 // MiB between the two
)

// memory runs the engine until it has made ten million hits, and prints how
// large it was after each million.
func memory(s settings, out io.Writer) error {
	up, err := serving(s)
	if err != nil {
		return err
	}
	defer up.stop()
	s.url = up.url
	plan := s.plan()
	plan.Duration = time.Hour
	ctx, enough := context.WithCancel(context.Background())
	defer enough()
	var sizes []float64 // MiB after each million
	_, err = load.Run(ctx, plan, func(l load.Live) {
		for next := uint64(len(sizes)+1) * million; l.Requests >= next; next += million {
			sizes = append(sizes, resident())
			fmt.Fprintf(out, "%9d hits in %5.0f s  %6.2f MiB\n", next, l.Elapsed.Seconds(), sizes[len(sizes)-1])
		}
		if l.Requests >= late {
			enough()
		}
	})
	if err != nil {
		return err
	}
	if len(sizes) < late/million {
		return errors.New("measure memory: the run ended early")
	}
	grown := sizes[late/million-1] - sizes[early/million-1]
	fmt.Fprintf(out, "resident size from %d to %d hits: %+.2f MiB\n", early, late, grown)
	if grown > mostGrown {
		return fmt.Errorf("measure memory: grew by more than %d MiB", mostGrown)
	}
	return nil
}

// resident returns the resident size of this process in MiB, 0 where it is not
// known.
func resident() float64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	bytes, err := load.Resident(statm, os.Getpagesize())
	if err != nil {
		return 0
	}
	return float64(bytes) / (1 << 20)
}
