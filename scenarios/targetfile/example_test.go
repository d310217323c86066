package targetfile_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios/targetfile"
)

func ExampleLoad() {
	text := "profile: xena\nauth: ftp://auth.example\nprobbe: { path: /me }\n"
	unset := func(string) (string, bool) { return "", false }
	_, err := targetfile.Load("acme.yaml", []byte(text), unset, targetfile.ReadFile)
	fmt.Println(err)
	// Output:
	// acme.yaml:2:7: auth: "ftp://auth.example" is not an absolute http or https URL without query and fragment, such as https://auth.example.com
	// acme.yaml:3:1: unknown key "probbe"
}
