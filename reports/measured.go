package reports

import (
	"fmt"
	"strings"
)

// FigureKind is what a figure is.
type FigureKind string

// The kinds of figures that objectives are held against.
const (
	Share      FigureKind = "share"       // of the requests, 0 to 1
	Count      FigureKind = "count"       // of answers
	PerSecond  FigureKind = "per second"  // answers a second
	Millis     FigureKind = "millis"      // milliseconds
	NoRequests FigureKind = "no requests" // nothing was sent
	NoAnswers  FigureKind = "no answers"  // nothing was answered in time
)

// Figure is a value that was measured under load, or that there is none.
type Figure struct {
	Kind  FigureKind `json:"kind" words:"ours"`
	Value float64    `json:"value"`
}

// words write the figure with its unit.
func (f Figure) words() string {
	switch f.Kind {
	case Share:
		return fmt.Sprintf("%.4g%%", f.Value*100)
	case Count:
		return fmt.Sprintf("%.0f", f.Value)
	case PerSecond:
		return fmt.Sprintf("%.1f/s", f.Value)
	case Millis:
		return fmt.Sprintf("%.4gms", f.Value)
	}
	return string(f.Kind)
}

// Conclude says what was measured, and whether that met the objective.
func (t *Threshold) Conclude(f Figure, met bool) {
	t.Measured, t.Seen, t.Met = &f, f.words(), met
}

// WrongAnswer says what is wrong about an answer under load. It holds no secret.
type WrongAnswer struct {
	Status int      `json:"status,omitempty"` // of the answer, where it is not one of those that were wanted
	Wanted []string `json:"wanted,omitempty"` // statuses, or classes of them
	Others []Other  `json:"others,omitempty"` // whom it is about
	Said   string   `json:"said,omitempty"`   // what else, by who looked at it
}

// Other is somebody or something that an answer is about instead of whom the
// credentials belong to.
type Other struct {
	What string `json:"what" words:"ours"` // user or tenant
	Is   string `json:"is"`
	Want string `json:"want"`
}

// Words say what is wrong.
func (w *WrongAnswer) Words() string {
	var parts []string
	if w.Wanted != nil {
		parts = append(parts, fmt.Sprintf("status %d, want %s", w.Status, strings.Join(w.Wanted, " or ")))
	}
	for _, o := range w.Others {
		parts = append(parts, fmt.Sprintf("the answer is about another %s: %s, and the credentials are those of %s", o.What, o.Is, o.Want))
	}
	if w.Said != "" {
		parts = append(parts, w.Said)
	}
	return strings.Join(parts, "; ")
}
