// Package store keeps what has an end by an unguessable key, so that a million
// live tokens cost a request no more than a thousand do, and forgets it in time:
//
//	tokens := store.New[*token]()
//	tokens.Put(key, t, now)
//	t, ok := tokens.Get(key)
//
// It must not know what a credential is.
package store

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

// Mortal is a thing with an end, in nanoseconds since the Unix epoch.
type Mortal interface{ DiesAt() int64 }

// Dead judges by the clock of the moment of use.
func Dead(thing Mortal, now time.Time) bool { return now.UnixNano() >= thing.DiesAt() }

// Missed is a mortal thing that is asked for after its own end as well.
type Missed interface{ MissedUntil() int64 }

// forgotten says that a thing has been dead for long enough, and is Missed by
// nobody.
func forgotten(thing Mortal, now time.Time) bool {
	end := thing.DiesAt()
	if m, ok := thing.(Missed); ok {
		end = max(end, m.MissedUntil())
	}
	return end+int64(retention) < now.UnixNano()
}

// Store keeps mortal things by an unguessable key. Readers of different keys
// hardly ever wait for each other.
type Store[V Mortal] struct {
	seed   maphash.Seed
	shards [shardCount]shard[V]
}

type shard[V Mortal] struct {
	sync.RWMutex
	things  map[string]V
	sweepAt int
	_       [64]byte // keeps neighbours off one cache line
}

// New returns an empty store.
func New[V Mortal]() *Store[V] {
	return &Store[V]{seed: maphash.MakeSeed()}
}

func (s *Store[V]) shard(key string) *shard[V] {
	return &s.shards[maphash.String(s.seed, key)&(shardCount-1)]
}

// Get returns the thing of a key. Whether it is dead is for the caller to judge.
func (s *Store[V]) Get(key string) (V, bool) {
	sh := s.shard(key)
	sh.RLock()
	thing, ok := sh.things[key]
	sh.RUnlock()
	return thing, ok
}

// Put keeps a thing, replacing one with the same key. Now and then it sweeps its
// shard: the work is paid for by the growth since the last sweep.
func (s *Store[V]) Put(key string, thing V, now time.Time) {
	sh := s.shard(key)
	sh.Lock()
	defer sh.Unlock()
	switch {
	case sh.things == nil:
		sh.things = map[string]V{}
	case len(sh.things) >= max(sweepFloor, sh.sweepAt):
		for k, t := range sh.things {
			if forgotten(t, now) {
				delete(sh.things, k)
			}
		}
		sh.sweepAt = 2 * len(sh.things)
	}
	sh.things[key] = thing
}

// Find returns a thing whose key matches. It looks at every key: only bent rules
// ask for it.
func (s *Store[V]) Find(match func(key string) bool) (V, bool) {
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

// Lookup finds a key exactly or, where a rule says so, by likeness.
func (s *Store[V]) Lookup(sent string, matches func(issued, sent string) bool) (V, bool) {
	thing, ok := s.Get(sent)
	if ok || matches == nil {
		return thing, ok
	}
	return s.Find(func(issued string) bool { return matches(issued, sent) })
}

// Each calls f with every thing. f must not come back to the store.
func (s *Store[V]) Each(f func(thing V)) {
	for i := range s.shards {
		s.shards[i].RLock()
		for _, thing := range s.shards[i].things {
			f(thing)
		}
		s.shards[i].RUnlock()
	}
}

// Len counts the things, dead ones that are remembered included.
func (s *Store[V]) Len() int {
	n := 0
	for i := range s.shards {
		s.shards[i].RLock()
		n += len(s.shards[i].things)
		s.shards[i].RUnlock()
	}
	return n
}
