package reports

// Capacity is what a target carries within the thresholds of a search. Rates
// are in requests a second.
type Capacity struct {
	Verdict     Verdict  `json:"verdict" words:"ours"`
	Sentence    string   `json:"sentence"`
	Interrupted bool     `json:"interrupted"`
	Rate        float64  `json:"rate_per_second"`           // the highest rate that kept the thresholds in most probes
	High        float64  `json:"high_per_second,omitempty"` // the rate above it that did not; the truth lies between
	Plan        float64  `json:"plan_per_second"`           // the rate to plan with
	Headroom    float64  `json:"headroom"`                  // the share of Rate that Plan leaves free, 0 to 1
	Binding     string   `json:"binding"`                   // what kept the target, or the generator, from more
	Bound       *Binding `json:"bound,omitempty"`           // the same as a value
	// Knee is the rate with the most throughput for its response time: beyond
	// it, more load buys mostly waiting.
	Knee float64 `json:"knee_per_second"`
	// InUse is the mean number of requests in the target at Rate, by Little's
	// law: throughput times service time.
	InUse       float64      `json:"in_use"`
	Scalability *Scalability `json:"scalability,omitempty"` // where the levels carry one
	Levels      []Level      `json:"levels"`
	// Best is the run that decided: the last good one at Rate, or the one whose
	// wrong answers ended the search. The report shows it as its load.
	Best *Load `json:"-"`
}

// Level is one rate that was tried. Times are in milliseconds.
type Level struct {
	Rate      float64 `json:"rate_per_second"`
	Done      float64 `json:"done_per_second"`
	P50       float64 `json:"p50"`
	P99       float64 `json:"p99"`
	Service   float64 `json:"mean_service"`
	InUse     float64 `json:"in_use"` // requests in the target, by Little's law
	Errors    uint64  `json:"errors"`
	Throttled uint64  `json:"throttled"` // answers of 429
	Wrong     uint64  `json:"wrong_answers"`
	Good      bool    `json:"good"`
	// Generator says that this program was late itself, so that what was missed
	// need not be the target's doing.
	Generator bool   `json:"generator_late"`
	Missed    *Miss  `json:"missed,omitempty"`   // the first thing that was missed
	Why       string `json:"why,omitempty"`      // what was missed, with its figures
	Bound     string `json:"bound,omitempty"`    // what was missed, in short
	Phase     Phase  `json:"phase" words:"ours"` // of the search, in which it was tried
}

// Phase is a part of a search.
type Phase string

// The phases, in their order.
const (
	Doubling  Phase = "doubling"  // rates rise by two until one fails; windows are short
	Bisection Phase = "bisection" // the gap is closed
	Probe     Phase = "probe"     // both ends of it are tried again
)

// Scalability is the Universal Scalability Law fitted to the levels of a
// search: with N requests in the target it answers
//
//	X(N) = Lambda N / (1 + Sigma (N-1) + Kappa N (N-1))
//
// requests a second.
type Scalability struct {
	Lambda float64 `json:"lambda"` // answers a second with one request at a time
	Sigma  float64 `json:"sigma"`  // share of the work that waits in line
	Kappa  float64 `json:"kappa"`  // cost of agreeing, per pair
	Peak   float64 `json:"peak"`   // requests in the target at the maximum; 0 for none
	Most   float64 `json:"most"`   // answers a second there; the asymptote without a maximum
	Fit    float64 `json:"fit"`    // share of the variance of X that the law explains
}

// At returns the answers a second with n requests in the target.
func (s *Scalability) At(n float64) float64 {
	return s.Lambda * n / (1 + s.Sigma*(n-1) + s.Kappa*n*(n-1))
}
