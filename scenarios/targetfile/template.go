package targetfile

import (
	"bytes"
	"fmt"

	"github.com/authassay/authassay/scenarios"
)

// undecided is the line of every template at which its user says what may be
// done to the server.
const undecided = "\n#permit: testing\n"

// Decided is a template in which it stands what may be done to the server.
func Decided(template []byte, permit scenarios.Permit) []byte {
	return bytes.Replace(template, []byte(undecided), fmt.Appendf(nil, "\npermit: %s\n", permit), 1)
}
