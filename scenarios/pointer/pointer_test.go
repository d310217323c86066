package pointer_test

import (
	"fmt"
	"testing"

	"github.com/authassay/authassay/scenarios/pointer"
)

const document = `{"a/b":{"~":["x","y"]},"id":1234567,"big":12345678901234567890,"none":null,"yes":true,"":{"":"e"}}`

func TestAPointerLeadsThroughObjectsAndArrays(t *testing.T) {
	for at, want := range map[string]string{
		"/a~1b/~0/1": "y", "/a~1b/~0": `["x","y"]`, "/yes": "true", "/none": "null", "//": "e",
		"/id": "1234567", "/big": "12345678901234567890", // as it is written, and not as a float would be
	} {
		if got, found := pointer.Find([]byte(document), at); got != want || !found {
			t.Errorf("%s points at %q, %t, want %q", at, got, found, want)
		}
	}
	for _, at := range []string{"/a~1b/~0/2", "/a~1b/~0/01", "/a~1b/~0/-1", "/a~1b/~0/-", "/missing", "/a~1b/~0/1/deep", "/id/0"} {
		if got, found := pointer.Find([]byte(document), at); found {
			t.Errorf("%s points at %q", at, got)
		}
	}
}

func TestWhatIsNoDocumentHoldsNothing(t *testing.T) {
	for _, body := range []string{"", "{", `{"id":1}{"id":2}`, "<html>"} {
		if got, found := pointer.Find([]byte(body), "/id"); found {
			t.Errorf("%s holds %q", body, got)
		}
	}
}

func ExampleFind() {
	id, found := pointer.Find([]byte(`{"user":{"ids":[1234567]}}`), "/user/ids/0")
	fmt.Println(id, found)
	// Output: 1234567 true
}

func TestStepsAndBack(t *testing.T) {
	for _, at := range []string{"", "/a", "/a/0", "/a~1b/~0c", "/~01", "/"} {
		if got := pointer.To(pointer.Steps(at)...); got != at {
			t.Errorf("%q comes back as %q", at, got)
		}
	}
}
