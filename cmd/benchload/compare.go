package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The cores of server and generator: each has one to itself, so that a
// generator's CPU time is its own.
const (
	serverCore    = "1"
	generatorCore = "0"
)

// result is one run of one tool.
type result struct {
	rate float64 // requests a second, as the server counted them
	cpu  float64 // microseconds of the generator for each
}

// compare runs all tools in turn, round by round, and prints what they cost.
func compare(s settings, out io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "benchload")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	up, err := serving(s)
	if err != nil {
		return err
	}
	defer up.stop()
	all, err := tools(s, self, dir, up.url)
	if err != nil {
		return err
	}
	results := make([][]result, len(all))
	for round := range s.rounds {
		for i, t := range all {
			r, err := up.measure(t, s.length)
			if err != nil {
				return fmt.Errorf("run %s: %w", t.name, err)
			}
			results[i] = append(results[i], r)
			fmt.Fprintf(out, "round %d  %-10s %8.0f/s  %6.2f µs\n", round+1, t.name, r.rate, r.cpu)
		}
	}
	table(out, all, results)
	return nil
}

// running is a server that is up.
type running struct {
	url     string
	command *exec.Cmd
	in      io.WriteCloser
	lines   *bufio.Reader
}

// pinned is a command on one core.
func pinned(core string, argv []string) *exec.Cmd {
	command := exec.Command("taskset", append([]string{"-c", core}, argv...)...)
	command.Env = append(os.Environ(), "GOMAXPROCS=1")
	return command
}

// serving brings the server up that all generators are run against: this
// program in another role.
func serving(s settings) (*running, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	return start(serverCore, self, "-role", "serve", "-tokens", strconv.Itoa(s.tokens))
}

// start brings a server up on a core.
func start(core string, argv ...string) (*running, error) {
	r := &running{command: pinned(core, argv)}
	var err error
	if r.in, err = r.command.StdinPipe(); err != nil {
		return nil, err
	}
	lines, err := r.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.lines = bufio.NewReader(lines)
	if err := r.command.Start(); err != nil {
		return nil, fmt.Errorf("start server (taskset comes with util-linux): %w", err)
	}
	line, err := r.lines.ReadString('\n')
	r.url = strings.TrimSpace(line)
	return r, err
}

// stop ends the server.
func (r *running) stop() {
	r.in.Close()
	_ = r.command.Wait()
}

// ask returns the number that the server has to say: of the one for all
// generators, how much was served since it was asked last.
func (r *running) ask() (float64, error) {
	if _, err := r.in.Write([]byte{'?'}); err != nil {
		return 0, err
	}
	line, err := r.lines.ReadString('\n')
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(line), 64)
}

// measure runs a tool once.
func (r *running) measure(t tool, length time.Duration) (result, error) {
	if _, err := r.ask(); err != nil {
		return result{}, err
	}
	command := pinned(generatorCore, t.argv)
	if text, err := command.CombinedOutput(); err != nil {
		return result{}, fmt.Errorf("%w: %s", err, text)
	}
	n, err := r.ask()
	if err == nil && n == 0 {
		err = errors.New("nothing was served")
	}
	state := command.ProcessState
	return result{n / length.Seconds(), float64((state.UserTime() + state.SystemTime()).Nanoseconds()) / 1e3 / n}, err
}

// table prints the medians, and the ratios of the first tool to the others,
// worked out round by round.
func table(out io.Writer, all []tool, results [][]result) {
	fmt.Fprintf(out, "\n%-10s %10s %30s %34s\n", "tool", "requests/s", "CPU µs for each (least, most)", "authassay's CPU over it")
	for i, t := range all {
		var rates, cpus, ratios []float64
		for round, r := range results[i] {
			rates, cpus = append(rates, r.rate), append(cpus, r.cpu)
			ratios = append(ratios, results[0][round].cpu/r.cpu)
		}
		fmt.Fprintf(out, "%-10s %10.0f %30s %34s\n", t.name, median(rates), spread(cpus), spread(ratios))
	}
}

// spread writes the median and the extremes.
func spread(values []float64) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", median(values), slices.Min(values), slices.Max(values))
}

// median returns the middle value, the higher one of two.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
