package attestation

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
)

// ErrNothing is wrapped by Draw where no test passed that could be tried again.
var ErrNothing = errors.New("no test of the attestation passed")

// Draw chooses so many of the requirements that passed by fresh chance, without
// their profile. The signer cannot know which.
func (s *Statement) Draw(n int, random io.Reader) ([]string, error) {
	left := slices.Clone(s.Predicate.PassedTests)
	if len(left) == 0 {
		return nil, fmt.Errorf("draw: %w", ErrNothing)
	}
	var drawn []string
	for len(drawn) < n && len(left) > 0 {
		at, err := rand.Int(random, big.NewInt(int64(len(left))))
		if err != nil {
			return nil, fmt.Errorf("draw: %w", err)
		}
		_, id, _ := strings.Cut(left[at.Int64()], "/")
		drawn = append(drawn, id)
		left = slices.Delete(left, int(at.Int64()), int(at.Int64())+1)
	}
	slices.Sort(drawn)
	return drawn, nil
}

// Spotted compares what was drawn, and passed once, with the same requirements tried
// again.
func Spotted(drawn []string, again *reports.Run) []Line {
	verdicts := map[string]reports.Verdict{}
	for _, f := range again.Worst() {
		verdicts[f.ID] = f.Verdict
	}
	var all []Line
	for _, id := range drawn {
		switch v := verdicts[id]; v {
		case reports.Pass:
			all = append(all, believed("spot", "%s: passes here too", printable(id))...)
		case reports.Fail, reports.Warn, reports.Expected, reports.Note:
			all = append(all, refused("spot", "%s: passed in the evidence, and is %s here", printable(id), v)...)
		case reports.Untested, reports.Inconclusive, reports.NotApplicable:
			all = append(all, Line{Unsure, "spot", fmt.Sprintf("%s: could not be tried here (%s)", printable(id), v)})
		default:
			all = append(all, Line{Unsure, "spot", fmt.Sprintf("%s: was not tried here", printable(id))})
		}
	}
	return append(all, remark("spot", "a report in which one pass of ten is false is caught by so many in %.0f of 100 cases", 100*caught(len(drawn)))...)
}

// caught is how likely n draws meet at least one of the tenth of passes that are
// false.
func caught(n int) float64 { return 1 - math.Pow(0.9, float64(n)) }

// Introduction says in one sentence who vouches for what, and as what it must not
// be taken.
func Introduction(e Evidence) string {
	d, err := ReadDescriptor(e.Files[TargetFile])
	if err != nil {
		return "Somebody's evidence, which cannot be read as a whole."
	}
	who := printable(d.Software.Contact)
	if len(e.Witnesses) > 0 {
		return who + " signs for this run, and a witness has countersigned: see below whether that is so."
	}
	return who + " signs for their own run of " + printable(d.Software.Name) + ". Nobody else vouches for it."
}
