package reports

import (
	"fmt"
	"slices"
	"strings"
)

// bunch is an exchange and what came of others like it, which are not worth a
// place of their own: a race is one request twenty times.
type bunch struct {
	Exchange
	More string // what the others were answered with, "" where there are none
}

// bunched joins exchanges that follow each other with the same request and the
// same status. Where two statuses take turns each is shown once.
func bunched(all []Exchange) []bunch {
	var out []bunch
	for i := 0; i < len(all); {
		end := i + 1
		for end < len(all) && sameRequest(all[i], all[end]) {
			end++
		}
		same := all[i:end]
		i = end
		if len(same) < 3 {
			for _, e := range same {
				out = append(out, bunch{Exchange: e})
			}
			continue
		}
		out = append(out, gathered(same)...)
	}
	return out
}

// alone shows each exchange by itself.
func alone(all []Exchange) []bunch {
	var out []bunch
	for _, e := range all {
		out = append(out, bunch{Exchange: e})
	}
	return out
}

func sameRequest(a, b Exchange) bool {
	return a.Role == b.Role && a.Step == b.Step && a.Method == b.Method && a.URL == b.URL && a.Body == b.Body &&
		slices.Equal(a.Header, b.Header)
}

// gathered shows the first exchange of each status, and with the last of them
// how often each was the answer.
func gathered(same []Exchange) []bunch {
	var out []bunch
	var counts []int
	for _, e := range same {
		at := slices.IndexFunc(out, func(b bunch) bool { return b.Status == e.Status })
		if at < 0 {
			out, counts, at = append(out, bunch{Exchange: e}), append(counts, 0), len(out)
		}
		counts[at]++
	}
	var words []string
	for i, b := range out {
		answer := fmt.Sprint(b.Status)
		if b.Status == 0 {
			answer = "no answer"
		}
		words = append(words, fmt.Sprintf("%d times %s", counts[i], answer))
	}
	out[len(out)-1].More = fmt.Sprintf("%d such requests in all (#%d to #%d), answered %s",
		len(same), same[0].Sequence, same[len(same)-1].Sequence, strings.Join(words, ", "))
	return out
}

// led is how many exchanges that only led up to the evidence a terminal shows.
const led = 8

// leading leaves out of the exchanges those in the middle of a long way to the
// evidence, and says how many.
func leading(all []bunch) (shown []bunch, left int) {
	given := 0
	for _, b := range all {
		if !weighed(b.Exchange) {
			if given++; given > led {
				left++
				continue
			}
		}
		shown = append(shown, b)
	}
	return shown, left
}
