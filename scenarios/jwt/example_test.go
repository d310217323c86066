package jwt_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios/jwt"
)

// The token of RFC 7519 §3.1.
const token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9" +
	".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
	".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

func ExamplePeek() {
	t, _ := jwt.Peek(token)
	fmt.Println(t.Algorithm, t.Text("iss"))
	// Output: HS256 joe
}

func ExampleUnsigned() {
	t, _ := jwt.Peek(jwt.Unsigned(token))
	fmt.Println(t.Algorithm, t.Text("iss"))
	// Output: none joe
}
