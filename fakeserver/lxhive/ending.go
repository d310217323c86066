package lxhive

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Ending decides when a temporary token ends.
type Ending struct {
	Default          time.Duration                           // without expiresAt
	Endless          bool                                    // without expiresAt a token has no end, and null says so
	ReadISO          func(text string) (time.Time, bool)     // reads an ISO 8601 time
	ReadUnix         func(seconds float64) (time.Time, bool) // reads a Unix time
	NumericText      bool                                    // a Unix time may be written as text
	NullIsDefault    bool                                    // null is the same as none; else Unreadable
	Absent           func(value any) bool                    // whether a value is the same as none; may be nil
	UnreadableTaken  bool                                    // what cannot be read is the same as none
	PastTaken        bool                                    // a time in the past is taken; the token is dead at once
	PastIsDefault    bool                                    // a time in the past is the same as none
	Longest          time.Duration                           // a life; an expiry beyond it is TooFar; 0 is no bound
	BroughtForward   bool                                    // such an expiry is brought forward to the longest life
	Ends             func(kind string, asked time.Time) time.Time
	TakesSisters     bool // a user's tokens end with the first of them that expires
	Slides           bool // use starts the default life again
	InspectionSlides bool // inspection does

	Unreadable fakeserver.Refusal
	Past       fakeserver.Refusal
	TooFar     fakeserver.Refusal
	Expired    fakeserver.Refusal // of an expired token as a credential
}

func honestEnding() Ending {
	return Ending{
		Default:       time.Hour,
		ReadISO:       ReadISO,
		ReadUnix:      readUnix,
		NumericText:   true,
		NullIsDefault: true,
		Longest:       10 * 365 * 24 * time.Hour,
		Ends:          func(_ string, asked time.Time) time.Time { return asked },
		Unreadable:    fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "expiresAt cannot be read"},
		Past:          fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "expiresAt is past"},
		TooFar:        fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "expiresAt is too far away"},
		Expired:       fakeserver.Refusal{Status: http.StatusUnauthorized, Error: rules.AuthenticationError, Description: "the credentials are not valid"},
	}
}

// ReadISO reads an ISO 8601 time, with or without a fraction. A time without an
// offset is one in UTC.
func ReadISO(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// readUnix drops the fraction of a second. What no calendar holds is left as
// late as it is early enough to count with.
func readUnix(seconds float64) (time.Time, bool) {
	if math.IsNaN(seconds) || math.IsInf(seconds, 0) {
		return time.Time{}, false
	}
	return time.Unix(int64(min(max(seconds, -1e15), 1e15)), 0), true
}

// endlessly is the kind of end that never comes.
const endlessly = "endless"

// readEnd reads expiresAt.
func (v visit) readEnd(members map[string]any) (end, *fakeserver.Refusal) {
	own := &v.own.Ending
	byDefault := end{"default", v.Now.Add(own.Default)}
	if own.Endless {
		byDefault = end{endlessly, v.Now.AddDate(1000, 0, 0)}
	}
	value, there := members["expiresAt"]
	if !there || value == nil && own.NullIsDefault || own.Absent != nil && own.Absent(value) {
		return byDefault, nil
	}
	asked, ok := own.read(value)
	switch {
	case !ok && own.UnreadableTaken:
		return byDefault, nil
	case !ok:
		return end{}, &own.Unreadable
	case !asked.at.After(v.Now) && own.PastIsDefault:
		return byDefault, nil
	case !asked.at.After(v.Now) && !own.PastTaken:
		return end{}, &own.Past
	case own.Longest == 0 || !asked.at.After(v.Now.Add(own.Longest)):
		return asked, nil
	case own.BroughtForward:
		return end{asked.kind, v.Now.Add(own.Longest)}, nil
	}
	return end{}, &own.TooFar
}

func (r *Ending) read(value any) (end, bool) {
	switch value := value.(type) {
	case float64:
		at, ok := r.ReadUnix(value)
		return end{"unix", at}, ok
	case string:
		if n, err := strconv.ParseFloat(value, 64); err == nil && r.NumericText {
			at, ok := r.ReadUnix(n)
			return end{"unix", at}, ok
		}
		at, ok := r.ReadISO(value)
		return end{"iso", at}, ok
	}
	return end{}, false
}
