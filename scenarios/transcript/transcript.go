package transcript

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Role is the part that an exchange plays in a check.
type Role string

// The roles of exchanges.
const (
	Given   Role = "given"   // prepares what the check needs
	Control Role = "control" // the same with nothing spoiled
	Judged  Role = "judged"  // the answer that the verdict is on
	Void    Role = "void"    // sent with a credential that was dead by then, and so without meaning
)

// Entry is one request and its answer as they went over the wire. It holds
// secrets: only a Redactor's rendering of it may be written anywhere.
type Entry struct {
	Verb     scenarios.Verb
	Role     Role
	Method   string
	URL      string // with its query
	Header   http.Header
	Body     []byte
	Status   int // 0 where there was no answer
	Answer   http.Header
	Reply    []byte
	Err      error
	Sent     time.Time
	Received time.Time
	Clipped  bool // a body is kept in part

	// Number is the place in its transcript, from 1.
	Number int

	of *scenarios.Reply
}

// What a transcript keeps, at most. Bounds in bytes are there for targets that
// answer without any.
const (
	keptHeader = 4 << 10  // of one field of an answer
	keptFields = 16 << 10 // of all fields of an answer
	keptSent   = 64 << 10 // of the address and of the fields of a request
	keptBody   = 1 << 20  // of the body of a request
	keptInAll  = 4 << 20  // of a transcript
	keptSpare  = 1 << 10  // of each, once the transcript holds keptInAll
)

// Transcript collects the exchanges of one check. The zero value keeps 64
// exchanges with 64 KiB of each body: the first ones, and whatever is marked as
// evidence, instead of others. Safe for concurrent use.
type Transcript struct {
	Keep     int // exchanges kept; 64 where zero
	KeepBody int // bytes kept of each body; 64 KiB where zero
	// Words are what the product calls what the RFCs name; see scenarios.Worded.
	Words map[string][]string

	mu    sync.Mutex
	kept  []Entry
	came  int // exchanges that were recorded, kept or not
	bytes int // of what is kept
}

// Exchanges returns what was recorded, in the order in which answers came.
func (t *Transcript) Exchanges() []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Entry(nil), t.kept...)
}

// Adopt takes in exchanges of another transcript, as what was given; those that
// it has already stay where they are.
func (t *Transcript) Adopt(entries []Entry) {
	for _, x := range entries {
		if t.has(x) {
			continue
		}
		if x.of = nil; x.Role != Void {
			x.Role = Given
		}
		t.add(x)
	}
}

// has says whether the same exchange is kept.
func (t *Transcript) has(x Entry) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(t.kept, func(y Entry) bool {
		return y.Sent.Equal(x.Sent) && y.Received.Equal(x.Received) && y.Method == x.Method && y.URL == x.URL
	})
}

// Mark says which part an answer that was recorded plays in its check. One that
// was dropped, because the transcript was full, takes the place of another that
// is no evidence itself.
func (t *Transcript) Mark(r *scenarios.Reply, role Role) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r == nil {
		return
	}
	for i := range t.kept {
		if t.kept[i].of == r {
			t.kept[i].Role = role
			return
		}
	}
	own := t.receiptOf(r)
	if own == nil || role == Void {
		return
	}
	if len(t.kept) >= t.limit() && !t.makeRoom() {
		return
	}
	x := own.entry
	x.Role = role
	t.put(x)
}

// makeRoom lets go of the latest exchange that is no evidence itself; the first
// ones stay, for they show how everything began.
func (t *Transcript) makeRoom() bool {
	for i := len(t.kept) - 1; i >= t.limit()/4; i-- {
		if !t.kept[i].evidence() {
			t.bytes -= t.kept[i].size()
			t.kept = append(t.kept[:i], t.kept[i+1:]...)
			return true
		}
	}
	return false
}

// Dropped returns how many exchanges were recorded and are not kept.
func (t *Transcript) Dropped() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.came - len(t.kept)
}

func (t *Transcript) limit() int { return orDefault(t.Keep, 64) }

func (t *Transcript) add(x Entry) *receipt {
	t.mu.Lock()
	defer t.mu.Unlock()
	x.Number = t.came + 1
	t.came++
	own := &receipt{t, x}
	if len(t.kept) < t.limit() || x.evidence() && t.makeRoom() {
		t.put(x)
	}
	return own
}

// evidence says whether the verdict rests on the exchange.
func (x Entry) evidence() bool { return x.Role == Control || x.Role == Judged }

// put keeps an exchange in its place, as much of it as there is room for.
func (t *Transcript) put(x Entry) {
	limit, fields, sent := orDefault(t.KeepBody, 64<<10), keptFields, keptSent
	if t.bytes > keptInAll {
		limit, fields, sent = keptSpare, keptSpare, keptSpare
	}
	own := limit
	if t.KeepBody == 0 && limit > keptSpare {
		own = keptBody // what the tester itself has written, it writes again
	}
	x.Body, x.Clipped = head(x.Body, own, x.Clipped)
	x.Reply, x.Clipped = head(x.Reply, limit, x.Clipped)
	x.Answer, x.Clipped = headOf(x.Answer, keptHeader, fields, x.Clipped)
	x.Header, x.Clipped = headOf(x.Header, sent, sent, x.Clipped)
	if len(x.URL) > sent {
		x.URL, x.Clipped = strings.Clone(x.URL[:sent]), true
	}
	t.bytes += x.size()
	at := len(t.kept)
	for at > 0 && t.kept[at-1].Number > x.Number {
		at--
	}
	t.kept = slices.Insert(t.kept, at, x)
}

// size is about how many bytes an exchange holds.
func (x Entry) size() int {
	n := len(x.URL) + len(x.Body) + len(x.Reply)
	for _, h := range []http.Header{x.Header, x.Answer} {
		for name, values := range h {
			for _, v := range values {
				n += len(name) + len(v)
			}
		}
	}
	return n
}

func orDefault(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

func head(b []byte, limit int, clipped bool) ([]byte, bool) {
	if len(b) > limit {
		return append([]byte(nil), b[:limit]...), true
	}
	return b, clipped
}

// headOf keeps so many bytes of each value and of the whole header, by name.
func headOf(h http.Header, each, all int, clipped bool) (http.Header, bool) {
	if h == nil {
		return nil, clipped
	}
	out, left := http.Header{}, all
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			if left <= 0 {
				return out, true
			}
			if most := min(each, left); len(v) > most {
				v, clipped = strings.Clone(v[:most]), true
			}
			left -= len(v) + len(name)
			out[name] = append(out[name], v)
		}
	}
	return out, clipped
}

// Record takes down an exchange; it implements scenarios.Recorder.
func (t *Transcript) Record(verb scenarios.Verb, r *scenarios.Reply, sent http.Header, body []byte) any {
	return t.add(Entry{
		Verb:   verb,
		Method: r.Request.Method, URL: r.Request.Address(), Header: sent, Body: body,
		Status: r.Status, Answer: r.Header, Reply: r.Body, Err: r.Err,
		Sent: r.Sent, Received: r.Received, of: r,
	})
}

// receipt is what a reply knows of its being recorded: what is dropped when a
// transcript is full can be taken back in.
type receipt struct {
	in    *Transcript
	entry Entry // as it was recorded
}

// receiptOf is what a reply knows of its being recorded here; nil where it was
// not.
func (t *Transcript) receiptOf(r *scenarios.Reply) *receipt {
	if r == nil {
		return nil
	}
	if own, _ := r.Receipt().(*receipt); own != nil && own.in == t {
		return own
	}
	return nil
}
