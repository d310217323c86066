package catalogue_test

import (
	"fmt"
	"testing/fstest"

	"github.com/authassay/authassay/suites/catalogue"
)

// A profile brings a requirement of its own along.
func ExampleLoad() {
	c, err := catalogue.Load(fstest.MapFS{
		"profile.yaml": {Data: []byte(`
name: acme
duties:
  EXC-02: { level: MUST, clause: RFC 6749 §4.1.2 }
  ACM-01: { level: SHOULD, clause: HOUSE }
`)},
		"requirements/acme.yaml": {Data: []byte(`
- { id: ACM-01, sentence: A token begins with acme_. }
`)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := c.Profile("acme")
	for _, d := range p.Duties {
		fmt.Println(d.ID, d.ID.Chapter(), d.Level, d.Sentence)
	}
	// Output:
	// EXC-02 exchanging MUST A code that was redeemed is refused the second time.
	// ACM-01 acm SHOULD A token begins with acme_.
}
