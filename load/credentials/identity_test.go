package credentials

import (
	"strings"
	"testing"
)

func TestIdentityNamesWhatIsMixedUp(t *testing.T) {
	read := func(body []byte) ([]string, error) { return strings.Fields(string(body)), nil }
	judge := Identity(read, []Named{{"user", "ada"}, {"tenant", "acme"}}, strings.ToUpper)
	for _, test := range []struct {
		body string
		want []string // none where the answer is right
	}{
		{"ada acme", nil},
		{"ada acme", nil}, // from memory
		{"grace acme", []string{"another user: GRACE, and the credentials are those of ADA"}},
		{"ada globex", []string{"another tenant: GLOBEX, and the credentials are those of ACME"}},
		{"gwen globex", []string{"another user: GWEN", "another tenant: GLOBEX"}},
	} {
		ok, why := judge(200, []byte(test.body))
		if ok != (test.want == nil) {
			t.Errorf("%s: %t, %q", test.body, ok, why)
		}
		for _, text := range test.want {
			if !strings.Contains(why, text) {
				t.Errorf("%s: %q does not say %q", test.body, why, text)
			}
		}
	}
}
