package credentials_test

import (
	"fmt"

	"github.com/authassay/authassay/load/credentials"
)

// An answer that is right in all but the user is wrong, and says so without the
// name.
func ExampleIdentity() {
	read := func(body []byte) ([]string, error) { return []string{string(body)}, nil }
	judge := credentials.Identity(read, []credentials.Named{{What: "user", Is: "ada"}},
		func(name string) string { return fmt.Sprintf("«%d letters»", len(name)) })
	fmt.Println(judge(200, []byte("ada")) == nil)
	fmt.Println(judge(200, []byte("grace")).Words())
	// Output:
	// true
	// the answer is about another user: «5 letters», and the credentials are those of «3 letters»
}
