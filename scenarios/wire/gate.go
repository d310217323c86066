package wire

import (
	"context"
	"slices"
	"sync"
	"time"
)

// gate keeps a tester from asking too much of a target. Who is urgent goes
// first, but not for ever: what the others carry does not live long either. Races
// go around it: they are a check of their own, and short.
type gate struct {
	concurrency int           // requests at a time; 0 for any number
	every       time.Duration // between two requests; 0 for any pace

	mu     sync.Mutex
	inside int
	next   time.Time // when the next one may leave
	queues [2][]chan struct{}
	inRow  int  // urgent ones that came since somebody patient did
	waking bool // somebody will serve when the next one may leave
}

// The queues before a gate.
const (
	urgent = iota
	patient
)

// urgentInRow is how many urgent ones go before one that is patient.
const urgentInRow = 2

func newGate(concurrency int, perSecond float64) *gate {
	g := &gate{concurrency: max(0, concurrency)}
	if perSecond > 0 {
		g.every = time.Duration(float64(time.Second) / perSecond)
	}
	return g
}

// urgentKey marks a context whose requests go first.
type urgentKey struct{}

// Urgent returns a context whose requests go before others where the limits of a
// target make them wait for their turn: what they carry does not live long.
func Urgent(ctx context.Context) context.Context { return context.WithValue(ctx, urgentKey{}, true) }

// enter waits for a turn; leave gives it back.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if g.concurrency == 0 && g.every == 0 {
		return func() {}, nil
	}
	queue, turn := patient, make(chan struct{})
	if ctx.Value(urgentKey{}) != nil {
		queue = urgent
	}
	g.mu.Lock()
	g.queues[queue] = append(g.queues[queue], turn)
	g.serve()
	g.mu.Unlock()
	select {
	case <-turn:
		return g.leave, nil
	case <-ctx.Done():
		g.giveUp(queue, turn)
		return nil, ctx.Err()
	}
}

// leave lets the next one in.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.serve()
}

// giveUp takes somebody out of the queue, or out of the turn that came too late.
func (g *gate) giveUp(queue int, turn chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.queues[queue], turn); i >= 0 {
		g.queues[queue] = slices.Delete(g.queues[queue], i, i+1)
		return
	}
	g.inside--
	g.serve()
}

// serve lets in whoever may come now, and comes back when the next one may.
func (g *gate) serve() {
	for {
		queue, waits := g.turn()
		if !waits || g.concurrency > 0 && g.inside >= g.concurrency {
			return
		}
		if wait := time.Until(g.next); g.every > 0 && wait > 0 {
			g.wake(wait)
			return
		}
		if g.inRow++; queue == patient {
			g.inRow = 0
		}
		close(g.queues[queue][0])
		g.queues[queue] = g.queues[queue][1:]
		g.inside++
		g.next = time.Now().Add(g.every)
	}
}

// turn is the queue that comes next, and whether anybody waits at all.
func (g *gate) turn() (queue int, waits bool) {
	first, other := urgent, patient
	if g.inRow >= urgentInRow {
		first, other = patient, urgent
	}
	if len(g.queues[first]) == 0 {
		first = other
	}
	return first, len(g.queues[first]) > 0
}

// wake has somebody serve later.
func (g *gate) wake(after time.Duration) {
	if g.waking {
		return
	}
	g.waking = true
	time.AfterFunc(after, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.waking = false
		g.serve()
	})
}

// abreast is how many can go through a chain of requests side by side without
// one having to wait for the others for long.
const abreast = 4

// Abreast is how many chains of requests the limits of the target let go side by
// side so that what one request brings is still fresh at the next.
func (w *Wire) Abreast() int {
	switch g := w.gate; {
	case g.every > 0:
		return 1
	case g.concurrency > 0:
		return max(1, min(abreast, g.concurrency-1))
	}
	return abreast
}

// Interval is the time that the limits of the target put between two requests; 0
// for none.
func (w *Wire) Interval() time.Duration { return w.gate.every }
