package settings

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// Shaped says whether what is wanted brings rates and lengths of its own, legs or
// a file of them, which a rate that is laid over it would contradict.
func Shaped(wanted targetfile.LoadPlan) bool {
	return wanted.Shape != "" && wanted.Shape != reports.ClosedShape && !slices.Contains(shape.Names, wanted.Shape)
}

// follow puts the shape of the rate into the plan.
func (s *Settings) follow(text string, readFile func(string) ([]byte, error)) error {
	switch text {
	case "", "constant":
		return nil
	case reports.ClosedShape:
		s.Plan.Closed = true
		return nil
	}
	shape, err := s.shape(text, readFile)
	if err != nil {
		return &Mistake{Shape, "", err}
	}
	s.Plan.Shape = shape
	return nil
}

// shape reads a name, legs, or a file.
func (s *Settings) shape(text string, readFile func(string) ([]byte, error)) (shape.Shape, error) {
	if slices.Contains(shape.Names, text) {
		return shape.Named(text, s.Plan.Rate, s.Plan.Duration)
	}
	if name, isFile := strings.CutPrefix(text, "@"); isFile {
		content, err := readFile(name)
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
