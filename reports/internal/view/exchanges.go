package view

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// Bunch is an exchange and what came of others like it, which are not worth a
// place of their own: a race is one request twenty times.
type Bunch struct {
	reports.Exchange
	More string // what the others were answered with, "" where there are none
}

// Bunched joins exchanges that follow each other with the same request and the
// same status. Where two statuses take turns each is shown once.
func Bunched(all []reports.Exchange) []Bunch {
	var out []Bunch
	for i := 0; i < len(all); {
		end := i + 1
		for end < len(all) && sameRequest(all[i], all[end]) {
			end++
		}
		same := all[i:end]
		i = end
		if len(same) < 3 {
			for _, e := range same {
				out = append(out, Bunch{Exchange: e})
			}
			continue
		}
		out = append(out, gathered(same)...)
	}
	return out
}

// Alone shows each exchange by itself.
func Alone(all []reports.Exchange) []Bunch {
	var out []Bunch
	for _, e := range all {
		out = append(out, Bunch{Exchange: e})
	}
	return out
}

func sameRequest(a, b reports.Exchange) bool {
	return a.Role == b.Role && a.Step == b.Step && a.Method == b.Method && a.URL == b.URL && a.Body == b.Body &&
		slices.Equal(a.Header, b.Header)
}

// gathered shows the first exchange of each status, and with the last of them
// how often each was the answer.
func gathered(same []reports.Exchange) []Bunch {
	var out []Bunch
	var counts []int
	for _, e := range same {
		at := slices.IndexFunc(out, func(b Bunch) bool { return b.Status == e.Status })
		if at < 0 {
			out, counts, at = append(out, Bunch{Exchange: e}), append(counts, 0), len(out)
		}
		counts[at]++
	}
	var counted []string
	for i, b := range out {
		answer := fmt.Sprint(b.Status)
		if b.Status == 0 {
			answer = "no answer"
		}
		counted = append(counted, fmt.Sprintf("%d times %s", counts[i], answer))
	}
	out[len(out)-1].More = fmt.Sprintf("%d such requests in all (#%d to #%d), answered %s",
		len(same), same[0].Sequence, same[len(same)-1].Sequence, strings.Join(counted, ", "))
	return out
}

// Led is how many exchanges that only led up to the evidence a terminal shows.
const Led = 8

// Leading leaves out of the exchanges those in the middle of a long way to the
// evidence, and says how many.
func Leading(all []Bunch) (shown []Bunch, left int) {
	given := 0
	for _, b := range all {
		if !Weighed(b.Exchange) {
			if given++; given > Led {
				left++
				continue
			}
		}
		shown = append(shown, b)
	}
	return shown, left
}

// Weighed says whether an exchange is evidence itself: the answer that was
// judged, or its control. The others only led up to it.
func Weighed(e reports.Exchange) bool { return e.Role != "" && e.Role != "given" }

// ByWeight returns the exchanges that are evidence themselves, or the others.
// Where none is marked as evidence, all of them are taken for it.
func ByWeight(all []reports.Exchange, wanted bool) []reports.Exchange {
	if !slices.ContainsFunc(all, Weighed) {
		if wanted {
			return all
		}
		return nil
	}
	var out []reports.Exchange
	for _, e := range all {
		if Weighed(e) == wanted {
			out = append(out, e)
		}
	}
	return out
}

// ExchangeTitle names an exchange: its number, its role and its step.
func ExchangeTitle(e reports.Exchange) string {
	parts := []string{fmt.Sprintf("#%d", e.Sequence)}
	for _, word := range []string{e.Role, e.Step} {
		if word != "" {
			parts = append(parts, words.Line(word))
		}
	}
	return strings.Join(parts, " ")
}

// AnswerLine is the first line of an answer, or why there was none.
func AnswerLine(e reports.Exchange) string {
	if e.Status == 0 {
		return "no answer: " + words.Line(words.First(e.Error, "unknown cause"))
	}
	text := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)))
	text += " (" + words.Millis(e.Millis) + ")"
	if e.Error != "" {
		text += ", then: " + words.Line(e.Error)
	}
	return text
}
