package reports

import "time"

// Load is the result of a load run. Durations are in milliseconds.
type Load struct {
	Verdict     Verdict   `json:"verdict" words:"ours"`
	Ground      Ground    `json:"ground,omitempty" words:"ours"` // what decided the verdict
	Sentence    string    `json:"sentence"`
	Interrupted bool      `json:"interrupted"`
	Started     time.Time `json:"started"`
	Seconds     float64   `json:"seconds"`
	Shape       string    `json:"shape,omitempty" words:"ours"` // how the rate ran over time, such as constant
	Offered     float64   `json:"offered_per_second"`           // the rate asked for
	Done        float64   `json:"done_per_second"`              // the rate of answers
	Requests    uint64    `json:"requests"`
	Wrong       uint64    `json:"wrong_answers"`
	Errors      uint64    `json:"errors"`
	Throttled   uint64    `json:"throttled"`             // answers of 429, neither wrong nor errors
	RetryAfter  float64   `json:"retry_after,omitempty"` // seconds, the longest that a 429 asked for
	Pool        int       `json:"pool"`                  // credentials minted for the run
	Connections int       `json:"connections"`
	Limit       string    `json:"limit,omitempty"`      // set when the generator, not the target, was the limit
	LimitedBy   *Limit    `json:"limited_by,omitempty"` // the same as a value
	Unsent      uint64    `json:"unsent,omitempty"`     // requests that were due and never went out
	Response    Latency   `json:"response"`             // from the intended send time
	Service     Latency   `json:"service"`              // from the actual send time
	Lag         Latency   `json:"lag"`                  // actual less intended send time
	// Bursts is the share of the requests, 0 to 1, that went out within a
	// quarter of the planned interval behind the one before: the rate was right
	// on average only.
	Bursts     float64     `json:"bursts,omitempty"`
	Curve      []Quantile  `json:"curve,omitempty"` // the whole distribution, rising
	Classes    []LoadClass `json:"classes"`
	Steps      []StepTimes `json:"steps,omitempty"` // of journeys
	PerSecond  []Second    `json:"per_second"`
	Thresholds []Threshold `json:"thresholds"`
	Memory     []Memory    `json:"memory"` // of the generator
	Heat       *Heat       `json:"heat,omitempty"`
	Histograms []Histogram `json:"histograms,omitempty"`
	Kinds      []Kind      `json:"error_kinds"`
}

// Closed says that requests were sent as fast as the connections answered: no
// rate was offered.
func (l *Load) Closed() bool { return l.Shape == ClosedShape }

// ClosedShape is the shape of a load that offers no rate, in reports, in the
// target file and on the command line: the closed model.
const ClosedShape = "closed"

// Latency holds percentiles in milliseconds and the samples that they rest on.
type Latency struct {
	Count uint64  `json:"count"`
	Min   float64 `json:"min"`
	Mean  float64 `json:"mean"`
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	P95   float64 `json:"p95"`
	P99   float64 `json:"p99"`
	P999  float64 `json:"p99_9"`
	P9999 float64 `json:"p99_99"`
	Max   float64 `json:"max"`
}

// Quantile is one point of the latency distribution, in milliseconds.
type Quantile struct {
	Q        float64 `json:"quantile"` // 0 to 1
	Response float64 `json:"response"`
	Service  float64 `json:"service"`
}

// LoadClass is one kind of credential in the mix and how its answers came out.
type LoadClass struct {
	Name       string     `json:"name" words:"ours"`
	Share      float64    `json:"share"`      // 0 to 1, as asked for
	Acceptable []string   `json:"acceptable"` // what such a credential must get
	Requests   uint64     `json:"requests"`
	Wrong      uint64     `json:"wrong_answers"`
	Errors     uint64     `json:"errors"`
	Throttled  uint64     `json:"throttled"`
	Response   Latency    `json:"response"`
	Moments    []Moment   `json:"wrong_per_second,omitempty"` // seconds that had wrong answers
	Samples    []Exchange `json:"wrong_samples,omitempty"`    // at most ten
}

// Second is one second of a load run.
type Second struct {
	At        int     `json:"at"`             // seconds since the start
	Span      int     `json:"span,omitempty"` // seconds that it stands for, in a long run; 0 is one
	Offered   uint64  `json:"offered"`
	Done      uint64  `json:"done"`
	Wrong     uint64  `json:"wrong_answers"`
	Errors    uint64  `json:"errors"`
	Throttled uint64  `json:"throttled"`
	P50       float64 `json:"p50"`
	P90       float64 `json:"p90"`
	P99       float64 `json:"p99"`
	Max       float64 `json:"max"`
	Histogram string  `json:"histogram,omitempty" words:"ours"` // of response times, in the HDR V2 compressed encoding, base64
}

// With returns one row for two that follow each other. Counts add up; of
// percentiles the worse is kept, for a mean would hide a stall, and their
// histogram is given up.
func (s Second) With(next Second) Second {
	s.Offered, s.Done = s.Offered+next.Offered, s.Done+next.Done
	s.Wrong, s.Errors, s.Throttled = s.Wrong+next.Wrong, s.Errors+next.Errors, s.Throttled+next.Throttled
	s.P50, s.P90 = max(s.P50, next.P50), max(s.P90, next.P90)
	s.P99, s.Max = max(s.P99, next.P99), max(s.Max, next.Max)
	s.Histogram = ""
	return s
}

// Threshold is a service level objective and whether it was met.
type Threshold struct {
	Text string `json:"text"` // as the user wrote it
	Met  bool   `json:"met"`
	Seen string `json:"seen"` // the measured value, in words
	// Measured is the same as a value; nil in reports of older versions.
	Measured *Figure `json:"measured,omitempty"`
}

// Memory is the generator's resident size at a moment of the run.
type Memory struct {
	At    float64 `json:"at"` // seconds since the start
	Bytes uint64  `json:"bytes"`
}

// Kind counts the errors that had one cause.
type Kind struct {
	Name  string `json:"name"` // such as timeout or connection reset
	Count uint64 `json:"count"`
}

// Moment is a second and how often something happened in it.
type Moment struct {
	At    int    `json:"at"` // seconds since the start
	Count uint64 `json:"count"`
}

// StepTimes says how one step of a journey came out. Times are service times.
type StepTimes struct {
	Journey string  `json:"journey" words:"ours"`
	Step    string  `json:"step" words:"ours"` // the verb, such as exchange
	Count   uint64  `json:"count"`
	Wrong   uint64  `json:"wrong_answers"`
	Errors  uint64  `json:"errors"`
	Service Latency `json:"service"`
}

// Heat counts response times by time and length.
type Heat struct {
	Step    int        `json:"step"`    // seconds that a column stands for
	Bounds  []float64  `json:"bounds"`  // upper bounds of the rows in milliseconds, rising; the last row has none
	Columns [][]uint64 `json:"columns"` // a column a span of time, a row a length
}

// Histogram is a whole distribution of times in nanoseconds, in the HDR V2
// compressed encoding, base64. Those of several runs can be merged.
type Histogram struct {
	Class string `json:"class" words:"ours"` // empty for all classes
	Of    string `json:"of" words:"ours"`    // response, service or lag
	Count uint64 `json:"count"`
	HDR   string `json:"hdr" words:"ours"`
}
