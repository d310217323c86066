package fakeserver

import (
	"hash/maphash"
	"sync"
	"time"
)

const (
	shardCount = 64 // a power of two; far more than cores, so that validations rarely meet
	sweepFloor = 64 // a shard smaller than this is not worth sweeping

	// A credential is remembered for a while after its end, so that a late use is
	// told apart from a string that was never issued.
	retention = 10 * time.Minute
)

// mortal is a thing with an end, in nanoseconds since the Unix epoch.
type mortal interface{ diesAt() int64 }

// missed is a mortal thing that is asked for after its own end as well.
type missed interface{ missedUntil() int64 }

// forgotten says that a thing has been dead for long enough, and is missed by
// nobody.
func forgotten(thing mortal, now time.Time) bool {
	end := thing.diesAt()
	if m, ok := thing.(missed); ok {
		end = max(end, m.missedUntil())
	}
	return end+int64(retention) < now.UnixNano()
}

// store keeps mortal things by an unguessable key. Readers of different keys
// hardly ever wait for each other.
type store[V mortal] struct {
	seed   maphash.Seed
	shards [shardCount]shard[V]
}

type shard[V mortal] struct {
	sync.RWMutex
	things  map[string]V
	sweepAt int
	_       [64]byte // keeps neighbours off one cache line
}

func newStore[V mortal]() *store[V] {
	s := &store[V]{seed: maphash.MakeSeed()}
	for i := range s.shards {
		s.shards[i].things = map[string]V{}
		s.shards[i].sweepAt = sweepFloor
	}
	return s
}

func (s *store[V]) shard(key string) *shard[V] {
	return &s.shards[maphash.String(s.seed, key)&(shardCount-1)]
}

func (s *store[V]) get(key string) (V, bool) {
	sh := s.shard(key)
	sh.RLock()
	thing, ok := sh.things[key]
	sh.RUnlock()
	return thing, ok
}

// put keeps a thing, replacing one with the same key. Now and then it sweeps its
// shard: the work is paid for by the growth since the last sweep.
func (s *store[V]) put(key string, thing V, now time.Time) {
	sh := s.shard(key)
	sh.Lock()
	defer sh.Unlock()
	if len(sh.things) >= sh.sweepAt {
		for k, t := range sh.things {
			if forgotten(t, now) {
				delete(sh.things, k)
			}
		}
		sh.sweepAt = max(sweepFloor, 2*len(sh.things))
	}
	sh.things[key] = thing
}

// find returns a thing whose key matches. It looks at every key: only bent rules
// ask for it.
func (s *store[V]) find(match func(key string) bool) (V, bool) {
	for i := range s.shards {
		sh := &s.shards[i]
		sh.RLock()
		for key, thing := range sh.things {
			if match(key) {
				sh.RUnlock()
				return thing, true
			}
		}
		sh.RUnlock()
	}
	var none V
	return none, false
}

// lookup finds a key exactly or, where a rule says so, by likeness.
func (s *store[V]) lookup(sent string, matches func(issued, sent string) bool) (V, bool) {
	thing, ok := s.get(sent)
	if ok || matches == nil {
		return thing, ok
	}
	return s.find(func(issued string) bool { return matches(issued, sent) })
}

// each calls f with every thing. f must not come back to the store.
func (s *store[V]) each(f func(thing V)) {
	for i := range s.shards {
		s.shards[i].RLock()
		for _, thing := range s.shards[i].things {
			f(thing)
		}
		s.shards[i].RUnlock()
	}
}

func (s *store[V]) len() int {
	n := 0
	for i := range s.shards {
		s.shards[i].RLock()
		n += len(s.shards[i].things)
		s.shards[i].RUnlock()
	}
	return n
}
