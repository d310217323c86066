package fakeserver

import (
	"strconv"
	"sync"
	"testing"
	"time"
)

func TestMemoryStaysBounded(t *testing.T) {
	s, now := newStore[*accessToken](), time.Unix(0, 0)
	const perHour = 20_000
	for hour := range 20 {
		for i := range perHour {
			expires := now.Add(time.Hour).UnixNano()
			s.put(strconv.Itoa(hour*perHour+i), newAccessToken(nil, "", expires), now)
		}
		now = now.Add(time.Hour)
	}
	// What lives, what is remembered, and as much again before the next sweep.
	if n := s.len(); n > 5*perHour {
		t.Errorf("%d tokens are kept", n)
	}
}

func TestLoginsAreCapped(t *testing.T) {
	s := newLogins()
	for i := range loginCap + 10 {
		s.put(&login{id: strconv.Itoa(i), expires: time.Unix(1, 0)})
	}
	now := time.Unix(0, 0)
	if s.get("9", now) != nil || s.get("10", now) == nil || len(s.byID) != loginCap {
		t.Errorf("%d logins are kept", len(s.byID))
	}
	if s.get("10", time.Unix(1, 0)) != nil {
		t.Error("a login outlives its end")
	}
}

func TestStoreUnderManyHands(t *testing.T) {
	s, done := newStore[*code](), sync.WaitGroup{}
	for hand := range 8 {
		done.Go(func() {
			for i := range 500 {
				key := strconv.Itoa(hand*500 + i)
				s.put(key, newCode(&grant{}, 1), time.Unix(0, 0))
				if _, ok := s.get(key); !ok {
					t.Errorf("%s was lost", key)
				}
			}
		})
	}
	done.Wait()
	if s.len() != 4000 {
		t.Errorf("%d codes", s.len())
	}
	if _, ok := s.find(func(key string) bool { return key == "3999" }); !ok {
		t.Error("not found by looking")
	}
}
