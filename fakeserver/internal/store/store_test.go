package store_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
)

// thing lives until a moment in nanoseconds since the Unix epoch.
type thing int64

func (t thing) DiesAt() int64 { return int64(t) }

// loved is missed long after it is dead.
type loved struct{ thing }

func (l loved) MissedUntil() int64 { return int64(l.thing) + int64(time.Hour) }

func TestMemoryStaysBounded(t *testing.T) {
	s, now := store.New[thing](), time.Unix(0, 0)
	const perHour = 20_000
	for hour := range 20 {
		for i := range perHour {
			s.Put(strconv.Itoa(hour*perHour+i), thing(now.Add(time.Hour).UnixNano()), now)
		}
		now = now.Add(time.Hour)
	}
	// What lives, what is remembered, and as much again before the next sweep.
	if n := s.Len(); n > 5*perHour {
		t.Errorf("%d things are kept", n)
	}
}

func TestWhatIsMissedIsKept(t *testing.T) {
	s, now := store.New[loved](), time.Unix(0, 0)
	s.Put("first", loved{1}, now)
	for i := range 20_000 {
		s.Put(strconv.Itoa(i), loved{1}, now.Add(59*time.Minute))
	}
	if _, ok := s.Get("first"); !ok {
		t.Error("swept while it is missed")
	}
	for i := range 20_000 {
		s.Put(strconv.Itoa(i), loved{1}, now.Add(2*time.Hour))
		s.Put("b"+strconv.Itoa(i), loved{1}, now.Add(2*time.Hour))
	}
	if _, ok := s.Get("first"); ok {
		t.Error("kept when nobody misses it")
	}
}

func TestStoreUnderManyHands(t *testing.T) {
	s, done := store.New[thing](), sync.WaitGroup{}
	for hand := range 8 {
		done.Go(func() {
			for i := range 500 {
				key := strconv.Itoa(hand*500 + i)
				s.Put(key, 1, time.Unix(0, 0))
				if _, ok := s.Get(key); !ok {
					t.Errorf("%s was lost", key)
				}
			}
		})
	}
	done.Wait()
	if s.Len() != 4000 {
		t.Errorf("%d things", s.Len())
	}
	like := func(issued, sent string) bool { return issued == sent+"9" }
	if _, ok := s.Lookup("399", like); !ok {
		t.Error("not found by its likeness")
	}
	if _, ok := s.Lookup("399x", nil); ok {
		t.Error("found by what nobody issued")
	}
	n := 0
	if s.Each(func(thing) { n++ }); n != 4000 {
		t.Errorf("%d things by turns", n)
	}
}
