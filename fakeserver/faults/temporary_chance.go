package faults

import (
	"io"
	"slices"
	"sync"

	"github.com/authassay/authassay/fakeserver"
)

// temporaryChance are the faults of pairs that show only in hundreds of them.
func temporaryChance() []Fault {
	return []Fault{
		{Name: "temporary-secrets-recur", Summary: "gives the same two hundred secrets round and round", Breaks: lxhive("TMP-100"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.NewSecret = recurring(200) }},
		{Name: "temporary-secret-from-key", Summary: "makes the secret of the key, read backwards", Breaks: lxhive("TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.NewSecret = func(_ io.Reader, key string) string {
					letters := []byte(key)
					slices.Reverse(letters)
					return string(letters)
				}
			}},
		{Name: "temporary-key-of-bits", Summary: "makes keys of noughts and ones", Breaks: lxhive("TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.NewKey = func(random io.Reader) string { return bits(random, 40) }
			}},
	}
}

// recurring makes so many secrets and begins again with the first.
func recurring(period int) func(io.Reader, string) string {
	var mu sync.Mutex
	var made []string
	n := -1
	return func(random io.Reader, _ string) string {
		mu.Lock()
		defer mu.Unlock()
		if n++; n < period {
			made = append(made, fakeserver.RandomString(random, 40))
		}
		return made[n%period]
	}
}

// bits writes random bits as noughts and ones.
func bits(random io.Reader, n int) string {
	text := []byte(fakeserver.RandomString(random, n))
	for i, c := range text {
		text[i] = '0' + c&1
	}
	return string(text)
}
