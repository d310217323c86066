package profiles_test

import (
	"fmt"
	"testing/fstest"

	"github.com/authassay/authassay/scenarios/profiles"
)

// A team without Go writes down what its product does otherwise.
func ExampleRead() {
	folder := fstest.MapFS{"profile.yaml": {Data: []byte(`
name: acme
based_on: oauth2
duties: { REF-02: { level: SHOULD } }
members: { access_token: token }
`)}}
	mine, err := profiles.Read(folder, "acme", profiles.BuiltIn())
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := profiles.Catalogue(append(profiles.BuiltIn(), mine...))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := c.Profile("acme")
	d, _ := p.Duty("REF-02")
	fmt.Println(d.ID, d.Level, d.Clause)
	// Output: REF-02 SHOULD RFC 6749 §6
}

func ExampleBuiltIn() {
	fmt.Println(profiles.Names(profiles.BuiltIn()))
	// Output: [basic clearxp lxhive oauth2 xena]
}
