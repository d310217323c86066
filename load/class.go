package load

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/authassay/authassay/load/internal/h1"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// Class is one kind of credential in the mix, and what it must get.
type Class struct {
	Name string
	// Share is the weight of the class against the other classes; the weights
	// need not add up to one.
	Share float64
	// Requests are sent in turn, one for each credential of the class.
	Requests []scenarios.Request
	// Journey is instead of Requests, and of all that judges their answers,
	// where one hit is many steps. It gets the number of the hit, and may be
	// called from many goroutines at once. An error that wraps ErrWrong is a wrong answer; any other counts by its kind.
	Journey func(ctx context.Context, seq uint64) error
	// Acceptable are the classes of answers that are right. A server error and
	// a broken connection are errors, and a 429 is counted apart; none of them
	// is ever right, whatever stands here.
	Acceptable []scenarios.Class
	// Statuses, where given, are the only right ones, instead of Acceptable.
	Statuses []int
	// Judge looks closer at an answer whose status is right, and says what is
	// wrong about it, without a secret; nil for nothing. The body is valid only
	// during the call, which may come from many goroutines at once.
	Judge func(status int, body []byte) *reports.WrongAnswer
}

// ErrWrong says that a journey got an answer that it must not get.
var ErrWrong = errors.New("wrong answer")

// ClassOf reads a resource server's status as RFC 6750 §3.1 and RFC 9110 §15
// mean it: 2xx alive, 401 dead, 403 forbidden, 5xx broken and the rest
// rejected.
func ClassOf(status int) scenarios.Class {
	switch {
	case status >= 200 && status < 300:
		return scenarios.Alive
	case status == http.StatusUnauthorized:
		return scenarios.Dead
	case status == http.StatusForbidden:
		return scenarios.Forbidden
	case status >= 300 && status < 500:
		return scenarios.Rejected
	}
	return scenarios.Broken
}

// judge returns what an answer is to a credential of the class, and why where
// it is wrong.
func (c *Class) judge(a *h1.Answer) (Kind, *reports.WrongAnswer) {
	switch {
	case a.Status == http.StatusTooManyRequests:
		return Throttled, nil
	case a.Status >= 500 || a.Status < 200:
		return ServerError, nil
	case !c.accepts(a.Status):
		return Wrong, &reports.WrongAnswer{Status: a.Status, Wanted: c.acceptable()}
	case c.Judge != nil:
		if why := c.Judge(a.Status, a.Body); why != nil {
			return Wrong, why
		}
	}
	return Right, nil
}

// accepts says whether the status is right for the class.
func (c *Class) accepts(status int) bool {
	if len(c.Statuses) > 0 {
		return slices.Contains(c.Statuses, status)
	}
	return slices.Contains(c.Acceptable, ClassOf(status))
}

// acceptable names what the class must get, for the report.
func (c *Class) acceptable() []string {
	var out []string
	for _, s := range c.Statuses {
		out = append(out, strconv.Itoa(s))
	}
	if out != nil {
		return out
	}
	for _, a := range c.Acceptable {
		out = append(out, string(a))
	}
	return out
}
