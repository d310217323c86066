package main

import (
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"
	_ "unsafe" // for go:linkname
)

// How far the clock of this program is ahead, in nanoseconds. ../goclock puts it
// into package time.
//
//go:linkname ahead time.ahead
var ahead int64

// control takes {"advance": "59m59s"} and moves the clock.
func control(w http.ResponseWriter, r *http.Request) {
	var asked struct{ Advance string }
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	d, err := time.ParseDuration(asked.Advance)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	atomic.AddInt64(&ahead, int64(d))
}
