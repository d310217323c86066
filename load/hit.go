package load

import (
	"sync"
	"time"
)

// hit is one request that came to an end.
type hit struct {
	seq    uint64
	start  time.Duration // of the actual send, from the beginning of the run
	took   time.Duration
	kind   Kind
	status uint16
}

// batches hand hits over to the collector by the batch, for a hand-over of each
// alone costs as much as the sending.
type batches struct {
	full  chan []hit // closed after the last
	spare sync.Pool
}

const (
	batchSize = 64
	batchAge  = 50 * time.Millisecond // results are handed over at least as often, while there are any
)

// newBatches makes batches, of which some may wait to be read.
func newBatches(waiting int) *batches {
	return &batches{
		full:  make(chan []hit, waiting),
		spare: sync.Pool{New: func() any { b := make([]hit, 0, batchSize); return &b }},
	}
}

// results implements driver.
func (b *batches) results() <-chan []hit { return b.full }

// free implements driver.
func (b *batches) free(batch []hit) {
	batch = batch[:0]
	b.spare.Put(&batch)
}

// empty returns a batch to be filled.
func (b *batches) empty() []hit { return *b.spare.Get().(*[]hit) }
