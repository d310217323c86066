package main

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
)

// screen is the live view of a load on a terminal.
type screen struct {
	program *tea.Program
	done    chan struct{}
}

// newScreen takes the terminal over. Stop is called when the person has had
// enough.
func newScreen(j *job, target string, width int, stop context.CancelFunc) *screen {
	s := &screen{done: make(chan struct{})}
	s.program = tea.NewProgram(picture{target: target, width: width, stop: stop},
		tea.WithOutput(j.Stderr), tea.WithoutSignalHandler())
	go func() {
		defer close(s.done)
		_, _ = s.program.Run()
	}()
	return s
}

func (s *screen) live(levels []reports.Level, now load.Live) { s.program.Send(moment{levels, now}) }

func (s *screen) close() {
	s.program.Quit()
	<-s.done
}

// moment is how a load stands, as a message.
type moment struct {
	levels []reports.Level
	now    load.Live
}

// sparks is how many moments a spark line shows: a minute, at four a second.
const sparks = 60

// picture is what the screen shows. It is a value: each moment makes a new one.
type picture struct {
	target string
	width  int
	stop   context.CancelFunc
	moment
	done, p99 []float64 // of the moments so far, the last ones
}

// Init implements tea.Model.
func (p picture) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (p picture) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	switch m := message.(type) {
	case moment:
		p.moment = m
		p.done, p.p99 = latest(p.done, m.now.Done), latest(p.p99, m.now.P99)
	case tea.WindowSizeMsg:
		p.width = m.Width
	case tea.KeyPressMsg:
		if key := m.String(); key == "q" || key == "ctrl+c" {
			p.stop()
		}
	}
	return p, nil
}

// latest appends a value and keeps the last ones.
func latest(values []float64, v float64) []float64 {
	out := append(append([]float64(nil), values...), v)
	return out[max(0, len(out)-sparks):]
}

// View implements tea.Model.
func (p picture) View() tea.View {
	n := p.now
	var b strings.Builder
	row := func(format string, args ...any) {
		line := []rune(fmt.Sprintf(format, args...))
		b.WriteString(string(line[:min(len(line), max(20, p.width-1))]) + "\n")
	}
	row("authassay  %s  %s", p.target, p.stage())
	row("")
	row("asked     %12s   answered %10.0f/s   in flight %5d", p.asked(), n.Done, n.InFlight)
	row("p50       %10.2f ms  p99      %10.2f ms  behind    %5d ms", n.P50, n.P99, n.Behind.Milliseconds())
	row("requests  %10d     wrong    %10d     errors %8d   429 %6d", n.Requests, n.Wrong, n.Errors, n.Throttled)
	row("")
	row("answered  %s", spark(p.done))
	row("p99       %s", spark(p.p99))
	row("")
	for _, l := range p.levels[max(0, len(p.levels)-8):] {
		mark := "held"
		if !l.Good {
			mark = "failed: " + l.Why
		}
		row("%10.0f/s  p99 %9.2f ms  %s", l.Rate, l.P99, mark)
	}
	row("q stops and reports")
	return tea.NewView(b.String())
}

// stage says how far the load is.
func (p picture) stage() string {
	text := fmt.Sprintf("%.0f of %.0f s", p.now.Elapsed.Seconds(), p.now.Length.Seconds())
	if p.now.Warming {
		text += ", warming up"
	}
	if len(p.levels) > 0 {
		text = fmt.Sprintf("level %d: ", len(p.levels)+1) + text
	}
	return text
}

// asked is how much is asked for now; a dash where that is nothing.
func (p picture) asked() string {
	if p.now.Offered < 0.5 {
		return "-"
	}
	return fmt.Sprintf("%.0f/s", p.now.Offered)
}

// spark draws values as bars of eight heights, the highest one full.
func spark(values []float64) string {
	const bars = "▁▂▃▄▅▆▇█"
	most := 0.0
	for _, v := range values {
		most = max(most, v)
	}
	heights := []rune(bars)
	var b strings.Builder
	for _, v := range values {
		at := 0
		if most > 0 {
			at = min(len(heights)-1, int(v/most*float64(len(heights))))
		}
		b.WriteRune(heights[at])
	}
	return b.String()
}
