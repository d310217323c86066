package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/authassay/authassay/load/shape"
)

// closedShape is the word of the target file for what --closed says.
const closedShape = "closed"

// follow puts the course of the rate into the options: that of the flags, or
// that of the target file. A rate or a duration on the command line takes the
// place of legs in the file, which bring their own.
func (c *loadCommand) follow(s *subject, o *loadOptions) error {
	o.closed = c.Closed
	if c.Shape != "" {
		shape, err := course(c.Shape, *o)
		if err != nil {
			return wrong(fmt.Errorf("read --shape: %w", err), shapeHint)
		}
		o.shape = shape
		return nil
	}
	text := s.Load.Shape
	named := text == closedShape || slices.Contains(shape.Names, text)
	if text == "" || text == "constant" || c.Closed || !named && (c.Rate != "" || c.Duration != 0) {
		return nil
	}
	if o.closed = text == closedShape; o.closed {
		return nil
	}
	shape, err := course(text, *o)
	if err != nil {
		return s.file.Complain("/load/shape", err.Error(), shapeHint)
	}
	o.shape = shape
	return nil
}

// shapeHint says what a shape may be.
const shapeHint = "there are constant, ramp, step, spike, sine and soak, legs such as '100/s to 500/s for 1m', and @FILE with one rate a line, a second each, or legs"

// course reads the shape: a name, legs, or a file.
func course(text string, o loadOptions) (shape.Shape, error) {
	if slices.Contains(shape.Names, text) {
		return shape.Named(text, o.rate, o.duration)
	}
	if name, isFile := strings.CutPrefix(text, "@"); isFile {
		content, err := os.ReadFile(name)
		var path *os.PathError
		if errors.As(err, &path) {
			return shape.Shape{}, fmt.Errorf("%s: %w", name, path.Err)
		}
		if err != nil {
			return shape.Shape{}, err
		}
		text = string(content)
	}
	return shape.Parse(text)
}
