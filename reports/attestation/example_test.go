package attestation_test

import (
	"crypto/rand"
	"fmt"

	"github.com/authassay/authassay/reports/attestation"
)

// A statement is sealed by a key, and whoever has the public half reads it back.
func ExampleSeal() {
	key, err := attestation.NewKey(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	line, err := attestation.Seal(&attestation.Statement{Type: attestation.StatementType}, key)
	if err != nil {
		fmt.Println(err)
		return
	}
	signed, err := attestation.Read(append(line, '\n'))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(signed[0].By(key.Public()), signed[0].Statement.Type)
	// Output: true https://in-toto.io/Statement/v1
}
